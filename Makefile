# Two commands matter: `make demo` and `make test`. Everything they need is set up on the way.
# The first Python that really runs and is new enough (a name on the PATH may be an empty shim).
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$$p"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV_VERSION := $(shell sed -n 's/^uv==\([^ ]*\).*/\1/p' requirements.lock)
UV = $(shell command -v uv || echo $(BIN)/uv)
DEMO_ARGS ?=
# uv brings its own list of certificate authorities, and a company's isn't in it: the system's list counts where there is one.
CERTIFICATES := $(firstword $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem))
UV_SYSTEM_CERTS ?= $(if $(CERTIFICATES),true,false)
export UV_SYSTEM_CERTS

.PHONY: help setup demo test check format lock bench mutation browser screenshots clean

help: ## Show this list.
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

setup: $(READY) ## Create .venv from requirements.lock.

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Labelbot needs Python 3.11 or newer, and none was found. Name one: make PYTHON=/path/to/python3.12"; exit 1; }
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV) \
	  || { echo "Python's venv module is missing. Install it with: sudo apt-get install python3-venv"; exit 1; }
	@command -v uv >/dev/null || test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --require-hashes --compile-bytecode -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY) ## Start a local workspace with Labelbot in it.
	@$(BIN)/labelbot demo $(DEMO_ARGS)

check: $(READY) ## Format, lint, walls, types, unit tests: about a minute.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -m "not slow" -n 2 --dist worksteal tests

test: browser check ## Everything, in the order of cheapest first.
	$(BIN)/python -m pytest -m slow -n 3 --dist worksteal tests

browser: $(READY)
	@tests/find_chromium.sh
	@tests/find_firefox.sh

format: $(READY) ## Write what `make check` would ask for.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY) ## Run all benchmarks and renew docs/benchmarks.md.
	$(BIN)/python -m benchmarks all --write docs/benchmarks.md

mutation: $(READY) ## Plant mistakes in domain/ and count those its tests notice: a minute.
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-mutation.lock
	rm -rf mutants
	$(BIN)/mutmut run
	$(BIN)/mutmut results
	$(BIN)/mutmut export-cicd-stats
	@$(BIN)/python -m tests.mutation_score

screenshots: $(READY) browser ## Renew the pictures in the README.
	$(BIN)/python -m docs.take_screenshots

LOCK = $(UV) pip compile --universal --generate-hashes --upgrade --quiet --python-version 3.11 \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: $(READY) ## Renew requirements.lock and requirements-mutation.lock. They name no registry.
	$(LOCK) --extra demo --extra buckets --group dev pyproject.toml -o requirements.lock
	$(LOCK) --group mutation -c requirements.lock -o requirements-mutation.lock

clean: ## Remove what setup and tests made.
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage mutants
