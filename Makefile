# Azimut. Two commands do all set-up: `make serve` and `make test`.

PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .uv/bin/uv
RUN := .venv/bin/
PACKAGES := bot channels desk actions service nlu knowledge store tests bench

TWO_AT_ONCE := -n 2 --dist loadfile
# A browser that did not answer in time on a crowded machine is asked once more (shown as R).
ONCE_MORE := --reruns 1 --only-rerun 'playwright.*TimeoutError' --only-rerun 'Locator expected'

.PHONY: serve test check format lint types layers test-faults test-faults-short bench train install audit clean help

help:  ## what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

serve: install  ## install, train if needed, serve on http://127.0.0.1:8080
	$(RUN)azimut serve

test: install  ## install and run the tests
	$(RUN)python -m tests.support.trained
	$(RUN)python -m pytest -m "not faults" --ignore tests/faults $(TWO_AT_ONCE) $(ONCE_MORE)

test-faults: install  ## the long tests: kills, outages, many processes
	$(RUN)python -m pytest -m faults --timeout 1800

test-faults-short: install  ## three minutes of the same, as CI runs them
	AZIMUT_TEST_FAULTS=short $(RUN)python -m pytest -m faults tests/faults --timeout 600

check: install lint types layers test  ## format, lint, types, floors, articles, tests

format: install  ## lay out the code
	$(RUN)ruff format $(PACKAGES)
	$(RUN)ruff check --fix $(PACKAGES)

lint: install
	$(RUN)ruff format --check $(PACKAGES)
	$(RUN)ruff check $(PACKAGES)
	$(RUN)azimut knowledge check
	$(UV) tool run --from check-jsonschema==0.33.3 check-jsonschema --builtin-schema vendor.compose-spec deploy/compose/compose.yml
	$(UV) tool run --from kubernetes-validate==1.33.1 kubernetes-validate --strict --quiet deploy/kubernetes/*.yml

types: install
	$(RUN)mypy

layers: install
	$(RUN)lint-imports

train: install  ## train the understanding
	$(RUN)azimut train

bench: install  ## speed beside a stock Rasa project, some twenty minutes (docs/performance.md)
	$(UV) sync --frozen --group bench
	$(RUN)python -W ignore -m bench.speed

audit: install  ## known weaknesses of the libraries (asks api.osv.dev)
	@$(RUN)python -c "import requests; requests.head('https://api.osv.dev', timeout=20)" 2>/dev/null \
		|| { echo "audit: api.osv.dev cannot be reached from here: nothing was checked" >&2; exit 1; }
	$(UV) tool run pip-audit --vulnerability-service osv --path .venv/lib/python3.10/site-packages

install: .venv/.installed

.venv/.installed: uv.lock pyproject.toml .python-version | $(UV)
	@echo "installing (1.9 GB; about a minute)"
	$(UV) sync --frozen
	@touch $@

$(UV):
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

clean:  ## what was made, but not the data
	rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .rasa
