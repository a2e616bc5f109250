# Two commands for people: `make demo` and `make test`. Each does its own set-up.
SHELL := /bin/bash
PYTHON ?= python3
SERVE ?= 1
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
ONLY ?=

.PHONY: demo test setup setup-dev setup-spark chromium office lint types unit docs clean bench bundle

demo: setup
	$(BIN)/python -m thanthien demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve,)

test: setup-dev chromium office
	$(MAKE) --no-print-directory lint types unit

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint dbt_project/models dbt_project/tests --config dbt_project/.sqlfluff --processes 0 --disable-progress-bar

types: setup-dev
	$(BIN)/mypy

unit: setup-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ONLY)

docs: setup
	$(BIN)/python -m thanthien docs

bench: setup-dev
	$(BIN)/python -m benchmarks

# One archive with everything, for machines without a network: dist/thanthien-*-offline.zip
bundle: setup
	$(BIN)/python deploy/bundle.py

clean:
	rm -rf $(VENV) data build dist *.egg-info

setup: $(VENV)/.runtime
setup-dev: $(VENV)/.dev

# The second engine, for who outgrows one machine: thanthien build --engine spark
setup-spark: setup
	@if ! command -v java >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null; \
	  else echo "Missing for Spark: sudo apt-get install openjdk-17-jre-headless"; exit 1; fi; fi
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-spark.lock

# A bare Debian has python3 without venv; root may install it, others are told.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed: apt-get install python3"; exit 1; }
	@if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq python3-venv; \
	  else echo "Missing package: sudo apt-get install python3-venv"; exit 1; fi; fi
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	@test -f $(VENV)/.dev || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock requirements-forms.lock pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock -r requirements-forms.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.runtime

# Playwright brings its own node, which a bare Debian lacks a library for.
chromium:
	@missing=; command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="chromium fonts-noto-core"; \
	[ ! -x /sbin/ldconfig ] || /sbin/ldconfig -p | grep -q 'libatomic\.so\.1' || missing="$$missing libatomic1"; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	  else echo "Missing for the browser tests: sudo apt-get install $$missing"; exit 1; fi; fi

# The files and the site as written are tried in the real programs; where these are
# missing and may not be installed, their tests are skipped and say so.
office:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && ! { command -v soffice && command -v nginx && command -v openssl; } >/dev/null; then \
	  apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    libreoffice-calc-nogui libreoffice-writer-nogui libreoffice-draw-nogui nginx openssl >/dev/null || echo "Tests with LibreOffice and nginx are left out."; fi
