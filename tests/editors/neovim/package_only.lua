-- The server is only there as a package of python3, and the folder being edited has a namesake.
local t = ...

t.check('the server is started from the installed package', function()
  t.attached()
  t.go('bucket')
  t.type('cwbuckt<Esc>')
  t.finding('buckt')
end)

t.check('code in the folder being edited is not run', function()
  t.equal(0, vim.fn.filereadable(vim.fs.joinpath(t.workspace, 'was-run')))
end)
