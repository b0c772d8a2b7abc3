"""The command line: data on standard output, talk on standard error.

Each command is a module with `add_arguments(parser)` and `run(arguments)`, which gives the exit
status; `main.py` lists them and imports the one that is asked for. Imports every layer below;
invariant: `check` needs neither pygls nor a YAML library.
"""
