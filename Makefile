# Baro: `make run` starts everything, `make test` checks everything. Needs Python 3.11 or newer and nothing else.

PYTHON ?= python3
WORLD ?=
RUN = .venv/bin/python
unexport PYTHONDONTWRITEBYTECODE  # compiled once, not by each of the processes that `run` and `test` start

.PHONY: run test pictures lighthouse bench faults nuri fuzz diagrams env assets reset lock lint types messages browser proxy check texts pytest help

help:
	@echo "make run        start Baro (WORLD=name opens another world)"
	@echo "make test       lint, types, order of the rooms, migrations, texts and all tests"
	@echo "make faults     the closing second and lost processes, at full size (half an hour)"
	@echo "make nuri       the call of 2004 of NURI, all 454 proposals, checked against what is told of it"
	@echo "make bench      what pages cost, into docs/performance.md"
	@echo "make lighthouse what a first visit on a phone weighs, into docs/pages.md"
	@echo "make pictures   the tutorial, followed in both languages, into docs/pictures"
	@echo "make fuzz       requests made up from the OpenAPI document, 200 an operation"
	@echo "make reset      forget all data and start afresh next time"

env:
	@$(PYTHON) config/bootstrap.py

assets: env
	@$(PYTHON) config/bootstrap.py assets

run: env
	@BARO_WORLD=$(WORLD) exec $(RUN) -m config.launcher

reset: env
	@$(RUN) -m config.launcher.reset

test: env browser proxy texts  # what is checked in one process runs beside the tests, which wait for others at times
	@$(MAKE) --no-print-directory --jobs=2 check pytest

check: lint types texts
	$(RUN) -m config.messages check
	BARO_MODE=test BARO_VAR=var/test $(RUN) -W error manage.py makemigrations --check --dry-run

texts: env
	$(RUN) -m config.messages compile

lint: env
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports

types: env
	.venv/bin/mypy .

pytest: texts
	$(RUN) -m pytest -n 4 --dist loadgroup  # four on two cores: there are always some that wait for a browser or a process

faults: env
	$(RUN) -m config.messages compile
	$(RUN) -m pytest tests/faults -n0 -s --full

nuri: env
	$(RUN) -m config.messages compile
	$(RUN) -m pytest tests/scenarios/test_nuri_played.py -n0 -s --full

fuzz: env
	$(RUN) -m config.messages compile
	$(RUN) -m pytest tests/fuzz -n0 -s --full

messages: env
	$(RUN) -m config.messages sync

browser: env
	@$(RUN) -m config.browser

proxy: env
	@$(RUN) -m config.proxy

bench: env assets
	$(RUN) -m bench

lighthouse: env assets browser
	$(RUN) -m bench.lighthouse

pictures: env browser
	$(RUN) -m config.messages compile
	$(RUN) -m pytest tests/browser/test_tutorial.py -n0 --pictures

diagrams: env
	$(RUN) -m config.diagrams

lock: env
	uv pip compile pyproject.toml --all-extras --universal --generate-hashes --no-header --quiet -o requirements.lock
	uv pip compile pyproject.toml -c requirements.lock --universal --generate-hashes --no-header --no-annotate --quiet \
		-o requirements-server.lock
