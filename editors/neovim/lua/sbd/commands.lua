-- What stands behind :SbdGenerate and :SbdLog.
local M = {}

local KIND = 'source.generate.'
local USUAL_TARGET = 'sam'

---@param message string
local function complain(message)
  require('sbd').complain(message)
end

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

--- Names of buffers with unsaved changes that `edit` would write over. The server sees only designs
--- and what stands on the disk.
---
---@param edit lsp.WorkspaceEdit
---@return string[]
local function unsaved(edit)
  local names = {}
  for _, change in ipairs(edit.documentChanges or {}) do
    local bufnr = change.textDocument and vim.uri_to_bufnr(change.textDocument.uri)
    if bufnr and vim.api.nvim_buf_is_loaded(bufnr) and vim.bo[bufnr].modified then
      table.insert(names, vim.fn.fnamemodify(vim.api.nvim_buf_get_name(bufnr), ':~:.'))
    end
  end
  return names
end

--- Apply the code action that generates a project from the design in this buffer.
---
---@param target string `sam` if empty
function M.generate(target)
  if #vim.lsp.get_clients({ bufnr = 0, name = 'sbd' }) == 0 then
    return complain('no server is attached to this buffer; see :checkhealth sbd')
  end
  local kind = KIND .. (target ~= '' and target or USUAL_TARGET)
  vim.lsp.buf.code_action({
    apply = true, -- without asking, as there is one such action
    context = { only = { kind }, diagnostics = {} },
    filter = function(action)
      local names = action.kind == kind and unsaved(action.edit or {}) or {}
      if #names > 0 then
        complain(('nothing was generated; save (:wall) or undo first: %s'):format(table.concat(names, ', ')))
      end
      return action.kind == kind and #names == 0
    end,
  })
end

--- Open the log of the language servers at its end.
function M.log()
  vim.cmd.tabedit(vim.fn.fnameescape(vim.lsp.log.get_filename()))
  vim.cmd.normal({ 'G', bang = true })
end

return M
