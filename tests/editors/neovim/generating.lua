-- Generating a project for the first time, with the plugin's command.
local t = ...

t.attached()

t.check(':SbdGenerate opens the files of a project, and :wall writes them', function()
  t.type(':SbdGenerate<CR>')
  t.generated()
  t.type(':wall<CR>')
  t.wait('the files', function()
    return vim.fn.filereadable(t.workspace .. '/built/template.yaml') == 1 and #t.unsaved() == 0
  end)
end)
