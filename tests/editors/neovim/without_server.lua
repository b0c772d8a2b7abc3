-- A machine without the server: the plugin says what to do, and starts nothing.
local t = ...

t.check('opening a design says how to install the server', function()
  local notice = t.wait('a notice', function()
    return t.notices[1]
  end)
  t.contains('`pipx install .`', notice.message)
  t.equal(0, #vim.lsp.get_clients())
end)

t.check(':SbdGenerate says that there is no server', function()
  t.type(':SbdGenerate<CR>')
  t.wait('a second notice', function()
    return t.notices[2]
  end)
  t.contains('no server', t.notices[2].message)
end)

t.check(':SbdRestart says again how to install the server', function()
  t.type(':SbdRestart<CR>')
  t.wait('a third notice', function()
    return t.notices[3]
  end)
  t.equal(t.notices[1].message, t.notices[3].message)
end)

t.check(':checkhealth says how to install the server', function()
  vim.cmd.checkhealth('sbd')
  local text = table.concat(t.lines(), '\n')
  t.contains('was not found', text)
  t.contains('`pipx install .`', text)
end)
