"""Small scenarios, and the command line in this process or in one of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from experiments.cli import main

SMALL = """\
title: { en: Two towns, zh: 两个城镇 }
seed: 7
replications: 6
cities:
  set:
    east: { name_en: East, name_zh: 东城 }
    west: { name_en: West, name_zh: 西城 }
projects:
  stylised:
    per_period: 5
    generator: { site_mean: 0.0, site_sd: 2.0, public_mean: 10.0, public_sd: 3.0 }
    outside_option: 0.0
    inside_share: 0.5
    investment: 100.0
regimes:
  - key: competition
    title: { en: Competition, zh: 自由竞争 }
  - key: cap
    title: { en: Cap, zh: 上限 }
    levers: [{ lever: subsidy_cap, cap: 0.04 }]
  - key: ban
    title: { en: Ban, zh: 禁止 }
    levers: [{ lever: subsidy_ban }]
sweeps:
  - key: outside
    title: { en: Outside option, zh: 外部选择 }
    path: projects.stylised.outside_option
    unit: million CNY
    values: [-20, 0, 8]
    replications: 5
"""

WATCHED = """\
extends: bundled:yongchuan_contest
title: { en: One plant, zh: 一家工厂 }
replications: 3
projects:
  match: { law: gumbel, scale: 0.02 }
regimes:
  - key: competition
    title: { en: Competition, zh: 自由竞争 }
  - key: ban
    title: { en: Ban, zh: 禁止 }
    levers: [{ lever: subsidy_ban }]
sweeps:
  - key: retained
    title: { en: Share of tax, zh: 留存份额 }
    path: cities.chengdu_longquanyi.retained_share
    unit: share
    values: [0.32, 0.39, 0.51]
    replications: 3
"""


@pytest.fixture
def small(tmp_path: Path) -> str:
    """Stylised projects in two cities under three regimes, with one sweep; takes milliseconds."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return str(path)


@pytest.fixture
def watched(tmp_path: Path) -> str:
    """One watched project in four cities under two regimes, with one sweep."""
    path = tmp_path / "watched.yaml"
    path.write_text(WATCHED, encoding="utf-8")
    return str(path)


@dataclass(frozen=True)
class Done:
    """How a command ended.

    Attributes:
        code: Exit code.
        out: Standard output.
        err: Standard error.
    """

    code: int
    out: str
    err: str


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run a command in this process, with one worker unless it says otherwise."""
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> Done:
        capsys.readouterr()
        code = main(arguments)
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return run


def environment(**variables: str) -> dict[str, str]:
    """The variables of a process of its own: English, 80 columns, UTF-8."""
    kept = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    return {**kept, "COLUMNS": "80", "PYTHONUTF8": "1", **variables}


def command(*arguments: str) -> list[str]:
    """The command line as a process of its own."""
    return [sys.executable, "-m", "experiments.cli", *arguments]


def apart(arguments: Sequence[str], **variables: str) -> Done:
    """Run a command in a process of its own."""
    done = subprocess.run(
        command(*arguments), env=environment(**variables), capture_output=True, encoding="utf-8", check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)
