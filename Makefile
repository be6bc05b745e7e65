# Everything a checkout can do. "make" alone lists the targets.

PYTHON ?= python3
ENV := .venv
BIN := $(ENV)/bin
READY := $(ENV)/.ready
LETTERS := $(sort $(filter-out _%,$(notdir $(patsubst %/letter.toml,%,$(wildcard templates/*/letter.toml)))))
LOCALES := $(sort $(patsubst locales/%/LC_MESSAGES/goodterms.po,%,$(wildcard locales/*/LC_MESSAGES/goodterms.po)))

.DEFAULT_GOAL := help
.PHONY: help letters fonts cldr-tests test lint real-catalogs bench golden pot wheel clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

# The environment, made anew when what it is made from has changed.
$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv --clear $(ENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	$(BIN)/python -m compileall -q src
	touch $(READY)

letters: $(READY) ## Write all letters in all languages to out/, and show one
	@mkdir -p out
	@formats="text html pdf"; \
	$(BIN)/goodterms doctor --get-fonts > /dev/null || { formats="text html"; \
	  echo "The PDFs are left out; goodterms doctor tells what they need."; }; \
	for letter in $(LETTERS); do for locale in $(LOCALES); do for format in $$formats; do \
	  $(BIN)/goodterms render $$letter --locale $$locale --sample --format $$format --output out --force || exit; \
	done; done; done
	@echo; cat out/farewell.en.txt

fonts: $(READY)
	@$(BIN)/goodterms doctor --get-fonts > /dev/null || echo "Without fonts, the tests of PDF are skipped, and say so."

cldr-tests: $(READY)
	@$(BIN)/python tests/cldr_test_data.py || echo "Without CLDR's test data, the tests of names by it are skipped, and say so."

test: lint fonts cldr-tests ## Check the code and run the tests
	$(BIN)/python -m pytest

lint: $(READY) ## Check the code and the catalogs alone, without the tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/goodterms check --fail-on warning $(foreach locale,$(LOCALES),--min $(locale)=100)

real-catalogs: $(READY) ## Check catalogs of well-known packages, which are downloaded, against the reviewed findings
	$(BIN)/python tests/real_catalogs.py

bench: $(READY) ## Measure letters, formats, PDF, the start and the check, beside their peers
	$(BIN)/python bench/letters.py
	$(BIN)/python bench/formats.py
	$(BIN)/python bench/pdf.py
	$(BIN)/python bench/batch.py
	$(BIN)/python bench/start.py
	$(BIN)/python bench/checks.py

golden: $(READY) ## Write the golden letters anew; their diff is the review
	$(BIN)/python -m pytest tests/test_golden.py --rewrite-golden --quiet

pot: $(READY) ## Write the catalog template anew from the letters
	$(BIN)/goodterms catalog extract

wheel: $(READY) ## Build the wheel into dist/
	$(BIN)/python -m build --wheel

clean: ## Remove what was made: the environment, build/, out/, dist/, caches
	rm -rf $(ENV) build out dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
