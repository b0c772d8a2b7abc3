-- Generating again after the design has changed, from the menu of code actions.
local t = ...

t.attached()

t.check('a new node and a new edge reach the project', function()
  t.go('Uploads')
  t.type('oJobs: {type: queue}<Esc>')
  t.go('kind: trigger')
  t.type('o- {from: Jobs, to: Resize}<Esc>')
  t.type(':write<CR>')
  t.no_findings()
  t.act('Generate SAM project')
  t.generated()
  t.type(':wall<CR>')
  t.wait('the files to be saved', function()
    return #t.unsaved() == 0
  end)
end)

t.check('nothing was asked meanwhile', function()
  t.equal({}, t.questions)
end)
