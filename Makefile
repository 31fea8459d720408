# What can be done in a clone, with Python 3.11 or later and make alone. `make help` lists it.
# PYTHON=python3.12 chooses the interpreter; ARGS='…' reaches prepdeck, pytest or the benchmark.

PYTHON = $(shell for each in python3 python3.13 python3.12 python3.11; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$each" && break; done)
VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --disable-pip-version-check --quiet
LOCKS := .requirements
WORKSHOP ?=
ARGS ?=
# Programs of the system that tests ask for the truth about a PDF or a page, and the packages that have them.
TOOLS := qpdf pdftotext chromium WebKitWebDriver Xvfb gs mutool rsvg-convert
PACKAGES := qpdf poppler-utils chromium webkit2gtk-driver xvfb ghostscript mupdf-tools librsvg2-bin
# Chromium without windows takes a third of its time; where there is no such package, Chromium does.
QUICKER := chromium-headless-shell
# Two computers are two network namespaces where that is allowed; elsewhere two addresses of loopback.
ifeq ($(shell uname -s)/$(shell id -u),Linux/0)
TOOLS += ip
PACKAGES += iproute2
endif
# Tools to do without, such as SKIP=pdftotext: only the tests that need them are skipped.
SKIP ?=
PYTEST = $(RUN) -m pytest -n auto --maxprocesses 8 --dist worksteal $(SKIP:%=--without=%) $(ARGS)

.DELETE_ON_ERROR:
.PHONY: help kit test soak check format bench pictures release schemas lock tools clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | awk -F '\t' '{printf "make %-8s %s\n", $$1, $$2}'

kit: $(VENV)/kit.stamp  ## print the bundled workshop into output/ (or WORKSHOP=folder into its own)
	@$(RUN) -m generator build $(WORKSHOP) $(ARGS)

test: check tools  ## what check does, then the tests; SKIP=tool does without a tool of the system
	@$(PYTEST)

# An office that opens what we write for one: large, and asked by a few tests.
soak: TOOLS += soffice
soak: PACKAGES += libreoffice-writer-nogui libreoffice-calc-nogui
soak: tools $(VENV)/test.stamp  ## whole matrices, long kills and loads, of which test has one case each
	@SOAK=1 $(PYTEST) -m 'soak or hypothesis'

check: $(VENV)/test.stamp  ## formatter, linter, strict types
	@$(RUN) -m ruff format --check .
	@$(RUN) -m ruff check .
	@$(RUN) -m mypy

format: $(VENV)/test.stamp  ## let the formatter and the linter mend what they can
	@$(RUN) -m ruff check --fix-only .
	@$(RUN) -m ruff format .

bench: tools $(VENV)/bench.stamp  ## the same deck by prepdeck, plain ReportLab and typst; the bundled kit beside the release before, then a full room at the server (ARGS=kit or room alone)
	@$(RUN) tests/bench/run.py $(ARGS)

pictures: $(VENV)/test.stamp  ## the pictures of README.md, docs/look.md and docs/without-a-terminal.md, from a build of the bundled kit, and a rehearsal of it
	@$(RUN) -m generator build --only deck --sheet one-per-page -o output/faces >/dev/null
	@$(RUN) -m generator build -o output/prepersonalization >/dev/null
	@$(RUN) -m generator build --only worksheets --paper a3 -o output/large >/dev/null
	@$(RUN) docs/picture.py output/faces/deck.pdf output/prepersonalization docs
	@PYTHONPATH=.:docs:tests $(RUN) docs/loop.py output/faces/deck.pdf output/prepersonalization docs/loop.png >/dev/null
	@PYTHONPATH=.:tests $(RUN) docs/studio.py docs

release: $(VENV)/test.stamp  ## wheel, source, kits for A4 and Letter, pictures and checksums, into dist/
	@PYTHONPATH=. $(RUN) .ci/release.py

schemas: $(VENV)/kit.stamp  ## write the JSON Schemas of all source files from the models
	@$(RUN) -c 'from pathlib import Path; from generator.schemas import write; write(Path("layouts/schemas"))'

lock:  ## pin every dependency anew, with hashes
	@$(MAKE) --no-print-directory $(VENV)/bin/python
	@$(PIP) install pip-tools
	@$(call pin,kit,)
	@$(call pin,test,--extra test --constraint $(LOCKS)/kit.txt)
	@$(call pin,bench,--extra test --extra bench --constraint $(LOCKS)/test.txt)

# Pinned with the oldest Python: it needs what the later ones need. The hashes are those of all platforms' files.
pin = $(RUN) -m piptools compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(2) --output-file $(LOCKS)/$(1).txt pyproject.toml

clean:  ## remove what was built, the virtual environment too
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find generator tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find output -mindepth 1 ! -name .gitkeep -delete

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "prepdeck needs Python 3.11 or later; name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "making $(VENV) with $$($(PYTHON) --version)" >&2
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)

$(VENV)/%.stamp: $(LOCKS)/%.txt | $(VENV)/bin/python
	@echo "installing what .requirements/$*.txt pins" >&2
	@$(PIP) install --require-hashes --requirement $<
	@touch $@

tools:
	@have() { for tool in $(TOOLS); do case " $(SKIP) " in *" $$tool "*) ;; \
		*) command -v $$tool >/dev/null || { missing=$$tool; return 1; } ;; esac; done; }; \
	install() { echo "installing $$*" >&2; DEBIAN_FRONTEND=noninteractive apt-get -qq -y install "$$@" >/dev/null || true; }; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		have || { apt-get -qq update >/dev/null; install $(PACKAGES); }; \
		command -v chromium >/dev/null && ! command -v $(QUICKER) >/dev/null && \
			apt-cache show $(QUICKER) >/dev/null 2>&1 && install $(QUICKER); \
	fi; \
	have || { echo "the tests need $$missing: install $(PACKAGES), or do without: make $(MAKECMDGOALS) SKIP=$$missing" >&2; exit 1; }
