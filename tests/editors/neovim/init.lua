-- The configuration of the Neovim under test: the plugin is an ordinary package in its data folder.
vim.o.swapfile = false
vim.o.completeopt = 'menu,menuone,noinsert'

package.path = vim.env.DRIVER_FOLDER .. '/?.lua;' .. package.path
local driver = require('driver')

-- What people hang on plain YAML, such as a server, must stay away from designs.
vim.api.nvim_create_autocmd('FileType', {
  pattern = 'yaml',
  callback = function(event)
    if event.file:find('.sbd.', 1, true) then
      vim.notify('taken for plain YAML: ' .. event.file, vim.log.levels.ERROR)
    end
  end,
})

if vim.env.SETUP then
  assert(load(vim.env.SETUP))()
end

vim.api.nvim_create_autocmd('VimEnter', {
  callback = function()
    vim.schedule(driver.main)
  end,
})
