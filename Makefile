# PYTHON is only used to make the virtual environment; everything else runs in it.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
INSTALLED = $(VENV)/.installed
# What npm calls python3 is that of the virtual environment: the system's may lack pip.
OUR_PYTHON = PATH="$(abspath $(BIN)):$$PATH"

.DEFAULT_GOAL = help

help:  ## What can be made
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(INSTALLED): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(INSTALLED)

install: $(INSTALLED)  ## A virtual environment with everything

demo: $(INSTALLED)  ## Types a design into the real server and generates its project
	$(BIN)/python -m tests.demo

test: $(INSTALLED) test-python test-vscode  ## Every test

test-python: $(INSTALLED) check
	$(BIN)/python -m pytest -n 2 -q

test-vscode: $(INSTALLED) editors/vscode/node_modules
	cd editors/vscode && $(OUR_PYTHON) npm test
	cd editors/vscode && $(OUR_PYTHON) npm run package

vscode: $(INSTALLED) editors/vscode/node_modules  ## The VS Code extension, as one VSIX with the server in it
	cd editors/vscode && $(OUR_PYTHON) npm run package

vscode-e2e: vscode  ## Drives the extension in a real VS Code, in a headless browser
	cd editors/vscode && $(OUR_PYTHON) npm run test:e2e

editors/vscode/node_modules: editors/vscode/package-lock.json
	cd editors/vscode && npm ci --no-audit --no-fund
	touch $@

check: $(INSTALLED)  ## Style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

generate: $(INSTALLED)  ## Writes what is generated from the catalogue and the rules
	$(BIN)/python -m tests.generated --write

bench: $(INSTALLED)  ## Measures and writes benchmarks/README.md
	$(BIN)/python -m benchmarks.run

replay: $(INSTALLED)  ## Types the examples key by key into two servers and counts what they say
	$(BIN)/python -m benchmarks.replay

replay-today: $(INSTALLED)  ## The same for this server alone, with other made-up designs and lines each day
	$(BIN)/python -m benchmarks.replay --dry --servers sbd-lsp --seed $$(date +%Y%m%d)

clean:  ## Removes what the other commands made
	rm -rf $(VENV) .cache build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

fuzz: $(INSTALLED)  ## A long fuzz of the wire: a million edits
	$(BIN)/python -m benchmarks.fuzz --edits 1000000 --keep --write

.PHONY: help install demo test test-python test-vscode vscode vscode-e2e fuzz check generate bench replay replay-today clean
