if vim.g.loaded_sbd then
  return
end
vim.g.loaded_sbd = true

if vim.fn.has('nvim-0.10') == 0 then
  vim.notify('sbd: this plugin needs Neovim 0.10 or later', vim.log.levels.ERROR)
  return
end

vim.treesitter.language.register('yaml', 'sbd')

vim.api.nvim_create_user_command('SbdGenerate', function(args)
  require('sbd.commands').generate(args.args)
end, {
  nargs = '?',
  desc = 'Generate a project from this design (sam if no target is named)',
  complete = function(start)
    return require('sbd.commands').targets(start)
  end,
})

vim.api.nvim_create_user_command('SbdRestart', function()
  require('sbd.server').restart()
end, { desc = 'Stop sbd-lsp and start it again for all open designs' })

vim.api.nvim_create_user_command('SbdLog', function()
  require('sbd.commands').log()
end, { desc = 'Open the log of the language servers' })

local group = vim.api.nvim_create_augroup('sbd', {})

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  desc = 'Offer completion while typing, if setup() was asked for it',
  callback = function(event)
    require('sbd').attached(event.data.client_id, event.buf)
  end,
})

if vim.lsp.enable then
  vim.lsp.enable('sbd')
else
  require('sbd.server').start_on_filetype(group)
end
