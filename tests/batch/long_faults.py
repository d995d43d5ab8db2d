"""Faults whose long versions are run by the torture command alone: bits, disks, crowds, poison."""

import random
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest

from experiments.batch.executors.local import LocalExecutor
from experiments.batch.journal import Damaged
from experiments.batch.reading import read_plan
from experiments.batch.run import run_batch
from experiments.batch.store import reading
from experiments.folder import FolderRefused
from tests.batch.designs import run_here
from tests.batch.faults import Seen, batch, exported
from tests.batch.poisoned import POISON, Poisoned
from tests.batch.test_faults import mounted


def flip_bits(folder: Path, undisturbed: Path, expected: tuple[bytes, bytes], flips: int, luck: random.Random) -> Seen:
    """Flip a bit anywhere in a store, or cut a file short: the same tables come out, or the damage is told."""
    seen = Seen()
    files = [file for file in sorted(undisturbed.rglob("*")) if file.suffix in (".sqlite", ".parquet", ".json")]
    for _ in range(flips):
        copy = folder / "copy"
        shutil.copytree(undisturbed, copy)
        file = copy / luck.choice(files).relative_to(undisturbed)
        content = bytearray(file.read_bytes())
        if luck.random() < 0.2:
            del content[luck.randrange(len(content)) :]
        else:
            content[luck.randrange(len(content))] ^= 1 << luck.randrange(8)
        file.write_bytes(bytes(content))
        try:
            assert exported(copy, folder) == expected, f"other results from a changed {file.name}"
        except (Damaged, FolderRefused):
            seen.kills += 1
        shutil.rmtree(copy)
        seen.starts += 1
    return seen


def fill_disk(folder: Path, file: Path, sizes: tuple[int, ...]) -> Seen:
    """Run on a file system that is full again and again, a little larger each time; it goes on where it stopped."""
    seen, disk = Seen(), folder / "disk"
    with mounted(disk, f"size={sizes[0]}k") as really:
        if not really:
            raise PermissionError("mounting a small file system takes more rights")
        for size in sizes:
            subprocess.run(["mount", "-o", f"remount,size={size}k", str(disk)], check=True)
            process = batch(file, disk / "store", "--jobs", "2")
            process.communicate(timeout=900)
            code = process.returncode
            seen.starts += 1
            seen.kills += code in (3, 4)
            assert code in (0, 3, 4)
        shutil.copytree(disk / "store", folder / "store", dirs_exist_ok=True)
    return seen


def crowd(folder: Path, file: Path, many: int) -> Seen:
    """Start many batches on one store at once: one works, the others are refused, and nothing is done twice."""
    store = folder / "store"
    started = [batch(file, store, "--jobs", "1") for _ in range(many)]
    for process in started:
        process.communicate(timeout=900)
    codes = [process.returncode for process in started]
    assert sorted(codes) == [0, *[3] * (many - 1)], codes
    return Seen(kills=many - 1, starts=many)


def poison(folder: Path, file: Path, expected: Path) -> Seen:
    """Run the batch with runs that do their worst: each is one failure, and all others are as they should be."""
    plan = read_plan(str(file))
    limited = plan.design.model_copy(update={"time_limit": 10.0, "memory_limit": 600.0})
    plan = replace(plan, design=limited)

    def make(work, limits):
        return LocalExecutor(Poisoned(work), 2, limits)

    run_batch(plan, folder / "store", make, lambda standing: None, facts=dict)
    with reading(folder / "store") as opened, reading(expected) as clean:
        rows = {row.place: row for row in opened.journal.rows()}
        assert {place: row.status for place, row in rows.items() if not row.done} == {
            place: status for place, (_, status) in POISON.items()
        }
        for row in clean.journal.rows():
            assert row.place in POISON or rows[row.place].outcomes.tobytes() == row.outcomes.tobytes()
    return Seen(kills=len(POISON), starts=1, runs=len(rows))


def jump_clock(folder: Path, file: Path) -> Seen:
    """Run the batch while the clock of the day jumps by years to and fro."""
    with pytest.MonkeyPatch.context() as patch:
        luck, real = random.Random(4), time.time
        patch.setattr(time, "time", lambda: real() + luck.uniform(-1e9, 1e9))
        run_here(read_plan(str(file)), folder / "store")
    return Seen(starts=1)
