"""One command for the measurements: `make bench`, `python tasks.py bench`."""

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_make_and_the_script_know_the_same_commands_and_hand_on_their_arguments(monkeypatch):
    spec = importlib.util.spec_from_file_location("citybid_tasks", ROOT / "tasks.py")
    assert spec is not None
    assert spec.loader is not None
    tasks = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tasks)
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert targets is not None
    assert set(targets[1].split()) == set(tasks.COMMANDS)
    assert all(f"python tasks.py {name} " in tasks.__doc__ for name in tasks.COMMANDS)
    run: list[list[str]] = []
    monkeypatch.setattr(tasks, "setup", lambda: None)
    monkeypatch.setattr(tasks, "execute", lambda command: run.append(command) or 1)
    assert tasks.main(["bench", "--small"]) == 1
    assert run[0][1:] == ["-m", "benchmarks.performance", "--small"]
