# One command each. A fresh Debian 12 or 13 needs python3, make and git; the rest comes by itself.
#   make run     the product on practice data: a window, or without a display one whole journey
#   make test    the tests          make check   style, types and who imports whom

PYTHON ?= python3
BIN := .venv/bin
# Wheels only, each with its hash: nothing is compiled and nothing unseen gets in.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	--require-hashes --no-deps --only-binary :all:
SYSTEM := $(PYTHON) installer/system_libraries.py
# A story is played from its first row, so all rows of one file go to one process (loadfile).
PYTEST := QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadfile
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header \
	--no-emit-index-url --python-version 3.11 --no-build

.PHONY: run install test check lint types arch bench pictures campaign-sync lock clean

run: .venv/run.stamp
	@$(SYSTEM) qt .venv
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  test -d out/practice || $(BIN)/python -m app demo --store out/practice; \
	  echo "Practice passphrase: practice makes calm"; \
	  $(BIN)/python -m app --store out/practice; \
	else $(BIN)/python -m tests.functional.journey --out out; fi

install: .venv/dev.stamp
	@$(SYSTEM) qt .venv

test: install
	$(PYTEST)

check: lint arch types

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

arch: install
	$(BIN)/lint-imports

types: install
	$(BIN)/mypy
	$(BIN)/pyright

# STRICT=1 fails when a limit is missed; what each figure means: docs/figures.md
bench: install
	@$(BIN)/python bench/table.py

# The pictures of the README and the user guide, from invented children.
pictures: install
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.ui.make_pictures

campaign-sync: install
	$(PYTEST) -m campaign --hypothesis-profile=campaign tests/simulation

# Run after a change of the dependencies in pyproject.toml; add UPGRADE=--upgrade for newer releases.
lock: install
	$(LOCK) $(UPGRADE) pyproject.toml -o requirements/run.txt
	$(LOCK) $(UPGRADE) --group dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt

# The stamps make the second time quick: pip runs again only when a lock has changed.
.venv/run.stamp: requirements/run.txt
	@$(SYSTEM) venv
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what Homeward runs on"
	@$(INSTALL) -r requirements/run.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@echo "Installing what checks it"
	@$(INSTALL) -r requirements/dev.txt
	@touch $@

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
