-- Generating while a generated file has changes that are not saved.
local t = ...

t.attached()

t.check('a project waits in buffers to be saved', function()
  t.type(':SbdGenerate<CR>')
  t.generated()
end)

t.check('generating again writes over none of them and says why', function()
  local before = vim.tbl_map(function(name)
    return { name, t.lines(vim.fn.bufnr(name)) }
  end, t.unsaved())
  t.go('Uploads')
  t.type('oJobs: {type: queue}<Esc>:write<CR>')
  t.type(':SbdGenerate<CR>')
  t.wait('a message', function()
    return vim.iter(t.notices):find(function(notice)
      return notice.message:find('save (:wall) or undo first: ', 1, true)
        and notice.message:find('built/template.yaml', 1, true)
    end)
  end)
  for _, entry in ipairs(before) do
    t.equal(entry[2], t.lines(vim.fn.bufnr(entry[1])))
  end
end)

t.check('once they are saved, it is generated', function()
  t.type(':wall<CR>')
  t.type(':SbdGenerate<CR>')
  t.generated()
end)
