# `make` alone lists the verbs. Each one sets up first whatever is missing or out of date.

SHELL := /bin/bash
.DEFAULT_GOAL := help
export PORT ?= 8000
# Without compiled modules every process of `make run` and of the stories starts three times slower.
unexport PYTHONDONTWRITEBYTECODE

PACKAGES := .venv/.installed
FRONT_END := bot/web/static/vendor/.installed
BROWSER := .venv/.chromium
IN_VENV := PATH="$(CURDIR)/.venv/bin:$$PATH"
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make requirements" .venv/bin/uv pip compile --quiet --python-version 3.11 --no-emit-index-url --no-emit-find-links

.PHONY: help setup run test sure format bench evaluate requirements clean chromium

help:  ## Lists the verbs.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-14s%s\n", $$1, $$2 }' Makefile

setup: $(PACKAGES) $(FRONT_END) $(BROWSER)  ## Makes .venv, fetches the front-end libraries and finds a browser for the tests.

run: $(PACKAGES) $(FRONT_END)  ## Starts web, worker and simulator with a demo municipality on http://127.0.0.1:8000 (PORT= to change).
	@$(IN_VENV) python -m bot.demo

test: setup  ## Runs every test on all cores (ARGS="tests/nlp -k places" for some).
	$(IN_VENV) pytest -n logical --dist worksteal $(ARGS)

sure: setup  ## Checks format, lint and types, then runs every test.
	$(IN_VENV) ruff format --check .
	$(IN_VENV) ruff check .
	$(IN_VENV) mypy
	@$(MAKE) --no-print-directory test

format: $(PACKAGES)  ## Formats the code and mends what lint can.
	$(IN_VENV) ruff format .
	$(IN_VENV) ruff check --fix .

bench: $(PACKAGES) $(FRONT_END)  ## Measures speed and size and prints a table.
	@$(IN_VENV) python -m bench

evaluate: $(PACKAGES)  ## Measures how well the model understands texts (REPORTS=folder with the public reports).
	@$(IN_VENV) python -m nlp.training evaluate $(REPORTS)

requirements: $(PACKAGES)  ## Compiles the pinned requirements (UPGRADE=--upgrade for the newest versions).
	$(COMPILE) $(UPGRADE) -o requirements.txt requirements.in
	$(COMPILE) $(UPGRADE) -o requirements-dev.txt requirements-dev.in

chromium: $(PACKAGES)  ## Looks again for a browser for the tests, and installs one where there is none.
	@.venv/bin/python scripts/chromium.py

clean:  ## Removes all that set-up and the tests made; keeps your data in var/.
	rm -rf .venv node_modules bot/web/static/vendor var/playwright var/test-postgres*
	rm -rf .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PACKAGES): requirements.txt requirements-dev.txt scripts/python.sh
	@scripts/python.sh
	@touch $@

$(FRONT_END): package.json package-lock.json .npmrc scripts/front_end.py scripts/icons.txt | $(PACKAGES)
	@.venv/bin/python scripts/front_end.py
	@touch $@

# Once tried, not again at each `make test`: a machine without one would wait for the network every time.
$(BROWSER): scripts/chromium.py | $(PACKAGES)
	@.venv/bin/python scripts/chromium.py
	@touch $@
