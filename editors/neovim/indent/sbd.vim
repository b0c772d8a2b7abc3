" A design is indented as YAML is.
if !exists('b:did_indent')
  runtime! indent/yaml.vim
endif
