# Repbook needs Python 3.11 or later and make; everything else comes from the locks, into .venv.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv --quiet
COMPILE := $(UV) pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate $(UPGRADE)
SYNC := $(UV) pip sync --require-hashes --compile-bytecode --python $(BIN)/python requirements-build.lock
EDITABLE := $(UV) pip install --no-deps --no-build-isolation --python $(BIN)/python --editable .
TOOLS := .venv/.tools
RUNTIME := .venv/.runtime
DEV := .venv/.dev

.DEFAULT_GOAL := help
.PHONY: help run test check bench lock clean

help: ## list what make can do here
	@sed -n 's/^\([a-z]*\):.*## \(.*\)$$/  make \1|\2/p' Makefile | while IFS='|' read -r name says; do \
		printf '%-14s %s\n' "$$name" "$$says"; done

run: $(RUNTIME) ## try Repbook here, with a sample practice and nothing to set up
	@$(BIN)/repbook serve --sample

test: check ## check the code, then run every test
	$(BIN)/python -m pytest -n 2

check: $(DEV) ## lint, formatting, types and the rule of who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(DEV) ## measure the speed of what users wait for
	$(BIN)/python -m tests.bench

lock: $(TOOLS) ## renew the locks from pyproject.toml (UPGRADE=--upgrade for newer versions)
	$(COMPILE) --group build --output-file requirements-build.lock
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove the environment and all caches, never the data
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist *.egg-info
	find bot core handlers storage tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps. Installing speaks on stderr and leaves stdin to the program.
$(TOOLS): requirements-build.lock
	@{ $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Repbook needs Python 3.11 or later: make PYTHON=python3.12 ...")' && \
	echo 'Making .venv (once) ...' && \
	$(PYTHON) -m venv --clear .venv && \
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements-build.lock && \
	touch $@; } </dev/null >&2

$(RUNTIME): $(TOOLS) requirements.lock pyproject.toml
	@{ $(SYNC) requirements.lock && $(EDITABLE) && touch $@; } </dev/null >&2

$(DEV): $(RUNTIME) requirements-dev.lock
	@{ $(SYNC) requirements-dev.lock && $(EDITABLE) && touch $@; } </dev/null >&2
