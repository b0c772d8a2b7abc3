-- Designs have a filetype of their own, so that servers and plugins for plain YAML leave them alone.
vim.filetype.add({ pattern = { ['.*%.sbd%.ya?ml'] = 'sbd' } })
