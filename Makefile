# Everything a checkout can do. "make" by itself lists the targets.

PYTHON ?= python3
ENV := .venv
BIN := $(ENV)/bin
READY := $(ENV)/.ready
DOCS_READY := $(ENV)/.ready-docs
RELEASE_READY := $(ENV)/.ready-release
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
LETTERS := $(sort $(filter-out _%,$(notdir $(patsubst %/letter.toml,%,$(wildcard templates/*/letter.toml)))))
LOCALES := $(sort $(patsubst locales/%/LC_MESSAGES/goodterms.po,%,$(wildcard locales/*/LC_MESSAGES/goodterms.po)))
PYTEST := -m pytest --numprocesses auto --dist worksteal
PROGRAMS := postfix dovecot-imapd neovim chromium
FAST_TESTS := tests/content tests/engine tests/fields tests/messages tests/po tests/text tests/test_golden.py

SEED := 7

.DEFAULT_GOAL := help
.PHONY: help letters fonts cldr-tests programs test lint coverage docs smoke release-check real-catalogs attack mutants bench golden pot program-texts desk-pictures wheel clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

# The environment, made again when the files that it is made from change.
$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv --clear $(ENV)
	$(BIN)/python $(PIP_INSTALL) --editable '.[dev]'
	$(BIN)/python -m compileall -q src
	$(BIN)/python -m goodterms.content.parsed
	touch $(READY)

$(DOCS_READY): $(READY)
	$(BIN)/python $(PIP_INSTALL) --editable '.[docs]'
	touch $(DOCS_READY)

$(RELEASE_READY): $(READY)
	$(BIN)/python $(PIP_INSTALL) --editable '.[release]'
	touch $(RELEASE_READY)

letters: $(READY) ## Write all letters in all languages to out/, and show one
	@mkdir -p out
	@formats="text html pdf"; \
	$(BIN)/goodterms doctor --get-fonts > /dev/null || { formats="text html"; \
	  echo "Skipping the PDFs; goodterms doctor says what they need."; }; \
	for letter in $(LETTERS); do for locale in $(LOCALES); do for format in $$formats; do \
	  echo $$letter --locale $$locale --format $$format; \
	done; done; done | xargs -P 2 -L 1 $(BIN)/goodterms render --sample --output out --force
	@echo; cat out/farewell.en.txt

fonts: $(READY)
	@$(BIN)/goodterms doctor --get-fonts > /dev/null || echo "Without fonts, the PDF tests are skipped, and say so."

cldr-tests: $(READY)
	@$(BIN)/python tests/cldr_test_data.py || echo "Without CLDR's test data, the tests of names that need it are skipped, and say so."

# Real programs that some tests ask, where this is Debian or Ubuntu and one may install; without them, those tests are skipped.
programs:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
	  apt-get update -qq > /dev/null 2>&1; \
	  DEBIAN_FRONTEND=noninteractive timeout 400 apt-get install -qq --yes --no-install-recommends $(PROGRAMS) > /dev/null 2>&1 \
	  || echo "Some of $(PROGRAMS) cannot be installed; the tests that ask them are skipped, and say so."; \
	else echo "Tests that ask $(PROGRAMS) are skipped where these are missing."; fi

# What a person does on a page has times of its own: these tests run one after the other, with nothing beside them.
ON_PAGES := tests/desk/test_browser.py tests/desk/test_table_browser.py tests/desk/test_translating_in_browser.py

test: lint fonts cldr-tests ## Check the code and run the tests
	$(BIN)/python $(PYTEST) $(addprefix --ignore ,$(ON_PAGES))
	$(BIN)/python -m pytest $(ON_PAGES)

lint: $(READY) ## Check the code and the catalogs, without the tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/goodterms check --fail-on warning $(foreach locale,$(LOCALES),--min $(locale)=100)

# A program that is measured cannot write its data to the full disk of that test, and says so.
NOT_MEASURED := tests/batch/test_batch.py::test_a_full_disk_is_told_and_the_run_goes_on_afterwards

coverage: fonts cldr-tests ## Run the tests with coverage; fails below the floor in pyproject.toml
	rm -rf build/coverage
	$(BIN)/coverage run $(PYTEST) --deselect $(NOT_MEASURED)
	$(BIN)/coverage combine --quiet
	rm -f build/coverage/data.*  # half-written by programs that the tests kill
	$(BIN)/coverage html --quiet
	$(BIN)/coverage report

docs: $(DOCS_READY) ## Build the documentation as a site into build/docs; a warning fails the build
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --fresh-env --doctree-dir build/doctrees docs build/docs
	@echo "Written: build/docs/index.html"

smoke: $(READY) ## Try the wheel and the fast tests with another Python: make smoke PYTHON=python3.13
	rm -rf build/smoke
	$(BIN)/python -m build --wheel --no-isolation --outdir build/smoke > /dev/null
	$(PYTHON) -m venv build/smoke/env
	build/smoke/env/bin/python $(PIP_INSTALL) build/smoke/*.whl pytest pytest-xdist hypothesis
	build/smoke/env/bin/goodterms render farewell --locale ur --sample --output build/smoke/farewell.html
	build/smoke/env/bin/python $(PYTEST) --quiet $(FAST_TESTS)

release-check: $(RELEASE_READY) ## Build what is released, check it, and render a letter from the installed wheel
	rm -rf build/release
	$(BIN)/python -m build --outdir build/release > /dev/null
	$(BIN)/twine check --strict build/release/*
	$(PYTHON) -m venv build/release/env
	build/release/env/bin/python $(PIP_INSTALL) build/release/*.whl
	cd build/release && env/bin/goodterms --version && env/bin/goodterms render farewell --locale ur --sample --output farewell.html
	@version=$$(build/release/env/bin/python -c 'import goodterms; print(goodterms.__version__)'); \
	grep -q "^## $$version" CHANGELOG.md || { echo "CHANGELOG.md has no section for $$version"; exit 1; }

real-catalogs: $(READY) ## Check catalogs of well-known packages, which are downloaded, against the reviewed findings
	$(BIN)/python tests/real_catalogs.py

attack: $(READY) ## Attack with hostile values, folders, catalogs and workbooks (some minutes), and print figures
	PYTHONPATH=attack $(BIN)/python attack

mutants: fonts ## Make 200 small changes in the code, and see whether the tests notice (some minutes): make mutants SEED=8
	PYTHONPATH=mutants $(BIN)/python mutants/run.py --seed $(SEED)

bench: $(READY) ## Measure letters, formats, PDF, tables, startup, the check and the desk, next to comparable programs
	$(BIN)/python bench/letters.py
	$(BIN)/python bench/formats.py
	$(BIN)/python bench/pdf.py
	$(BIN)/python bench/batch.py
	$(BIN)/python bench/tables.py
	$(BIN)/python bench/advice.py
	$(BIN)/python bench/start.py
	$(BIN)/python bench/send.py
	$(BIN)/python bench/checks.py
	$(BIN)/python bench/keystrokes.py
	$(BIN)/python bench/desk.py

golden: $(READY) ## Rewrite the golden letters, and help and faults in all languages; their diff is the review
	$(BIN)/python -m pytest tests/test_golden.py tests/speech/test_golden_pages.py --rewrite-golden --quiet

pot: $(READY) ## Rewrite the catalog template from the letters
	$(BIN)/goodterms catalog extract

program-texts: $(READY) ## Bring the catalogs of the program's own texts up to date with the code; translations are kept
	$(BIN)/python scripts/program_catalogs.py

desk-pictures: $(READY) ## Take the pictures of the desk for the documentation again, with Chromium
	$(BIN)/python scripts/desk_pictures.py

wheel: $(READY) ## Build the wheel into dist/
	$(BIN)/python -m build --wheel

clean: ## Remove everything that make has created: the environment, build/, out/, dist/, caches
	rm -rf $(ENV) build out dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
