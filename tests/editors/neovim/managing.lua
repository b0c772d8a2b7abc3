-- Restarting the server, its log, and :checkhealth.
local t = ...

local function health()
  vim.cmd.checkhealth('sbd')
  local text = table.concat(t.lines(), '\n')
  vim.cmd.bwipeout()
  return text
end

local first = t.attached().id

t.check(':SbdRestart starts a new server for the open designs', function()
  t.go('Uploads')
  t.type('oExtra: {type: buckt}<Esc>')
  t.finding('buckt')
  t.type(':SbdRestart<CR>')
  t.wait('another client', function()
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'sbd' })[1]
    return client and client.initialized and client.id ~= first
  end)
  t.equal(nil, vim.lsp.get_client_by_id(first))
  t.type('u')
  t.no_findings()
  t.type('<C-r>')
  t.finding('buckt')
end)

t.check(':SbdLog opens the log', function()
  t.type(':SbdLog<CR>')
  t.wait('the log', function()
    return vim.api.nvim_buf_get_name(0) == vim.lsp.log.get_filename()
  end)
  vim.cmd.bwipeout()
end)

t.check(':checkhealth finds the server and its version', function()
  local text = health()
  t.contains('bin/sbd-lsp', text)
  t.contains(vim.env.SERVER_VERSION, text)
  t.contains('running for 1 buffer', text)
  t.equal(nil, text:match('ERROR[^\n]*'))
end)

t.check(':SbdGenerate completes the names of the targets', function()
  t.equal('sam', vim.fn.getcompletion('SbdGenerate sa', 'cmdline')[1])
  t.equal({}, vim.fn.getcompletion('SbdGenerate x', 'cmdline'))
end)
