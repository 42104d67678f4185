# Two commands matter: `make demo` and `make test`. Everything they make lies in .venv/ and var/, which git ignores.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
VAR := $(CURDIR)/var
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# The newest interpreter that is there *and runs*: a pyenv shim may exist and fail.
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 \
	$$(ls -d $${PYENV_ROOT:-$$HOME/.pyenv}/versions/3.1[234].*/bin/python 2>/dev/null | sort -rV) python3.11 python3; do \
	"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { command -v "$$p" || echo "$$p"; break; }; done)

.PHONY: help demo serve test check lint types contracts tests coverage soak bench docs tour lock clean
.DEFAULT_GOAL := help

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (3.12 or newer for road distances). Install it, then run this again." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.version_info >= (3, 12) or print("Python 3.11: distances will be estimated; road graphs want 3.12 or newer.")'
	"$(PYTHON)" -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[postgres,einvoice]'
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev
	@touch $@

demo: $(VENV)/.installed ## Fill the sandbox company, plan its next working day, write the print pack and the map
	@DISPATCH_DATABASE_URL=sqlite:///$(VAR)/demo/dispatch.db $(BIN)/dispatch demo --out $(VAR)/demo

serve: $(VENV)/.installed ## Open the console on the sandbox company
	@DISPATCH_DATABASE_URL=sqlite:///$(VAR)/demo/dispatch.db $(BIN)/dispatch serve

test: check .ci/browser tests ## Everything that CI runs

check: lint types contracts ## Style, types, import contracts

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

.PHONY: .ci/browser
.ci/browser:
	@sh .ci/browser

tests: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

soak: $(VENV)/.dev .ci/browser ## Random requests, kills, plans and edits, many times more of each, about half an hour (SOAK=10)
	SOAK=$(or $(SOAK),10) $(BIN)/python -m pytest -n 2 --dist load -m soak

coverage: $(VENV)/.dev ## Tests with coverage of lines
	COVERAGE_CORE=sysmon $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=term --cov-report=html

bench: $(VENV)/.dev ## Measure the solver beside its peers, about 30 minutes; writes docs/benchmarks.md (BENCH="--time 60")
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group bench
	$(BIN)/python -m bench $(BENCH)

tour: $(VENV)/.dev ## Draw the pictures of docs/tour.md anew, about two minutes
	$(BIN)/python scripts/tour_pictures.py

docs: $(VENV)/.dev ## Build the documentation site
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group docs
	$(BIN)/mkdocs build --strict

lock: $(BIN)/python ## Renew constraints.txt
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url --all-extras --group dev --group docs --group bench pyproject.toml --output-file constraints.txt

clean: ## Remove what the demo made
	rm -rf $(VAR)
