# What one does with Newsroom. `make` alone lists it.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
CORPORA ?=
export PORT

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --only-binary :all:

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-22s%s\n", $$1, $$2 }'

run: .venv/run ## serve the site on http://127.0.0.1:8000 (PORT= changes it), with the sample stories the first time
	@$(MANAGE) serve --samples samples

test: .venv/test ## run the tests (ARGS="-k dateline" runs some)
	@$(BIN)/python -m pytest $(ARGS)

admin: .venv/run ## create an administrator
	@$(MANAGE) migrate --verbosity 0
	@echo "A new administrator, who signs in at /admin/. The e-mail address may stay empty."
	@$(MANAGE) createsuperuser

dev: .venv/run ## serve the site and reload it when a file changes
	@DEBUG=1 $(MANAGE) migrate --verbosity 0
	@DEBUG=1 $(MANAGE) runserver $(PORT)

lint: .venv/test ## check the code, the migrations, the templates and the settings for deployment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MANAGE) makemigrations --check --dry-run
	SECURE_HTTPS=1 $(MANAGE) check --deploy --fail-level WARNING
	$(BIN)/djlint --lint --quiet templates

format: .venv/test ## put the Python code in its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

tagger: .venv/run ## train the taggers from the corpora in the folder CORPORA= (docs/entities.md says which; five minutes)
	$(BIN)/python -m articles.ingest.tagger.training $(CORPORA)

score: .venv/run ## print how well persons, organisations and places are found (CORPORA= for all of the table)
	$(BIN)/python -m benchmarks.entities $(CORPORA)

bench-import: .venv/run ## time imports against COPY, bulk_create and update_or_create (ARGS= the number of stories)
	@$(BIN)/python benchmarks/imports.py $(ARGS)

bench-chains: .venv/run ## print how rightly and how quickly versions are chained into stories (ARGS= the number of stories)
	@$(BIN)/python -m benchmarks.chains $(ARGS)

bench-search: .venv/run ## time searches beside Datasette and Tantivy (ARGS= the number of articles)
	@$(PIP) --require-hashes -r requirements-bench.txt
	@$(BIN)/python -m benchmarks.search_speed $(ARGS)

bench-compare: .venv/run ## time comparisons and pages of long stories (ARGS= the number of paragraphs and of rounds)
	@$(BIN)/python benchmarks/comparing.py $(ARGS)

messages: .venv/run ## collect the interface's texts for translation and compile the translations (needs gettext)
	$(MANAGE) makemessages --locale fr --no-obsolete --ignore var --ignore .venv
	$(MANAGE) compilemessages --locale fr --ignore .venv

# UPGRADE=--upgrade takes the newest versions; without it, only what the .in files now ask for changes.
UPGRADE ?=
COMPILE := uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements" $(UPGRADE)

requirements: .venv/run ## pin the requirements again (UPGRADE=--upgrade for the newest)
	$(PIP) uv
	$(BIN)/$(COMPILE) requirements.in --output-file requirements.txt
	$(BIN)/$(COMPILE) requirements-dev.in --output-file requirements-dev.txt
	$(BIN)/$(COMPILE) requirements-bench.in --output-file requirements-bench.txt

clean: ## remove what can be made again; the archive in var/ stays
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis var/static var/static.stamp
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Newsroom needs Python 3.11 or newer, and $(PYTHON) is %d.%d: name another with PYTHON=" % sys.version_info[:2])'
	@echo "Installing what Newsroom needs into .venv"
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements.txt
	@touch $@

.venv/test: .venv/run requirements-dev.txt
	@echo "Installing the test tools into .venv"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

.PHONY: help run test admin dev lint format tagger score bench-import bench-chains bench-search bench-compare messages requirements clean
