-- A machine without the server: the plugin says what to do, and starts nothing.
local t = ...

t.check('opening a design says how to install the server', function()
  local notice = t.wait('a notice', function()
    return t.notices[1]
  end)
  t.contains('pipx install sbd-lsp', notice.message)
  t.equal(0, #vim.lsp.get_clients())
end)

t.check(':SbdGenerate says that there is no server', function()
  vim.cmd.SbdGenerate()
  t.contains('no server', t.notices[#t.notices].message)
end)

t.check(':checkhealth says how to install the server', function()
  vim.cmd.checkhealth('sbd')
  local text = table.concat(t.lines(), '\n')
  t.contains('was not found', text)
  t.contains('pipx install sbd-lsp', text)
end)
