-- Configuration of the server for vim.lsp.enable (Neovim 0.11 and later).
local server = require('sbd.server')

return {
  cmd = server.spawn,
  filetypes = { 'sbd' },
  -- Not answering means that no server is started for this buffer.
  root_dir = function(bufnr, on_dir)
    if server.available() then
      on_dir(server.root(bufnr))
    end
  end,
}
