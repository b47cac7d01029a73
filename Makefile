# Everything that a trainer or a developer does here, by name. GNU make, Linux and macOS;
# README.md says how to work on Windows without it.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST_ARGS ?=

# Browser tests run in this browser; empty means the one that Playwright keeps for itself.
ifndef CHROMIUM
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
endif
export CHROMIUM

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help site serve check test lint format bench golden setup browser lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: .venv/run.stamp ## build the site into site/
	@$(BIN)/lophoc build
	@echo "The site is ready. Open $(CURDIR)/site/index.html, or put the folder site/ on any web server."

serve: .venv/run.stamp ## show the site at a local address while you write
	@$(BIN)/lophoc serve

check: .venv/run.stamp ## look for mistakes in courses, quizzes and translations
	@$(BIN)/lophoc check
	@if $(BIN)/lophoc translate --help >/dev/null 2>&1; then $(BIN)/lophoc translate --check; fi

test: lint check browser ## run every check and every test
	@if test -z "$(CHROMIUM)" && grep -q missing .venv/chromium.stamp; then \
		echo "BROWSER TESTS ARE SKIPPED: there is no Chromium here and Playwright could not bring one."; \
		echo "Install chromium with your system's package manager, or run: make browser"; \
		$(BIN)/pytest -m "not browser" $(PYTEST_ARGS); \
	else \
		$(BIN)/pytest $(PYTEST_ARGS); \
	fi

lint: .venv/dev.stamp ## check style, format and types of the Python code
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

format: .venv/dev.stamp ## format the Python code and mend what can be mended by itself
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: .venv/dev.stamp ## ratios of our builds to those of plain MkDocs on the same text
	@$(BIN)/python -m tests.bench $(BENCH_ARGS)

golden: .venv/dev.stamp ## write the golden files of the tests again; read the difference afterwards
	@GOLDEN=write $(BIN)/pytest --quiet $(PYTEST_ARGS)
	@git status --short tests

setup: .venv/dev.stamp ## only set up .venv for development

# Asked for by name, it tries again; `test` remembers how the first try ended.
browser: $(if $(CHROMIUM),,.venv/chromium.stamp) ## make Chromium available for the browser tests

lock: ## choose the versions in requirements/ again (newer ones: make lock UPGRADE=--upgrade)
	@test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && \
		.venv-lock/bin/python -m pip --disable-pip-version-check --quiet install 'uv>=0.13,<0.14'; }
	@$(LOCK) --group build --output-file requirements/run.txt
	@$(LOCK) --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
	@! grep -nE '^-|[a-z]+://' requirements/*.txt # a lock names packages and hashes, never a place
LOCK = .venv-lock/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock" $(UPGRADE)

clean: ## remove what was built; to start over, delete .venv as well
	rm -rf site .lophoc build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find generator tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/run.stamp: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed. Name it, for example: make PYTHON=python3.12 site" >&2; exit 1; }
	@echo "Setting up .venv (once, needs the network)…"
	@$(PYTHON) -m venv .venv || \
		{ echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

.venv/chromium.stamp: .venv/dev.stamp $(if $(filter browser,$(MAKECMDGOALS)),again)
	@echo "Looking for a browser…"
	@if $(BIN)/playwright install chromium >.venv/playwright.log 2>&1; then \
		echo found >$@; \
	elif test -n "$(CI)"; then \
		echo "No Chromium, so the browser tests cannot run, and in CI they must. See .venv/playwright.log" >&2; exit 1; \
	else \
		echo missing >$@; \
	fi

.PHONY: again
again:
