"""The output folder: whose it is, what is refused, and what survives."""

import errno
import json
import os
import re
import socket
from pathlib import Path

import pytest

import experiments.folder
from experiments.folder import OutputFolder
from experiments.manifest import Plan, private


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture
def out(tmp_path):
    return tmp_path / "deep" / "out"


@pytest.fixture
def write(here, small, out):
    """Compare into the folder, quickly."""
    return lambda *more: here("compare", small, "--no-figures", "--no-sweeps", "--out", str(out), *more)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".csv", ".md", ".parquet")}


def test_the_manifest_says_what_was_run(write, out, small):
    assert write("--seed", "5").code == 0
    found = manifest(out)
    assert found["complete"] is True
    assert found["plan"]["seed"] == found["scenario"]["seed"] == 5
    assert found["plan"]["regimes"] == ["competition", "cap", "ban"]
    assert found["replications_finished"] == 6
    assert re.fullmatch("[0-9a-f]{64}", found["plan"]["scenario"])
    assert found["packages"]["numpy"]
    assert found["started"] <= found["finished"]
    assert set(found["platform"]) == {"system", "release", "machine"}
    for name, facts in found["files"].items():
        assert (out / name).stat().st_size == facts["bytes"]
    text = (out / "manifest.json").read_text(encoding="utf-8")
    assert str(Path.home()) not in text
    assert str(out.parent) not in text
    assert socket.gethostname() not in text or len(socket.gethostname()) < 4


def test_the_same_plan_is_written_again_byte_for_byte(write, out):
    assert write().code == 0
    first = contents(out)
    assert write("--lang", "zh").code == 0
    assert contents(out) == first


@pytest.mark.parametrize(
    "more", [("--seed", "8"), ("--replications", "4"), ("--regime", "ban"), ("--set", "contest.bluff=0.5")]
)
def test_another_plan_is_refused_and_both_are_named(write, out, more):
    assert write().code == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    done = write(*more)
    assert done.code == 3
    assert "there: compare Two towns" in done.err
    assert "here:  compare Two towns" in done.err
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert "不会覆盖" in write(*more, "--lang", "zh").err


def test_another_command_is_refused(write, here, small, out):
    assert write().code == 0
    assert here("run", small, "--out", str(out)).code == 3


def test_a_folder_of_somebody_else_is_left_alone(write, out):
    out.mkdir(parents=True)
    (out / "thesis.txt").write_text("years of work", encoding="utf-8")
    done = write()
    assert done.code == 3
    assert "thesis.txt" in done.err
    assert [path.name for path in out.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"program": "other"}', '{"program": "citybid", "plan": 1}'])
def test_a_manifest_that_is_not_ours_is_refused(write, out, text):
    out.mkdir(parents=True)
    (out / "manifest.json").write_text(text, encoding="utf-8")
    assert write().code == 3


def test_an_empty_folder_is_taken_and_a_file_refused(write, out):
    out.mkdir(parents=True)
    assert write().code == 0
    out.with_name("file").write_text("x", encoding="utf-8")
    assert write("--out", str(out.with_name("file"))).code == 3
    assert write("--out", str(out.with_name("file") / "below")).code == 3


def test_a_folder_in_use_is_refused_at_once(write, out):
    plan = Plan("compare", "0" * 64, "Two towns", ("competition",), 1, 1, {})
    with OutputFolder(out, plan):
        done = write()
    assert done.code == 3
    assert "in use" in done.err
    assert write().code == 0


def test_what_a_killed_process_left_behind_is_swept(write, out):
    out.mkdir(parents=True)
    (out / ".citybid-abc.tmp").write_bytes(b"half")
    assert write().code == 0
    assert not list(out.glob("*.tmp"))


def test_files_that_are_no_longer_written_go(here, small, out):
    arguments = ["compare", small, "--no-sweeps", "--no-figures", "--out", str(out)]
    assert here(*arguments).code == 0
    (out / "old.csv").write_text("x", encoding="utf-8")
    found = manifest(out)
    found["files"]["old.csv"] = {}
    found["files"]["../elsewhere"] = {}
    out.with_name("elsewhere").write_text("x", encoding="utf-8")
    (out / "manifest.json").write_text(json.dumps(found), encoding="utf-8")
    assert here(*arguments).code == 0
    assert not (out / "old.csv").exists()
    assert out.with_name("elsewhere").exists()


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_the_machines_fault_and_hurts_nothing(write, out, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(experiments.folder.os, "fsync", full_disk)
        done = write()
        assert done.code == 4
        assert "No space left" in done.err
        assert "Traceback" not in done.err
    assert not list(out.glob("*.tmp"))
    assert write().code == 0
    before = contents(out)
    count = 0

    def full_later(handle: int) -> None:
        nonlocal count
        count += 1
        if count > 5:
            full_disk()

    with monkeypatch.context() as patch:
        patch.setattr(experiments.folder.os, "fsync", full_later)
        assert write().code == 4
    assert manifest(out)["complete"] is False
    assert contents(out) == before
    assert write().code == 0
    assert manifest(out)["complete"] is True


def test_a_folder_that_may_not_be_written_is_refused(write, out, monkeypatch):
    def denied(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(experiments.folder.os, "replace", denied)
    done = write()
    assert done.code == 3
    assert "cannot be written" in done.err


@pytest.mark.parametrize(
    ("argument", "kept"),
    [
        ("compare", "compare"),
        ("a/b.yaml", "a/b.yaml"),
        ("/home/somebody/x.yaml", "x.yaml"),
        ("--out=/home/somebody/out/", "--out=out"),
        ("C:\\Users\\somebody\\x.yaml", "x.yaml"),
        ("~/x.yaml", "x.yaml"),
        ("seed=5", "seed=5"),
    ],
)
def test_arguments_in_the_manifest_name_no_user(argument, kept):
    assert private(argument) == kept


@pytest.mark.skipif(os.name == "nt", reason="file modes")
def test_files_have_the_usual_rights(write, out):
    assert write().code == 0
    mask = os.umask(0)
    os.umask(mask)
    assert (out / "runs.csv").stat().st_mode & 0o777 == 0o666 & ~mask
