"""The project's own files: the lock, the set-up script and what a release carries."""

import ast
import importlib.util
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
TASKS = ROOT / "tasks.py"
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")

PACKAGE = re.compile(r"(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[0-9a-z.+!]+)( ; [^/\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


# ---------------------------------------------------------------- the lock file


def test_the_lock_holds_names_versions_and_hashes_only():
    assert "://" not in LOCK
    odd = [line for line in LOCK.splitlines() if not PACKAGE.fullmatch(line) and not HASH.fullmatch(line)]
    assert odd == []


def test_the_lock_satisfies_every_dependency_of_the_project():
    locked = {match["name"]: match["version"] for match in map(PACKAGE.fullmatch, LOCK.splitlines()) if match}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["dev"]
    lines += project["build-system"]["requires"]
    lines += [line for line in (ROOT / "build.in").read_text().splitlines() if line and line[0] != "#"]
    for requirement in map(Requirement, lines):
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        assert name in locked, f"{name} is not locked: run `python tasks.py lock`"
        assert requirement.specifier.contains(locked[name]), f"{name}: run `python tasks.py lock`"


def test_mesa_brings_what_it_cannot_be_imported_without():
    assert re.search(r"^networkx==", LOCK, re.MULTILINE)


# ---------------------------------------------------------------- the set-up script


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, with an environment folder of its own that does not exist yet."""
    spec = importlib.util.spec_from_file_location("citybid_tasks", TASKS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", str(tmp_path / "venv"))
    return module


@pytest.fixture
def pretend(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Make a set-up that installs nothing; the list tells what it did."""
    done: list[str] = []

    def make(command: list[str], extra: dict[str, str] | None = None) -> None:
        done.append("venv")
        python = Path(tasks.program("python"))
        python.parent.mkdir(parents=True)
        python.touch()

    monkeypatch.setattr(tasks, "step", make)
    monkeypatch.setattr(tasks, "install", lambda: done.append("install"))
    monkeypatch.setattr(tasks, "probe", lambda command: ((3, 13, 0), "python3.13", True))
    return done


@pytest.mark.parametrize("version", [(3, 7), (3, 8)])
def test_old_interpreters_can_read_the_script(version):
    ast.parse(TASKS.read_text(encoding="utf-8"), feature_version=version)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (None, "-"),
        (((3, 11, 7), "python3.11", True), "3.11.7"),
        (((3, 12, 3), "python3.12", False), "3.12.3 (no ensurepip"),
    ],
    ids=["nothing runs", "too old", "cannot make environments"],
)
def test_without_a_good_python_it_says_so_in_two_languages(tasks, monkeypatch, capsys, answer, found):
    monkeypatch.setattr(tasks, "probe", lambda command: answer)
    assert tasks.main(["setup"]) == 4
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"needs Python 3.12 or newer; found: {found}" in captured.err
    assert f"需要 Python 3.12 或更高版本；找到的版本：{found}" in captured.err
    assert not Path(tasks.VENV).exists()


def test_a_command_that_exists_and_fails_is_passed_over(tasks, tmp_path, monkeypatch):
    shim = tmp_path / "python3.13"
    shim.write_text("#!/bin/sh\necho 'command not found' >&2\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setattr(tasks, "candidates", lambda: [[str(shim)], ["no-such-python"], [sys.executable]])
    version, _, able = tasks.probe([tasks.find_python()])
    assert version[:2] >= (3, 12)
    assert able


def test_a_second_set_up_does_nothing_and_a_changed_lock_installs_again(tasks, pretend, monkeypatch):
    assert tasks.main(["setup"]) == 0
    assert tasks.main(["setup"]) == 0
    assert pretend == ["venv", "install"]
    monkeypatch.setattr(tasks, "fingerprint", lambda: "of another lock")
    assert tasks.main(["setup"]) == 0
    assert pretend == ["venv", "install", "install"]


def test_an_interrupted_set_up_is_quiet_and_is_done_again_from_the_start(tasks, pretend, monkeypatch, capsys):
    def interrupted() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "install", interrupted)
        assert tasks.main(["setup"]) == 130
    assert "Traceback" not in capsys.readouterr().err
    assert not tasks.ready()
    assert tasks.main(["setup"]) == 0
    assert pretend == ["venv", "venv", "install"]
    assert tasks.ready()


def test_a_folder_that_is_no_environment_is_left_alone(tasks, pretend, capsys):
    folder = Path(tasks.VENV)
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    assert tasks.main(["setup"]) == 4
    assert "不是 Python 虚拟环境" in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]


def test_the_lines_of_one_package_are_taken_from_the_lock_with_their_hashes(tasks):
    lines = tasks.locked("uv").splitlines()
    assert PACKAGE.fullmatch(lines[0])
    assert len(lines) > 1
    assert all(HASH.fullmatch(line) for line in lines[1:])
    assert tasks.locked("no-such-package") == ""


def test_a_package_mirror_set_for_pip_is_used_by_uv_and_uv_settings_win(tasks, monkeypatch):
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "a mirror")
    assert tasks.uv_index() == {"UV_DEFAULT_INDEX": "a mirror"}
    monkeypatch.setenv("UV_DEFAULT_INDEX", "another")
    assert tasks.uv_index() == {}


def test_exit_codes_and_variables_reach_and_leave_the_command(tasks, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    check = (
        "import os, sys; e = os.environ; "
        "sys.exit(7 if e['MPLBACKEND'] == 'Agg' and e['PYTHONUTF8'] == '1' "
        "and 'PYTHONDONTWRITEBYTECODE' not in e else 1)"
    )
    assert tasks.execute([sys.executable, "-c", check]) == 7


def test_an_unknown_command_is_a_usage_error(tasks, capsys):
    assert tasks.main(["instal"]) == 2
    assert tasks.main([]) == 2
    assert "Unknown command / 未知命令: instal" in capsys.readouterr().err


# ---------------------------------------------------------------- what a release carries


def build(kind: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.iterdir()
    return path


def test_the_wheel_carries_the_packages_the_scenarios_and_the_font(tmp_path):
    with zipfile.ZipFile(build("wheel", tmp_path)) as wheel:
        names = set(wheel.namelist())
        (entry,) = (name for name in names if name.endswith(".dist-info/entry_points.txt"))
        assert "citybid = experiments.cli:main" in wheel.read(entry).decode()
    assert {"sim/__init__.py", "experiments/__init__.py", "demo/__init__.py", "demo/words/page.zh.yaml"} <= names
    assert {"experiments/fonts/citybid-cjk.ttf", "experiments/fonts/LICENSE-citybid-cjk.txt"} <= names
    for path in (ROOT / "scenarios").rglob("*"):
        if path.suffix in {".yaml", ".csv"}:
            assert f"sim/scenarios/{path.relative_to(ROOT / 'scenarios').as_posix()}" in names
    assert any(name.startswith("sim/scenarios/") and name.endswith(".yaml") for name in names)
    assert not {name.split("/")[0] for name in names} - {"sim", "experiments", "demo", "citybid-0.1.0.dist-info"}
    assert not [name for name in names if "__pycache__" in name]


def test_the_source_release_carries_what_a_set_up_needs(tmp_path):
    with tarfile.open(build("sdist", tmp_path)) as release:
        names = {name.split("/", 1)[1] for name in release.getnames()}
    assert {"tasks.py", "Makefile", "requirements.lock", "build.in", "pyproject.toml", "LICENSE"} <= names
    assert any(name.startswith("scenarios/") and name.endswith(".yaml") for name in names)
    assert "tests/test_project.py" in names
    assert not [name for name in names if name.startswith((".venv", "out/")) or "__pycache__" in name]
