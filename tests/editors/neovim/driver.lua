-- Runs a scenario inside a real Neovim and reports what it found as JSON.
-- Environment: SCENARIO (Lua file), REPORT (file to write), WORKSPACE (folder).
-- A scenario runs as a coroutine, so that Neovim's main loop stays free and handles keys, timers
-- and messages of the server as it does for a person.
local M = { passed = {}, notices = {}, choices = {}, questions = {} }

local POLL_MS = 20
local KEY_MS = 8
local PATIENCE_MS = 15000

--- Let Neovim go on for `ms` milliseconds.
function M.pause(ms)
  local co = coroutine.running()
  vim.defer_fn(function()
    M.resume(co)
  end, ms)
  coroutine.yield()
end

--- Wait until `condition` gives something true and give that; an error after PATIENCE_MS.
function M.wait(what, condition)
  local deadline = vim.uv.now() + PATIENCE_MS
  local value = condition()
  while not value do
    if vim.uv.now() > deadline then
      error(('waited %d s for: %s'):format(PATIENCE_MS / 1000, what), 0)
    end
    M.pause(POLL_MS)
    value = condition()
  end
  return value
end

--- The keys in `text`; `<Esc>` and the like are single keys.
local function split(text)
  local keys = {}
  while text ~= '' do
    local key = text:match('^<[%w-]+>') or vim.fn.strcharpart(text, 0, 1)
    table.insert(keys, key)
    text = text:sub(#key + 1)
  end
  return keys
end

--- Press the keys in `text` one by one, and wait until Neovim has taken them.
--- A timer of the event loop presses them: after `ci` Neovim runs nothing else until the next key.
function M.type(text)
  local co = coroutine.running()
  local keys = split(text)
  local timer = assert(vim.uv.new_timer())
  timer:start(KEY_MS, KEY_MS, function()
    local key = table.remove(keys, 1)
    if key then
      return vim.api.nvim_input(key)
    end
    timer:close()
    vim.schedule(function()
      M.resume(co)
    end)
  end)
  coroutine.yield()
end

--- Run `body` and note under `name` how long it took; an error in it ends the scenario.
function M.check(name, body)
  local started = vim.uv.now()
  local ok, problem = xpcall(body, debug.traceback)
  if not ok then
    error({ check = name, problem = tostring(problem), situation = M.situation() })
  end
  table.insert(M.passed, { name = name, ms = vim.uv.now() - started })
end

function M.equal(expected, actual)
  if not vim.deep_equal(expected, actual) then
    error(('expected %s, got %s'):format(vim.inspect(expected), vim.inspect(actual)), 2)
  end
end

--- Complain unless `text` contains `part`, literally.
function M.contains(part, text)
  if not text:find(part, 1, true) then
    error(('%q is not in: %s'):format(part, text), 2)
  end
end

--- What helps to understand a failure: text, findings, notices.
function M.situation()
  return {
    buffer = vim.api.nvim_buf_get_name(0),
    mode = vim.api.nvim_get_mode().mode,
    lines = M.lines(),
    diagnostics = vim.tbl_map(function(d)
      return { d.lnum, d.col, d.end_col, d.code, d.message }
    end, vim.diagnostic.get(0)),
    notices = M.notices,
    choices = M.choices,
  }
end

function M.lines(bufnr)
  return vim.api.nvim_buf_get_lines(bufnr or 0, 0, -1, false)
end

--- The initialised client of the buffer, once there is one.
function M.attached()
  return M.wait('sbd to attach', function()
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'sbd' })[1]
    return client and client.initialized and client
  end)
end

--- The text that a finding underlines, by its byte columns.
function M.underlined(diagnostic)
  return M.lines()[diagnostic.lnum + 1]:sub(diagnostic.col + 1, diagnostic.end_col)
end

--- The only finding of the buffer, once there is exactly one and it underlines `text`.
function M.finding(text)
  return M.wait(('one finding, under %q'):format(text), function()
    local all = vim.diagnostic.get(0)
    return #all == 1 and M.underlined(all[1]) == text and all[1]
  end)
end

function M.no_findings()
  M.wait('no findings', function()
    return #vim.diagnostic.get(0) == 0
  end)
end

--- Put the cursor on the first place where `text` stands in the buffer.
function M.go(text)
  for number, line in ipairs(M.lines()) do
    local column = line:find(text, 1, true)
    if column then
      return vim.api.nvim_win_set_cursor(0, { number, column - 1 })
    end
  end
  error('not in the buffer: ' .. text, 2)
end

--- Names of the buffers with changes that are not on the disk.
function M.unsaved()
  return vim
    .iter(vim.api.nvim_list_bufs())
    :filter(function(bufnr)
      return vim.bo[bufnr].modified
    end)
    :map(vim.api.nvim_buf_get_name)
    :totable()
end

--- Wait until a project has been generated: its record, which comes last, is an unsaved buffer.
function M.generated()
  M.wait('a generated project', function()
    return vim.iter(M.unsaved()):any(function(name)
      return vim.endswith(name, '/.sbd/generated.json')
    end)
  end)
end

--- Wait for the menu of completion and give its words in order.
function M.menu()
  M.wait('the menu', function()
    return vim.fn.pumvisible() == 1
  end)
  return vim.tbl_map(function(item)
    return item.word
  end, vim.fn.complete_info({ 'items' }).items)
end

--- Text of the floating window, once there is one; closes it.
function M.float()
  local window = M.wait('a floating window', function()
    return vim.iter(vim.api.nvim_list_wins()):find(function(w)
      return vim.api.nvim_win_get_config(w).relative ~= ''
    end)
  end)
  local text = table.concat(M.lines(vim.api.nvim_win_get_buf(window)), '\n')
  vim.api.nvim_win_close(window, true)
  return text
end

--- Ask for code actions at the cursor and choose the first whose title contains `title`.
function M.act(title)
  M.wanted = title
  vim.lsp.buf.code_action()
  M.wait('a menu of code actions', function()
    return M.wanted == nil
  end)
  if not M.chosen then
    error(('no action %q in %s'):format(title, vim.inspect(M.choices)), 2)
  end
end

function vim.ui.select(items, options, choose)
  M.choices = vim.tbl_map(options.format_item or tostring, items)
  M.chosen = nil
  local wanted = M.wanted or ''
  M.wanted = nil
  for index, title in ipairs(M.choices) do
    if title:find(wanted, 1, true) then
      M.chosen = title
      return choose(items[index], index)
    end
  end
  choose(nil, nil)
end

function vim.fn.confirm(question)
  table.insert(M.questions, question)
  return 1
end

local notify = vim.notify

function vim.notify(message, level)
  table.insert(M.notices, { level = level or vim.log.levels.INFO, message = message })
  notify(message, level)
end

local function finish(problem)
  local version = vim.version()
  local report = {
    version = ('%d.%d.%d'):format(version.major, version.minor, version.patch),
    passed = M.passed,
    notices = M.notices,
    problem = problem,
  }
  vim.fn.writefile({ vim.json.encode(report) }, vim.env.REPORT)
  vim.cmd('qall!')
end

--- Go on with the coroutine; ends Neovim when it is over.
function M.resume(co)
  local ok, problem = coroutine.resume(co)
  if not ok then
    finish(type(problem) == 'table' and problem or debug.traceback(co, problem))
  elseif coroutine.status(co) == 'dead' then
    finish()
  end
end

function M.main()
  M.workspace = vim.env.WORKSPACE
  local scenario = assert(loadfile(vim.env.SCENARIO))
  M.resume(coroutine.create(function()
    scenario(M)
  end))
end

return M
