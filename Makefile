# make serve: set up, build, serve.  make test: set up, check, run every test.  The rest is for contributors.
# Paths stay relative, so that a checkout under a path with a space works.
PYTHON := .venv/bin/python
CORPUS ?= ../shared/corpus

.PHONY: serve build test check format accuracy bench fuzz lock clean

serve:
	@tools/setup
	@$(PYTHON) -m guide_engine.cli serve

build:
	@tools/setup
	@$(PYTHON) -m guide_engine.cli build

test:
	@tools/setup browser
	@$(MAKE) --no-print-directory check
	GUIDE_REQUIRE_BROWSER=1 CORPUS="$(CORPUS)" $(PYTHON) -m pytest

check:
	@tools/setup
	$(PYTHON) -m ruff format --check -q .
	$(PYTHON) -m ruff check -q .
	$(PYTHON) -m mypy --no-error-summary
	npx --no-install tsc -p tsconfig.json
	$(PYTHON) tools/prose.py

format:
	@tools/setup
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .

accuracy bench fuzz:
	@tools/setup
	CORPUS="$(CORPUS)" $(PYTHON) tools/$@.py $(ARGS)

# Pins every package with its hashes; names no index.
lock:
	@tools/setup
	$(PYTHON) -m uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-emit-index-url --group dev pyproject.toml -o requirements.lock
	rm -f package-lock.json && mv node_modules node_modules.old && npm install --package-lock-only; mv node_modules.old node_modules # beside installed ones npm leaves out other platforms

clean:
	rm -rf .venv node_modules site build
