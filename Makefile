# The commands of this repository. The work is in tools/; each target is safe to repeat and prepares what it needs.

PYTHON ?= python3
PORT ?= 8080
VENV := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup venv run demo test check bench pictures format lock

help: ## list these targets
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 16

setup: ## prepare everything that `make run` needs
	@$(PYTHON) tools/setup.py run

venv: ## prepare .venv with the development packages, nothing of the web
	@$(PYTHON) tools/setup.py python

run: setup ## serve on http://127.0.0.1:8080 with data in ./data (PORT= and WAXPOST_DATA_DIR= change it)
	@WAXPOST_DATA_DIR="$${WAXPOST_DATA_DIR:-./data}" WAXPOST_PORT="$(PORT)" exec $(VENV)/python -m waxpost_server serve

demo: setup ## serve a sample organisation with messages in it, from its own data folder
	@WAXPOST_PORT="$(PORT)" exec $(VENV)/python -m tools.demo

test: ## run every test of both languages
	@$(PYTHON) tools/setup.py test
	@$(VENV)/python -m tools.run_tests

check: ## formats, lint, strict types, import rules, sizes, and the rules' own tests, for both languages
	@$(PYTHON) tools/setup.py check
	@$(VENV)/python -m tools.run_checks

bench: ## measure a seeded server and its peers; takes long (BENCH="--parts server,synapse" chooses)
	@$(PYTHON) tools/setup.py test
	@$(VENV)/python -m bench $(BENCH)

pictures: ## take the screenshots of the documentation anew, of `make demo` as it runs
	@$(PYTHON) tools/setup.py test
	@$(VENV)/python -m web.e2e.pictures

format: ## rewrite the sources in the house format
	@$(PYTHON) tools/setup.py check
	@$(VENV)/ruff check --fix-only --quiet .
	@$(VENV)/ruff format .
	@npm --prefix web run --silent format

lock: ## resolve requirements/*.in and tools/package.json again (needs uv)
	@tools/lock.sh
