# The portal's commands. `make run` and `make test` need only Python 3.11+ with venv, git and make.
#
#   make run [PORT=8001]   the portal on this machine, with sample data on the first run (SEED=no: empty)
#   make test              every check there is
#   make fmt               format the code
#   make bench             measure; PART=queue measures one part
#   make clean             remove what the above can make again; data in var/ stays

PYTHON ?= python3
VENV := .venv
VAR := $(or $(PORTAL_VAR_DIR),var)
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check

.PHONY: run test fmt bench clean dev
.DEFAULT_GOAL := run

run: $(PY)
	@$(call install,requirements.txt)
	@$(PY) manage.py migrate --verbosity 0
	@$(MAKE) --silent --no-print-directory $(VAR)/static.stamp $(VAR)/seeded
	@exec $(PY) manage.py runportal

test: dev
	@exec $(PY) campaign_portal/tests/run_all.py

fmt: dev
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

bench: dev
	@exec $(PY) benchmarks/run.py $(PART)

clean:
	rm -rf $(VENV) staticfiles $(VAR)/static.stamp .pytest_cache .ruff_cache .mypy_cache .hypothesis

dev: $(PY)
	@$(call install,requirements-dev.txt)

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Cần Python 3.11 trở lên (lệnh $(PYTHON)). Hãy cài đặt, hoặc chỉ rõ: make run PYTHON=python3.12" >&2; \
	  echo "Python 3.11 or newer is needed (as $(PYTHON)); or name one: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Python thiếu mô-đun venv. Trên Debian, Ubuntu: sudo apt install python3-venv" >&2; \
	  echo "This Python lacks its venv module. On Debian, Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Tạo môi trường Python trong $(VENV)…"
	@$(PYTHON) -m venv $(VENV)

# Anew whenever a source file or a package that brings front-end files changed.
$(VAR)/static.stamp: requirements.txt $(shell find static -type f 2>/dev/null) \
    $(wildcard campaign_portal/lib/finders.py campaign_portal/lib/static_storage.py)
	@echo "Chuẩn bị tệp giao diện…"
	@$(PY) manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

# Once. The command may run again at any time, so one that was interrupted is simply repeated. SEED=no leaves it out.
$(VAR)/seeded:
ifneq ($(SEED),no)
	@echo "Nạp dữ liệu mẫu lần đầu…"
	@$(PY) manage.py seed
endif
	@touch $@

# Install a list unless exactly this text of it was installed before.
define install
cat requirements.txt $(1) | sha256sum | cmp -s - $(VENV)/$(1).sum || { \
  echo "Cài đặt các gói trong $(1)…"; \
  $(PIP) install -r $(1) && cat requirements.txt $(1) | sha256sum > $(VENV)/$(1).sum; }
endef
