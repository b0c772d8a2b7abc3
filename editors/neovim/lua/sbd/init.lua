-- Options of the plugin. Calling setup() is not required.
local M = {}

---@class sbd.Options
---@field completion? boolean Offer completion while typing (Neovim 0.11 and later); default false
---@field client? table Anything vim.lsp.start() takes, such as cmd, settings, capabilities

---@type sbd.Options
M.options = { completion = false, client = {} }

--- Take what the person chose, before or after designs have been opened.
---
---@param options? table `completion`, and fields of vim.lsp.ClientConfig (`cmd`, `settings`, …)
function M.setup(options)
  local client = vim.deepcopy(options or {})
  local completion = client.completion or false
  client.completion = nil
  if client.cmd and type(client.cmd) ~= 'function' and not vim.islist(client.cmd) then
    error("sbd: cmd must be a list such as { 'sbd-lsp' }, or a function")
  end
  M.options = { completion = completion, client = client }
  if vim.lsp.config then
    vim.lsp.config('sbd', client)
  end
end

--- Tell the person what is wrong. Later, because a message at the level of an error that is sent
--- from within an autocommand or a command is shown as a failure of that, with a stack trace.
---
---@param message string
function M.complain(message)
  vim.schedule(function()
    vim.notify('sbd: ' .. message, vim.log.levels.ERROR)
  end)
end

--- Switch Neovim's own completion on for a client that has attached, if that was asked for.
---
---@param client_id integer
---@param bufnr integer
function M.attached(client_id, bufnr)
  local client = vim.lsp.get_client_by_id(client_id)
  if client and client.name == 'sbd' and M.options.completion and vim.lsp.completion then
    vim.lsp.completion.enable(true, client_id, bufnr, { autotrigger = true })
  end
end

return M
