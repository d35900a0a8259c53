# Parvis: what a person types. Needs python3 (3.11 or later) and make, nothing else.
#   make setup   prepare .venv; the program is then .venv/bin/parvis
#   make demo    set up and serve both networks on http://localhost:8000 (PARVIS_PORT to change)
#   make check   lint, types, storeys, templates, migrations
#   make test    check, then every test
#   make clean   stop the embedded server of the tests and forget what can be made again

PYTHON ?= python3
READY  := .venv/.parvis-lock
TOOLS  := .venv/.parvis-tools
RUN    := .venv/bin
PAGES  := $(wildcard parvis/*/templates)
export UV_PYTHON_DOWNLOADS := never

.PHONY: setup demo check test clean
setup: $(READY)

# Remade only when the lock or the project file changes, so a later start asks nobody. Compiled
# here, once: some machines let no program write bytecode, and would compile Django at each start.
SYNC = @uv=$$($(PYTHON) deploy/get_uv.py) && "$$uv" sync --frozen --compile-bytecode --python $(PYTHON)
COMPILE = @$(RUN)/python -m compileall -q parvis
$(READY): uv.lock pyproject.toml deploy/get_uv.py
	$(SYNC) --no-dev --inexact
	$(COMPILE)
	@cp uv.lock $@

$(TOOLS): uv.lock pyproject.toml deploy/get_uv.py
	$(SYNC)
	$(COMPILE)
	@cp uv.lock $(READY) && cp uv.lock $@

demo: setup
	@$(RUN)/parvis demo

check: export PARVIS_CLUSTER := test
check: export DJANGO_SETTINGS_MODULE := parvis.config.settings
check: $(TOOLS)
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy parvis
	$(RUN)/lint-imports
	$(if $(PAGES),$(RUN)/djlint --lint --quiet $(PAGES))
	$(RUN)/python -m django makemigrations --check --dry-run

test: export PARVIS_CLUSTER := test
test: check
	$(RUN)/pytest -n 2 --cov --cov-report=
	$(RUN)/python deploy/coverage_gates.py

clean:
	-@PARVIS_CLUSTER=test $(RUN)/python -m parvis.kernel.embedded stop
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .coverage .import_linter_cache
