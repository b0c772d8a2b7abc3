-- Typing into a design: findings, completion, hover and quick fixes.
local t = ...

t.check('a design has its own filetype and the options of YAML', function()
  t.equal('sbd', vim.bo.filetype)
  t.equal('# %s', vim.bo.commentstring)
  t.equal({ true, 2, 2 }, { vim.bo.expandtab, vim.bo.shiftwidth, vim.bo.softtabstop })
  t.contains('YAML', vim.bo.indentexpr)
end)

t.check('a design is coloured as YAML', function()
  t.go('nodes:')
  local here = vim.api.nvim_win_get_cursor(0)
  local group = vim.fn.synIDattr(vim.fn.synID(here[1], here[2] + 1, 1), 'name')
  t.equal('yamlBlockMappingKey', group)
  t.equal('yaml', vim.treesitter.language.get_lang('sbd'))
end)

t.check('the server attaches, for the folder of the design, and no other does', function()
  local client = t.attached()
  t.equal(1, #vim.lsp.get_clients({ bufnr = 0 }))
  t.equal(t.workspace, client.root_dir or client.config.root_dir)
end)

t.check('a wrong type is underlined as it is typed', function()
  t.go('Uploads')
  t.type('oExtra:<CR>type: buckt<Esc>')
  t.equal('    type: buckt', vim.api.nvim_get_current_line())
  local finding = t.wait('a finding under buckt', function()
    return vim.iter(vim.diagnostic.get(0)):find(function(d)
      return t.underlined(d) == 'buckt'
    end)
  end)
  t.equal(vim.diagnostic.severity.ERROR, finding.severity)
  t.contains('bucket', finding.message)
  t.equal('string', type(finding.code))
end)

t.check('the finding goes when the type is put right', function()
  t.type('bcwbucket<Esc>')
  t.wait('the finding to go', function()
    return not vim.iter(vim.diagnostic.get(0)):any(function(d)
      return d.severity == vim.diagnostic.severity.ERROR
    end)
  end)
  t.type('kdd')
  t.type('dd')
  t.no_findings()
end)

t.check('the finding after an emoji underlines the right bytes', function()
  t.go('{type: bucket}')
  t.type('ci{description: "😀 é 😀", type: buckt<Esc>')
  t.equal('  Uploads: {description: "😀 é 😀", type: buckt}', vim.api.nvim_get_current_line())
  t.finding('buckt')
end)

t.check('the quick fix changes the right word and the finding goes', function()
  t.go('buckt')
  t.act('bucket')
  t.wait('the line to change', function()
    return vim.api.nvim_get_current_line() == '  Uploads: {description: "😀 é 😀", type: bucket}'
  end)
  t.no_findings()
end)

t.check('the finding follows an edit made by a plugin', function()
  t.go('bucket}')
  local here = vim.api.nvim_win_get_cursor(0)
  vim.api.nvim_buf_set_text(0, here[1] - 1, here[2], here[1] - 1, here[2] + 6, { 'nothing' })
  t.finding('nothing')
  vim.cmd.undo()
  t.no_findings()
end)

t.check('completion offers the service types and inserts the one chosen', function()
  t.go('Uploads')
  t.type('oJobs:<CR>type: <C-x><C-o>')
  t.wait('the menu', function()
    return vim.fn.pumvisible() == 1
  end)
  local words = vim.tbl_map(function(item)
    return item.word
  end, vim.fn.complete_info({ 'items' }).items)
  for _, word in ipairs({ 'bucket', 'function', 'queue', 'stateMachine' }) do
    t.equal(true, vim.tbl_contains(words, word))
  end
  t.type('queu<C-y><Esc>')
  t.equal('    type: queue', vim.api.nvim_get_current_line())
end)

t.check('completion offers the ids that an edge can reach', function()
  t.go('kind: trigger')
  t.type('o- {from: Jobs, to: <C-x><C-o>')
  t.wait('the menu', function()
    return vim.fn.pumvisible() == 1
  end)
  t.equal('Resize', vim.fn.complete_info({ 'items' }).items[1].word)
  t.type('<C-y>}<Esc>')
  t.equal('  - {from: Jobs, to: Resize}', vim.api.nvim_get_current_line())
  t.no_findings()
end)

t.check('completion offers nodes behind `!GetAtt` and then their attributes', function()
  t.go('type: function')
  t.type('oenvironment: {QUEUE: !GetAtt J<C-x><C-o>')
  t.wait('the menu of nodes', function()
    return vim.fn.pumvisible() == 1
  end)
  t.equal('Jobs', vim.fn.complete_info({ 'items' }).items[1].word)
  t.type('<C-y>.<C-x><C-o>')
  t.wait('the menu of attributes', function()
    return vim.fn.pumvisible() == 1
  end)
  t.equal('Arn', vim.fn.complete_info({ 'items' }).items[1].word)
  t.type('<C-y>}<Esc>')
  t.equal('    environment: {QUEUE: !GetAtt Jobs.Arn}', vim.api.nvim_get_current_line())
  t.no_findings()
end)

t.check('a reference to nothing is underlined, and its quick fix mends it', function()
  t.go('Jobs.Arn')
  t.type('cwJosb<Esc>')
  t.finding('Josb')
  t.act('Jobs')
  t.wait('the line to change', function()
    return vim.api.nvim_get_current_line() == '    environment: {QUEUE: !GetAtt Jobs.Arn}'
  end)
  t.no_findings()
  t.type('dd')
end)

t.check('hover tells what a type is', function()
  t.go('queue')
  t.type('K')
  t.contains('SQS', t.float())
end)

if vim.lsp.completion then
  t.check('completion opens by itself while a type is typed', function()
    t.go('Uploads')
    t.type('oNews:<CR>type: ')
    t.wait('the menu', function()
      return vim.fn.pumvisible() == 1
    end)
    t.type('topi<C-y><Esc>')
    t.equal('    type: topic', vim.api.nvim_get_current_line())
  end)
end
