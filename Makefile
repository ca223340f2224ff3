# Every target does its own set-up: it brings uv if this machine has none, installs the locked
# packages into .venv/, and goes.

PYTHON ?= python3
NOTEBOOK ?=
FOLDER ?= dist/assignment/nbgrader/submitted

UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .uv/bin/uv)
RUN := $(UV) run --quiet --frozen
# Apart: what builds the page would act in the reader's own Jupyter, too.
LITE := UV_PROJECT_ENVIRONMENT=.venv-lite $(RUN)

.DEFAULT_GOAL := help
.PHONY: help lab present lite lite-serve test test-lite test-grading test-hub assignment grade pages handout
.PHONY: soak mutants lint format check notebooks pictures bench

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

lab: .venv ## open the course (another notebook: make lab NOTEBOOK=05_mnist)
	@echo "Starting JupyterLab. Your browser should open; if not, copy an address from below into it."
	@echo "To stop, press Control-C twice here."
	@$(RUN) --no-dev course $(NOTEBOOK)

present: .venv ## open a notebook as slides with live demos (make present NOTEBOOK=02_gradient_descent)
	@$(RUN) --no-dev --group present course $(NOTEBOOK) --present

test: .venv ## run every test, two files at a time; one processor for each, or they would wait for each other
	@OPENBLAS_NUM_THREADS=1 $(RUN) pytest -n 2 --dist loadfile

lite: .venv ## build the course as a page for a browser with nothing installed
	@$(LITE) --group lite python tools/build_lite.py

lite-serve: .venv ## open that page
	@$(LITE) --group lite python tools/build_lite.py --serve

test-lite: .venv ## build that page and test it (ten minutes; it needs npm, or Pyodide's files in PYODIDE)
	@TEST_LITE=1 $(LITE) --group lite pytest tests/lite

test-grading: .venv ## have nbgrader and Otter-Grader mark a notebook, in .venv-grade/ (they add to JupyterLab's menus)
	@OPENBLAS_NUM_THREADS=1 UV_PROJECT_ENVIRONMENT=.venv-grade $(RUN) --group grade pytest tests/test_grading_tools.py

test-hub: .venv ## have three students play behind a JupyterHub, in .venv-hub/ (two minutes; it needs npm and Chromium)
	@TEST_HUB=1 OPENBLAS_NUM_THREADS=1 UV_PROJECT_ENVIRONMENT=.venv-hub $(RUN) --group hub pytest tests/browser/test_hub.py

assignment: .venv ## write the notebooks as homework, for nbgrader and Otter-Grader: docs/grading.md
	@$(RUN) python tools/make_assignment.py $(NOTEBOOK)

grade: .venv ## judge the notebooks in FOLDER from their text alone, and print the marks as a table (CSV)
	@$(RUN) python tools/grade_notebooks.py "$(FOLDER)"

soak: .venv ## use the demos at random, for half an hour
	@$(RUN) pytest -s --hypothesis-profile soak tests/widgets/test_any_use.py tests/browser/test_random_use.py

mutants: .venv ## break the maths in small ways, and see whether a test notices (hours)
	@$(RUN) python tools/mutants.py $(MODULE)

lint: .venv ## look for mistakes and untidy code
	@$(RUN) ruff check
	@$(RUN) ruff format --check

format: .venv ## tidy the code
	@$(RUN) ruff check --fix
	@$(RUN) ruff format

check: lint test ## lint, then test

notebooks: .venv ## rebuild and run the notebooks from their text in sources/
	@$(RUN) python tools/build_notebooks.py

pages: .venv ## build the course as web pages to read, with polls that answer
	@$(RUN) python tools/build_pages.py

handout: .venv ## print those pages into one PDF (needs Chromium)
	@$(RUN) python tools/build_pages.py --handout

pictures: .venv ## take the README's pictures of the demos again (needs Chromium)
	@$(RUN) python tools/make_pictures.py

bench: .venv ## measure speed and memory
	@$(RUN) python -m benchmarks

.venv: | $(filter .uv/bin/uv,$(UV))
	@echo "Installing the packages that the course needs (once; a minute or two) ..."
	@$(UV) sync --quiet --frozen --no-dev

.uv/bin/uv:
	@echo "Bringing uv, which installs the rest, into .uv/ ..."
	@$(PYTHON) -m venv .uv >/dev/null 2>&1 && .uv/bin/python -m pip install --quiet --disable-pip-version-check uv \
	    || $(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .uv uv
