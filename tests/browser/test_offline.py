"""The pages with networking removed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser


def can_be_cut_off() -> bool:
    """Whether this process may make a network of its own."""
    return os.geteuid() == 0 and shutil.which("unshare") is not None


def test_the_pages_need_no_network_at_all():
    """In a network namespace with nothing but the loopback; where that is not allowed, on the open machine."""
    prefix = ["unshare", "-n"] if can_be_cut_off() else []
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "tests.browser.offline", "/lessons"],
        cwd=Path(__file__).parents[2], capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["strangers"] == []
    assert found["complaints"] == []
    assert found["asked"] > 5
