# `make demo` runs the main job, `make test` the tests; both install what they need into .venv first.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
TEST_WORKERS ?= 2

.PHONY: help demo test test-all lint format derived clean

help:  ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: .venv/installed-demo  ## articles → corpus → baseline → a local Label Studio (NO_STUDIO=1 ends before the server)
	$(BIN)/standoff articles check seeds
	$(BIN)/standoff labels check
	$(BIN)/standoff build
	$(BIN)/standoff verify corpus
	$(BIN)/python scripts/load_corpus.py
	$(BIN)/standoff train
ifndef NO_STUDIO
	$(BIN)/standoff studio up
	$(BIN)/standoff studio push
	$(BIN)/standoff studio up --show-password
endif

test: .venv/installed-dev .venv-plain/installed .venv-datasets-2.21/installed chromium lint  ## format, lint, types, layers and all tests with coverage
	$(BIN)/python -m pytest --numprocesses $(TEST_WORKERS) --dist loadgroup --cov --cov-report=term

# `datasets` between the oldest and the newest that a corpus is read with.
test-all: export TEST_ALL = 1
test-all: .venv-datasets-3.6/installed .venv-datasets-4.0/installed .venv-datasets-4.8/installed test  ## the tests, with more versions of datasets

lint: .venv/installed-dev .venv-plain/installed  ## format, lint, types, layers, citation file
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports
	.venv-plain/bin/cffconvert --validate

format: .venv/installed-dev  ## mend format and imports
	$(BIN)/ruff check --fix --quiet
	$(BIN)/ruff format --quiet

derived: .venv/installed-demo  ## write what is derived: guidelines, interface, command-line reference
	$(BIN)/standoff scheme guidelines --output labels/guidelines.md
	$(BIN)/standoff scheme interface --output labels/interface.xml
	$(BIN)/python -m standoff.cli.reference > docs/cli.md

clean:  ## remove what make has installed here, and the local server with its data
	-$(BIN)/standoff studio down
	rm -rf .venv .venv-plain .venv-datasets-* .standoff .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "standoff needs Python 3.11 or newer; name one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv

.venv/installed-demo: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing standoff and what it needs into .venv (a minute or two) ..."
	$(PIP) --editable '.[studio,baseline]'
	@touch $@

.venv/installed-dev: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing standoff and what its tests need into .venv (a minute or two) ..."
	$(PIP) --editable '.[studio,baseline,dev]'
	@touch $@ .venv/installed-demo

# A second environment without standoff: what somebody has who only loads the dataset.
.venv-plain/installed: constraints.txt tests/loaders/constraints-mlcroissant.txt
	$(PYTHON) -m venv .venv-plain
	.venv-plain/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt datasets
	.venv-plain/bin/python -m pip install --quiet --disable-pip-version-check cffconvert==2.0.0
	.venv-plain/bin/python -m pip install --quiet --disable-pip-version-check \
		--constraint tests/loaders/constraints-mlcroissant.txt mlcroissant
	@touch $@

.venv-datasets-%/installed: tests/loaders/constraints-%.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --constraint $< datasets
	@touch $@

# The browser tests drive Debian's Chromium. Where it cannot be installed, they say so at the end of the test run.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& echo "Installing Chromium ..." && apt-get -qq update && apt-get -qq install --yes chromium >/dev/null; } \
		|| echo "Chromium is not installed and cannot be installed here: the browser tests will be skipped"
