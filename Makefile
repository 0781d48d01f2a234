# Samenspel. `make help` lists what there is. Needs: python 3.11 or newer, make. Everything else comes along.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help start build test lint unit postgresql mutants bench scale soak wheel pictures web-test types requirements new-instrument clean fuzz audit

PYTHON ?= python3
DEMO ?= 1
HOST ?= 127.0.0.1
PORT ?= 8000
SAMENSPEL_DATA ?= $(CURDIR)/data
export SAMENSPEL_DATA
export SAMENSPEL_HOST := $(HOST)
export SAMENSPEL_PORT := $(PORT)

BIN := .venv/bin
# Files of tests beside each other, one more than there are cores and four at most; a file stays together, because it
# shares its servers, and the longest begin first (tests/longest.py). Browsers come by themselves afterwards: their
# library keeps an event loop running in its process.
BESIDE := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
# Node comes from the wheel in .venv: the system's own may be too old.
NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
INSTALL := $(PIP) install --require-hashes -r
WEB_SOURCES := $(shell find web samenspel/instruments -type f -not -name '*.py' -not -name '*.pyc' 2>/dev/null | grep -E '^web/|/web/')

help: ## Deze lijst
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24
	@echo "  make start DEMO=0       zonder demobijeenkomst; ook HOST=, PORT= en SAMENSPEL_DATA="

start: build ## Samenspel starten op de voorgrond, met een demobijeenkomst
	@exec $(BIN)/samenspel serve $(if $(filter-out 0,$(DEMO)),--demo)

build: .venv/.installed samenspel/project/static/web/.built ## Alles installeren en de schermen bouwen

.venv/.installed: requirements/build.txt pyproject.toml
	@test -x $(BIN)/python || { echo "Python-omgeving maken in .venv"; $(PYTHON) -m venv .venv; }
	@echo "Python-pakketten installeren"
	@$(INSTALL) requirements/build.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.test-installed: requirements/test.txt .venv/.installed
	@echo "Pakketten voor de tests installeren"
	@$(INSTALL) requirements/test.txt
	@touch $@

node_modules/.installed: package.json package-lock.json .npmrc .venv/.installed
	@echo "Pakketten voor de schermen installeren"
	@$(NODE) npm ci --loglevel=error
	@touch $@

samenspel/project/static/web/.built: node_modules/.installed vite.config.ts svelte.config.js tsconfig.json $(WEB_SOURCES)
	@echo "Schermen bouwen"
	@$(NODE) npx --no-install vite build --logLevel warn
	@$(BIN)/python -m servestatic.compress -q --no-zstd samenspel/project/static/web
	@touch $@

test: build .venv/.test-installed ## Alle controles en tests
	@requirements/ensure_chromium
	@requirements/ensure_services
	$(MAKE) --no-print-directory -j 2 $(filter --output-sync,$(addprefix --,$(.FEATURES))) lint web-test
	$(MAKE) --no-print-directory unit postgresql

lint: build .venv/.test-installed ## Opmaak, typen, pijlen tussen de delen, beveiliging
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -r samenspel -ll -c pyproject.toml

web-test: build ## Typen en tests van de schermen
	$(NODE) npx --no-install svelte-check --tsconfig ./tsconfig.json --fail-on-warnings --output human
	$(NODE) npx --no-install vitest run

unit: build .venv/.test-installed ## Tests met pytest, op alle kernen; ARGS= kiest er enkele
	$(BIN)/python -m pytest $(BESIDE) $(or $(ARGS),-m "not e2e")
	$(if $(ARGS),,$(BIN)/python -m pytest $(BESIDE) -m e2e)

postgresql: build .venv/.test-installed ## Opslag, sleutels en pagina's nog eens, nu op PostgreSQL
	DATABASE=postgresql $(BIN)/python -m pytest $(BESIDE) tests/contract tests/keys tests/trajects tests/security/test_b9_ballots.py $(addprefix tests/retention/test_,b10_destroying.py b10_killed.py pages.py terms.py) $(addprefix tests/pages/test_,emergency_codes.py join.py links.py people.py sessions.py) $(ARGS)

audit: .venv/.test-installed ## Zijn er lekken bekend in de vastgelegde pakketten? Vraagt het aan openbare lijsten
	@$(NODE) $(BIN)/python requirements/audit.py

fuzz: build .venv/.test-installed ## Zoeken naar bytes die iets breken, SECONDS= lang (B7)
	$(BIN)/python -m tests.security.fuzz $(or $(SECONDS),60)

mutants: build .venv/.test-installed ## Laten zien dat de tests kunnen falen: het product telkens op één plek stuk; ARGS=R4 kiest
	@requirements/ensure_services
	$(BIN)/python -m tests.mutants $(ARGS)

bench: build .venv/.test-installed ## Meten naast andere systemen; schrijft docs/bench.md. RUNS=1 SIZES=12,200 meet minder
	$(BIN)/python -m tests.bench.measure

wheel: build ## Eén bestand om elders te installeren, in dist/
	@rm -rf build dist
	@$(BIN)/python -m build --wheel --no-isolation --skip-dependency-check . >/dev/null
	@rm -rf build
	@ls dist/samenspel-*.whl

scale: build .venv/.test-installed ## Kamers naast elkaar meten; schrijft docs/scale.md. STEPS=1,10 SECONDS=5 meet minder
	@requirements/ensure_services
	$(BIN)/python -m tests.bench.scale

soak: build .venv/.test-installed ## De lange vorm van alle beloften, uren lang. OPS=5000 SECONDS=60 is korter; SEED=, PARTS=b1,b15
	@requirements/ensure_services
	$(BIN)/python -m tests.soak

pictures: build .venv/.test-installed ## De platen in docs/pictures opnieuw maken
	$(BIN)/python -m tests.pictures

requirements: .venv/.installed ## Vastgelegde versies opnieuw uitrekenen
	$(PIP) install uv
	for name in runtime build test; do $(BIN)/uv pip compile --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header -q requirements/$$name.in -o requirements/$$name.txt; done
	$(NODE) npm install --package-lock-only --loglevel=error
	$(NODE) npm --prefix tests/bench/peers install --package-lock-only --loglevel=error
	$(BIN)/python requirements/strip_funding.py

new-instrument: build ## Een map voor een nieuw instrument: NAME=call_round TITLE=Belronde
	$(BIN)/samenspel new_instrument "$(NAME)" --title "$(TITLE)" && $(BIN)/samenspel schema

clean: ## Weggooien wat gebouwd is; gegevens blijven staan
	rm -rf .venv node_modules samenspel/project/static/web .mypy_cache .ruff_cache .pytest_cache
