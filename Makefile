# Shortcuts to tasks.py, which also works where there is no make: python tasks.py setup
# More arguments: make test ARGS="-k fonts". Another interpreter: make setup PYTHON=python3.12
# Any Python from 3.6 on may start tasks.py; it looks for a good one by itself.
PY := $(shell for p in "$${VENV:-.venv}/bin/python" $(PYTHON) python3 python python3.13 python3.12 "$$HOME"/.pyenv/versions/3.1[23]*/bin/python; \
	do "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 6))' 2>/dev/null && echo "$$p" && break; done)

.PHONY: setup run test check bench lock clean
setup run test check bench lock clean:
	@"$(or $(PY),python3)" tasks.py $@ $(ARGS)
