# Everything happens in .venv: a fresh machine needs python3 (with venv), pip and make.
# `make run` to try the program, `make test` before every commit.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed
SAMPLE := out/sample
REPORT ?= report

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# System libraries that OpenCV and Qt expect and a bare Debian lacks.
SYSTEM := libgl1 libegl1 libglib2.0-0 libxkbcommon0 libdbus-1-3 libfontconfig1 libxcb-cursor0 \
  libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-shape0

.PHONY: run test format translations bench evaluate package smoke check-packaging clean

run: $(INSTALLED)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] && [ "$$QT_QPA_PLATFORM" != offscreen ] \
	    && [ -f editor/__main__.py ]; then \
	  $(BIN)/python -m engine.cli sample -o $(SAMPLE) && exec $(BIN)/python -m editor $(SAMPLE)/photo.png; \
	else \
	  exec $(BIN)/python -m engine.cli sample -o $(SAMPLE) --fill; \
	fi

test: export QT_QPA_PLATFORM := offscreen
test: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

format: $(INSTALLED)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Texts out of the code into resources/translations/*.ts (for pyside6-linguist), and what is loaded out of those.
TRANSLATIONS := resources/translations
LUPDATE := $(BIN)/pyside6-lupdate -silent -no-obsolete -locations none -extensions py editor
translations: $(INSTALLED)
	$(LUPDATE) -pluralonly -ts $(TRANSLATIONS)/lacuna_en.ts
	$(LUPDATE) -ts $(TRANSLATIONS)/lacuna_zh_CN.ts
	$(BIN)/pyside6-lrelease -silent $(TRANSLATIONS)/lacuna_en.ts $(TRANSLATIONS)/lacuna_zh_CN.ts

# One program per subject; each prints its own table. `make bench BENCH=photo_io` runs one of them.
BENCH ?= $(notdir $(basename $(wildcard benchmarks/[a-z]*.py)))
bench: $(INSTALLED)
	@for name in $(BENCH); do echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit 1; done

# DATA=folder with the photo shards
evaluate: $(INSTALLED)
	$(BIN)/python -m engine.evaluation --data $(DATA) -o $(REPORT)

# The program for people without Python: dist/lacuna-FLAVOR and its archive. FLAVOR=cuda for those with a card.
# BUNDLE='--environment DIR' uses a build environment that lies elsewhere.
FLAVOR ?= cpu
package:
	PYTHONPATH=packaging $(PYTHON) -m bundle --flavor $(FLAVOR) $(BUNDLE)

# What was built, tried in a strange place: read-only, without network and home, in a real window (Xvfb, xdotool).
smoke:
	PYTHONPATH=packaging $(PYTHON) -m smoke dist/lacuna-$(FLAVOR)

check-packaging: $(INSTALLED)
	PYTHONPATH=packaging $(BIN)/python -m check

clean:
	rm -rf build dist out report .pytest_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info

$(INSTALLED): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@$(BIN)/python -c 'import cv2; from PySide6 import QtWidgets' 2>/dev/null || $(MAKE) --no-print-directory system
	@touch $@

.PHONY: system
system:
	@echo "Qt and OpenCV miss system libraries: apt-get install -y --no-install-recommends $(SYSTEM)"
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends $(SYSTEM) >/dev/null; \
	else echo "Please run that as root, then make again."; exit 1; fi
	@$(BIN)/python -c 'import cv2; from PySide6 import QtWidgets'
