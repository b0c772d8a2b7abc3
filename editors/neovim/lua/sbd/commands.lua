-- What stands behind :SbdGenerate and :SbdLog.
local M = {}

local KIND = 'source.generate.'
local USUAL_TARGET = 'sam'

--- Targets that the running server offers and whose names begin with `start`, for completion on
--- the command line.
---
---@param start string
---@return string[]
function M.targets(start)
  local targets = {}
  for _, client in ipairs(vim.lsp.get_clients({ bufnr = 0, name = 'sbd' })) do
    for _, kind in ipairs(vim.tbl_get(client.server_capabilities, 'codeActionProvider', 'codeActionKinds') or {}) do
      if vim.startswith(kind, KIND .. start) then
        table.insert(targets, kind:sub(#KIND + 1))
      end
    end
  end
  return targets
end

--- Apply the code action that generates a project from the design in this buffer.
---
---@param target string `sam` if empty
function M.generate(target)
  if #vim.lsp.get_clients({ bufnr = 0, name = 'sbd' }) == 0 then
    return require('sbd').complain('no server is attached to this buffer; see :checkhealth sbd')
  end
  local kind = KIND .. (target ~= '' and target or USUAL_TARGET)
  vim.lsp.buf.code_action({
    apply = true, -- without asking, as there is one such action
    context = { only = { kind }, diagnostics = {} },
    filter = function(action)
      return action.kind == kind
    end,
  })
end

--- Open the log of the language servers at its end.
function M.log()
  vim.cmd.tabedit(vim.fn.fnameescape(vim.lsp.log.get_filename()))
  vim.cmd.normal({ 'G', bang = true })
end

return M
