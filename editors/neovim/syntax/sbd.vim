" A design is coloured as YAML is, unless tree-sitter does it.
if exists('b:current_syntax')
  finish
endif
runtime! syntax/yaml.vim
let b:current_syntax = 'sbd'
