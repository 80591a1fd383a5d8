# Two commands do everything: `make run` opens the app with an example, `make test` runs every check.
# What is missing is installed: uv in .venv-uv if it is not on the path, everything else in .venv.
# Needs root only where Python itself has no venv module (Debian: apt-get install python3-venv).

PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .venv-uv/bin/uv)
RUN := $(UV) run --frozen --no-sync
EXAMPLE ?= fulfilment_waalwijk
PORT ?= 8501
export PATH := $(CURDIR)/.venv-uv/bin:$(PATH)

.PHONY: help run test lint types imports unit quick browser packages screenshots bench schema docs form voorbeelden notebook site sbom release clean setup

help:
	@echo "make run    open the app with an example (EXAMPLE=naam, PORT=8501)"
	@echo "make test   set up and run everything: lint, types, imports, all tests (a program that is missing is installed, or fails)"
	@echo "make quick  only the tests that need no Chromium, LibreOffice, Java or PostgreSQL (the same as: uv run pytest)"
	@echo "make lint   format check and lint;  make bench  measure;  make schema, make docs, make form  regenerate the JSON schema, the method page, the form"
	@echo "make sbom   the list of all parts with their versions and hashes (CycloneDX), in build/hea.cdx.json"
	@echo "make voorbeelden   the sample reports in docs/voorbeelden;  make site   all pages as a site, in build/site;  make release   check that all is filled in, build and try the wheel"
	@echo "make screenshots   pictures of every page, light, dark and narrow, in build/screenshots"

run: setup
	$(RUN) hea app --port $(PORT) --example $(EXAMPLE)

test: setup
	$(MAKE) --no-print-directory --jobs 2 lint types imports
	$(MAKE) --no-print-directory unit

setup: .venv/.ready

.venv/.ready: pyproject.toml uv.lock | $(UV)
	$(UV) sync --frozen
	@touch .venv/.ready

.venv-uv/bin/uv:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" \
	  || { echo "hea needs Python 3.11 or newer; install it first (Debian: apt-get install python3)."; exit 1; }
	@$(PYTHON) -m venv .venv-uv 2>/dev/null || $(MAKE) --no-print-directory venv-module
	.venv-uv/bin/python -m pip install --quiet uv

# Debian keeps the venv module in a package of its own; installing that needs root.
.PHONY: venv-module
venv-module:
	@command -v apt-get >/dev/null || { echo "Install the venv module of Python and try again."; exit 1; }
	@test "$$(id -u)" = 0 || command -v sudo >/dev/null \
	  || { echo "Python has no venv module. As root: apt-get install -y python3-venv"; exit 1; }
	$$( [ "$$(id -u)" = 0 ] || echo sudo ) sh -c "apt-get update -qq && apt-get install -y -qq python3-venv"
	rm -rf .venv-uv && $(PYTHON) -m venv .venv-uv

# A path to uv that exists already needs no rule.
ifneq ($(UV),.venv-uv/bin/uv)
$(UV): ;
endif

lint: setup
	$(RUN) ruff format --check .
	$(RUN) ruff check .

types: setup
	$(RUN) mypy

imports: setup
	$(RUN) lint-imports

# Where compiled modules are not kept, each of the processes of the tests would compile everything again.
unit: setup browser
	PYTHONDONTWRITEBYTECODE= $(RUN) pytest --everything

# Needs none of the programs below: without arguments pytest runs the quick part, and says what it left out.
quick: setup
	$(RUN) pytest

# The pages are tested in Debian's chromium, in its lighter kind without a window (Dutch stands in a package
# apart), the workbooks in LibreOffice, the PDF by veraPDF (Java), dossiers on a real PostgreSQL. Installing
# needs root.
PACKAGES := chromium-headless-shell chromium-l10n libreoffice-calc libreoffice-writer default-jdk-headless libjaxb-java poppler-utils postgresql
browser:
	@command -v javac >/dev/null && dpkg -s $(filter-out default-jdk-headless,$(PACKAGES)) >/dev/null 2>&1 || $(MAKE) --no-print-directory packages
packages:
	@command -v apt-get >/dev/null || { echo "Install chromium with its language packs, LibreOffice Calc and Writer, a JDK with JAXB, poppler and PostgreSQL, and try again."; exit 1; }
	@test "$$(id -u)" = 0 || command -v sudo >/dev/null \
	  || { echo "The tests need $(PACKAGES). As root: apt-get install -y $(PACKAGES)"; exit 1; }
	$$( [ "$$(id -u)" = 0 ] || echo sudo ) sh -c "apt-get update -qq && apt-get install -y -qq --no-install-recommends $(PACKAGES)"

screenshots: setup browser
	$(RUN) python -m tests.browser.screenshots

bench: setup
	$(RUN) python -m benchmarks.assessment
	$(RUN) python -m benchmarks.draws
	$(RUN) python -m benchmarks.workbook
	$(RUN) python -m benchmarks.paper
	$(RUN) python -m benchmarks.browser
	$(RUN) python -m benchmarks.load
	$(RUN) python -m benchmarks.hurry
	$(RUN) python -m benchmarks.killed
	$(RUN) python -m benchmarks.portfolio

schema: setup
	$(RUN) python -m hea.assessment.schema

docs: setup
	$(RUN) python -m hea.cli.learned_figures
	$(RUN) python -m hea.cli.method_page

form: setup
	$(RUN) hea template templates/invulformulier.xlsx --force

# The reports that the first page leads to; needed when an outcome or the version changes.
voorbeelden: setup
	$(RUN) python -m docs.publishing.samples

# Runs the notebook and keeps what comes out.
notebook: setup
	$(RUN) python -m docs.publishing.notebook

# Every page as a site in build/site, without anything from outside; a link that leads nowhere is an error.
site: setup
	$(RUN) python -m docs.publishing.site

# Refuses while a field is not filled in. What comes out stands in build/release.
release: setup
	$(RUN) python -m docs.publishing.check
	$(RUN) pytest --everything -n0 tests/test_release.py tests/test_wheel.py tests/test_lowest.py
	$(UV) build --out-dir build/release

# What the app is made of, for who must check it against lists of weaknesses (CycloneDX).
BILL ?= build/hea.cdx.json
sbom: setup
	@mkdir -p $(dir $(BILL))
	$(UV) export --frozen --quiet --no-dev --extra organisation --format cyclonedx1.5 \
	  --preview-features sbom-export --output-file $(BILL)
	$(RUN) python -m docs.publishing.bill $(BILL)

clean:
	rm -rf .venv .venv-uv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
