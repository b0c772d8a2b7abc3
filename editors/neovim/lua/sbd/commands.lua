-- What stands behind :SbdGenerate and :SbdLog.
local M = {}

local TARGETS = { 'sam', 'serverless' }

--- Targets whose names begin with `start`, for completion on the command line.
---
---@param start string
---@return string[]
function M.targets(start)
  return vim.tbl_filter(function(target)
    return vim.startswith(target, start)
  end, TARGETS)
end

--- Apply the code action that generates a project from the design in this buffer.
---
---@param target string one of TARGETS; `sam` if empty
function M.generate(target)
  if #vim.lsp.get_clients({ bufnr = 0, name = 'sbd' }) == 0 then
    return require('sbd').complain('no server is attached to this buffer; see :checkhealth sbd')
  end
  local kind = 'source.generate.' .. (target ~= '' and target or TARGETS[1])
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
