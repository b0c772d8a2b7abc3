-- The configuration of the Neovim under test: the plugin is an ordinary package in its data folder.
vim.o.swapfile = false
vim.o.completeopt = 'menu,menuone,noinsert'

-- Servers for plain YAML must stay away from designs: this one would say so.
vim.api.nvim_create_autocmd('FileType', {
  pattern = 'yaml',
  callback = function(event)
    vim.notify('taken for plain YAML: ' .. event.file, vim.log.levels.ERROR)
  end,
})

if vim.env.SETUP then
  assert(load(vim.env.SETUP))()
end

package.path = vim.env.DRIVER_FOLDER .. '/?.lua;' .. package.path
vim.api.nvim_create_autocmd('VimEnter', {
  callback = function()
    local driver = require('driver')
    vim.schedule(driver.main)
  end,
})
