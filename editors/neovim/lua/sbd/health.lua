-- :checkhealth sbd
local M = {}

local health = vim.health

local function check_editor()
  local v = vim.version()
  local version = ('Neovim %d.%d.%d'):format(v.major, v.minor, v.patch)
  if vim.fn.has('nvim-0.10') == 1 then
    health.ok(version)
  else
    health.error(version .. ' is too old', 'Install Neovim 0.10 or later.')
  end
end

local function check_filetype()
  local filetype = vim.filetype.match({ filename = 'design.sbd.yaml' })
  if filetype == 'sbd' then
    health.ok('`*.sbd.yaml` and `*.sbd.yml` have the filetype `sbd`')
  else
    health.error(
      ('`*.sbd.yaml` has the filetype `%s`'):format(filetype),
      'Put the plugin on the runtimepath before `filetype on` runs, or run `:runtime ftdetect/sbd.lua`.'
    )
  end
end

--- The command that prints the version: that of the server, without its subcommand `lsp`.
---
---@param cmd string[]
---@return string[]
local function version_command(cmd)
  local command = vim.list_slice(cmd, 1, cmd[#cmd] == 'lsp' and #cmd - 1 or #cmd)
  return vim.list_extend(command, { '--version' })
end

---@param cmd string[]
local function check_version(cmd)
  local ran, done = pcall(function()
    return vim.system(version_command(cmd), { text = true, timeout = 10000 }):wait()
  end)
  if ran and done.code == 0 then
    health.ok('version: ' .. vim.trim(done.stdout))
  else
    local why = ran and vim.trim(done.stderr) or tostring(done)
    health.error('the server does not start: ' .. why, 'Install it anew, then run :SbdRestart.')
  end
end

local function check_server()
  local cmd, problem = require('sbd.server').command()
  if not cmd then
    health.error(problem, {
      'Install it, in a clone of the repository: `pipx install .`, or `pip install .` with Python 3.10 or later.',
      "Or name its command: require('sbd').setup({ cmd = { '/path/to/sbd-lsp' } })",
      'Then run :SbdRestart.',
    })
  elseif type(cmd) == 'function' then
    health.info('server: started by a function that you have configured')
  else
    health.ok('server: ' .. table.concat(cmd, ' '))
    check_version(cmd)
  end
end

local function check_clients()
  local clients = vim.lsp.get_clients({ name = 'sbd' })
  if #clients == 0 then
    health.info('no server is running; it starts with the first design that you open')
  end
  for _, client in ipairs(clients) do
    local buffers = vim.tbl_keys(client.attached_buffers)
    health.ok(('running for %d buffer(s), root %s'):format(#buffers, client.root_dir or client.config.root_dir))
  end
end

local function check_highlighting()
  if #vim.api.nvim_get_runtime_file('parser/yaml.*', false) > 0 then
    health.ok('tree-sitter: the `yaml` parser is used for designs')
  else
    health.info('tree-sitter: no `yaml` parser is installed; syntax/yaml.vim colours designs')
  end
end

function M.check()
  health.start('sbd')
  check_editor()
  check_filetype()
  check_server()
  check_clients()
  check_highlighting()
end

return M
