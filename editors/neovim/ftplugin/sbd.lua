-- Options of a design. Set here and not taken from ftplugin/yaml, because people start
-- YAML servers in theirs.
if vim.b.did_ftplugin then
  return
end
vim.b.did_ftplugin = true

local set = vim.opt_local
set.comments = ':#'
set.commentstring = '# %s'
set.expandtab = true
set.shiftwidth = 2
set.softtabstop = 2
set.formatoptions:remove('t')
set.formatoptions:append('croql')

vim.b.undo_ftplugin = 'setlocal comments< commentstring< expandtab< shiftwidth< softtabstop< formatoptions<'
