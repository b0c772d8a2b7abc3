-- Generating a project from the editor, twice, with work of a person in between.
local t = ...

local function path(name)
  return vim.fs.joinpath(t.workspace, name)
end

local function read(name)
  return table.concat(vim.fn.readfile(path(name), 'b'), '\n')
end

--- Wait until the server has changed buffers other than the design, then write them all.
local function save_all()
  t.wait('generated files', function()
    return vim.iter(vim.api.nvim_list_bufs()):any(function(bufnr)
      return vim.bo[bufnr].modified and vim.bo[bufnr].filetype ~= 'sbd'
    end)
  end)
  vim.cmd.wall()
end

local function handler()
  local found = vim.fn.globpath(t.workspace, 'src/*/handler.py', false, true)
  t.equal(1, #found)
  return found[1]
end

t.attached()

t.check(':SbdGenerate writes a project once all buffers are saved', function()
  vim.cmd.SbdGenerate()
  save_all()
  for _, name in ipairs({ 'template.yaml', 'samconfig.toml', 'README.md' }) do
    t.equal(1, vim.fn.filereadable(path(name)))
  end
  t.contains('Resize:', read('template.yaml'))
  t.contains('def ', table.concat(vim.fn.readfile(handler()), '\n'))
end)

t.check('generating again keeps the handler that a person has changed', function()
  vim.cmd.edit(vim.fn.fnameescape(handler()))
  t.type('Go# written by a person<Esc>')
  vim.cmd.write()
  vim.cmd.edit(path('design.sbd.yaml'))
  t.go('Uploads')
  t.type('oJobs: {type: queue}<Esc>')
  t.go('kind: trigger')
  t.type('o- {from: Jobs, to: Resize}<Esc>')
  vim.cmd.write()
  t.no_findings()
  t.act('Generate SAM project')
  save_all()
  t.contains('Jobs:', read('template.yaml'))
  t.contains('# written by a person', table.concat(vim.fn.readfile(handler()), '\n'))
end)
