# Everything a developer types: setup, run, test, check, proof, lock, bench. `run` and `test` set up what they need.

# A distribution's own Python comes first where it can make an environment: it is built with optimisations by profile,
# and everything runs a sixth faster than on one compiled without.
PY ?= $(shell for each in /usr/bin/python3.11 python3.11 python3; do \
  $$each -c 'import ensurepip' 2>/dev/null && command -v $$each && exit; done; command -v python3.11 || command -v python3)
BIN = .venv/bin
ARGS ?=
CHECKS = types architecture contracts templates format lint
# Compiled modules are kept, whatever the shell says: every process of a run and of a test starts seconds sooner.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run test check proof lock bench clean $(CHECKS:%=check-%)
help:
	@echo "make run    start everything with demo data (ARGS=--national, ARGS='--port 9000', ARGS=--reset)"
	@echo "make test   every check and the whole test suite, on SQLite and on PostgreSQL"
	@echo "make check  format, lint, types, import contracts, templates, architecture"
	@echo "make proof  the test suite with its long tests in full size"
	@echo "make bench  print the measured figures of benchmarks/"
	@echo "make lock   write the requirements*.lock files again (needs uv)"

setup: .venv/.dev

run: .venv/.runtime
	@$(BIN)/lertrat demo $(ARGS)

test: check
	@$(BIN)/python -m tests.suite

proof: check
	@$(BIN)/python -m tests.suite --proof

# Side by side: types and architecture take longest, and neither uses two cores.
check: .venv/.dev
	@$(MAKE) --no-print-directory -j2 $(CHECKS:%=check-%)

check-types:
	@echo "check: types" && $(BIN)/mypy
check-architecture:
	@echo "check: architecture" && $(BIN)/python -m pytest -q tests/architecture
check-contracts:
	@echo "check: import contracts" && $(BIN)/lint-imports --no-logo
check-templates:
	@echo "check: templates" && $(BIN)/djlint app/templates --lint --quiet
check-format:
	@echo "check: format" && $(BIN)/ruff format --check --quiet .
check-lint:
	@echo "check: lint" && $(BIN)/ruff check --quiet .

bench: .venv/.dev
	@for figure in benchmarks/*.py; do echo "bench: $$figure" && $(BIN)/python $$figure || exit 1; done

# The hashes come with the names; no file of ours says which registry served them.
LOCK = uv pip compile --quiet pyproject.toml --generate-hashes --universal --python-version 3.11 --no-header --no-annotate
lock:
	$(LOCK) --group build --output-file requirements.lock $(ARGS)
	$(LOCK) --group build --extra s3 --constraint requirements.lock --output-file requirements-s3.lock $(ARGS)
	$(LOCK) --group dev --extra s3 --constraint requirements-s3.lock --output-file requirements-dev.lock $(ARGS)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis

.venv/bin/python:
	@test -n "$(PY)" || { echo "Lertrat needs Python 3.11 or newer; no python3 was found"; exit 1; }
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Lertrat needs Python 3.11 or newer; $(PY) is older (make PY=/path/to/python3.11)"; exit 1; }
	@echo "setup: creating .venv with $(PY)"
	@$(PY) -m venv .venv

# $(1) is the lock file: uv installs it in seconds where it is present, pip in about a minute everywhere else.
define install
	@echo "setup: installing $$(grep -c '^[a-z]' $(1)) packages of $(1)"
	@if command -v uv >/dev/null 2>&1; then \
	  uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r $(1) && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	  $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --require-hashes -r $(1) && \
	  $(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .; \
	fi
	@touch $@
endef

.venv/.runtime: .venv/bin/python requirements.lock pyproject.toml
	$(call install,requirements.lock)

.venv/.dev: .venv/bin/python requirements-dev.lock pyproject.toml
	$(call install,requirements-dev.lock)
	@touch .venv/.runtime
