-- Finding the server, starting it and starting it again.
local M = {}

-- Runs the package without looking for it in the working directory, where a folder named
-- sbd_lsp would otherwise be taken for it. `-P` does the same, but only from Python 3.11 on.
local RUN_PACKAGE = 'import sys; sys.path[:] = [p for p in sys.path if p]; '
  .. 'import runpy; runpy.run_module("sbd_lsp", run_name="__main__", alter_sys=True)'
local FIND_PACKAGE = 'import sys; sys.path[:] = [p for p in sys.path if p]; '
  .. 'import importlib.util; sys.exit(importlib.util.find_spec("sbd_lsp") is None)'

local ADVICE = 'Install it with `pipx install .` (or `pip install .`, Python 3.10 or later) in a clone of the repository, '
  .. "or name its command with require('sbd').setup({ cmd = { '/path/to/sbd-lsp' } }). "
  .. 'Then :SbdRestart. :checkhealth sbd tells more.'

local STOP_MS = 3000 -- what a server gets to end by itself before it is killed
local POLL_MS = 25

---@type string[]|nil the command found earlier in this session
local found

---@type string|nil what the person was told last, so as not to be told again for each design
local told

---@return boolean
local function has_package(python)
  if vim.fn.executable(python) == 0 then
    return false
  end
  local done = vim.system({ python, '-c', FIND_PACKAGE }, { timeout = 10000 }):wait()
  return done.code == 0
end

---@return string[]|function|nil the command that the person has configured
local function configured()
  local cmd = require('sbd').options.client.cmd
  if not cmd and vim.lsp.config then
    cmd = vim.lsp.config.sbd.cmd
  end
  return cmd ~= M.spawn and cmd or nil
end

---@return string[]|nil
local function search()
  local path = vim.fn.exepath('sbd-lsp')
  if path ~= '' then
    return { path }
  end
  for _, python in ipairs({ 'python3', 'python' }) do
    if has_package(python) then
      return { vim.fn.exepath(python), '-c', RUN_PACKAGE, 'lsp' }
    end
  end
end

--- What starts the server: the configured command, `sbd-lsp`, or a Python that has the package.
---
---@return string[]|function|nil cmd
---@return string|nil problem why there is none
function M.command()
  local cmd = configured()
  if type(cmd) == 'table' and vim.fn.executable(cmd[1]) == 0 then
    return nil, ('the configured command `%s` cannot be run.'):format(cmd[1])
  end
  if cmd then
    return cmd
  end
  found = found or search()
  if found then
    return found
  end
  return nil, 'the server sbd-lsp was not found, neither as a command nor as a package of python3.'
end

--- Whether there is a server; if not, the person is told once what to do.
---
---@return boolean
function M.available()
  local cmd, problem = M.command()
  if not cmd and told ~= problem then
    told = problem
    require('sbd').complain(problem .. ' ' .. ADVICE)
  end
  return cmd ~= nil
end

--- The folder that a design belongs to: the repository, else its own.
---
---@param bufnr integer
---@return string
function M.root(bufnr)
  local name = vim.api.nvim_buf_get_name(bufnr)
  return vim.fs.root(bufnr, '.git') or (name ~= '' and vim.fs.dirname(name)) or vim.fn.getcwd()
end

--- The `cmd` of the client: starts the server that command() finds.
---
---@param dispatchers vim.lsp.rpc.Dispatchers
---@return vim.lsp.rpc.PublicClient
function M.spawn(dispatchers)
  local cmd = M.command()
  if type(cmd) == 'function' then
    return cmd(dispatchers)
  end
  return vim.lsp.rpc.start(assert(cmd, 'sbd-lsp was not found') --[[@as string[] ]], dispatchers)
end

---@param bufnr integer
local function start(bufnr)
  if not M.available() then
    return
  end
  local config = { name = 'sbd', cmd = M.spawn, root_dir = M.root(bufnr) }
  vim.lsp.start(vim.tbl_extend('force', config, require('sbd').options.client), { bufnr = bufnr })
end

---@return integer[]
local function open_designs()
  return vim.tbl_filter(function(bufnr)
    return vim.api.nvim_buf_is_loaded(bufnr) and vim.bo[bufnr].filetype == 'sbd'
  end, vim.api.nvim_list_bufs())
end

--- Start the server for designs, those open and those to come, where vim.lsp.enable() is missing.
---
---@param group integer of autocommands
function M.start_on_filetype(group)
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = 'sbd',
    desc = 'Start sbd-lsp',
    callback = function(event)
      start(event.buf)
    end,
  })
  vim.tbl_map(start, open_designs())
end

local function start_all()
  if vim.lsp.enable then
    vim.lsp.enable('sbd') -- looks at all open buffers again
  else
    vim.tbl_map(start, open_designs())
  end
end

---@param client vim.lsp.Client
---@param force boolean
local function stop(client, force)
  if vim.fn.has('nvim-0.11') == 1 then
    client:stop(force)
  else
    client.stop(force)
  end
end

--- Stop the server, look for it anew and start it for all open designs.
function M.restart()
  found, told = nil, nil
  if not M.available() then
    return
  end
  local clients = vim.lsp.get_clients({ name = 'sbd' })
  for _, client in ipairs(clients) do
    stop(client, false)
  end
  local function wait(left)
    local running = vim.tbl_filter(function(client)
      return vim.lsp.get_client_by_id(client.id) ~= nil
    end, clients)
    if #running == 0 then
      return start_all()
    end
    if left <= 0 then
      for _, client in ipairs(running) do
        stop(client, true)
      end
    end
    vim.defer_fn(function()
      wait(left - POLL_MS)
    end, POLL_MS)
  end
  wait(STOP_MS)
end

return M
