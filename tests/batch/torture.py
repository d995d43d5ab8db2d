"""The long versions of the faults: `python -m tests.batch.torture` prints what it saw, a line for each fault."""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from experiments.batch.store import reading
from tests.batch.faults import Seen, compared, design, kill_everything, kill_workers, tables
from tests.batch.long_faults import crowd, fill_disk, flip_bits, jump_clock, poison

LONG = (0.5, 2.5)
"""Seconds between two kills of workers: some are up, and some are just starting."""

DISKS = (150, 200, 300, 400, 500, 600, 700, 64_000)
"""Sizes of the disk, in kB, one after the other."""

HEADINGS = ("faults", "starts", "runs", "lost", "doubled", "tables", "seconds")


def main() -> None:
    """Run all faults, at the size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="kills of the whole batch")
    parser.add_argument("--worker-kills", type=int, default=20, help="kills of workers, local and Dask each")
    parser.add_argument("--flips", type=int, default=300, help="bits flipped, or files cut short")
    parser.add_argument("--replications", type=int, default=1_500, help="12 runs each, for the kills")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-kills", action="store_true", help="leave out the kills")
    asked = parser.parse_args()
    luck, half = random.Random(asked.seed), asked.kills // 2
    print(f"{'fault':32}" + "".join(f"{heading:>11}" for heading in HEADINGS))
    with tempfile.TemporaryDirectory(prefix="citybid-torture-") as scratch:
        if not asked.no_kills:
            _kills(Path(scratch) / "kills", asked.replications, (half, asked.kills - half, asked.worker_kills), luck)
        _others(Path(scratch) / "others", asked.flips, luck)


def _kills(folder: Path, replications: int, kills: tuple[int, int, int], luck: random.Random) -> None:
    folder.mkdir()
    file = design(folder, replications)
    alone, together, workers = kills
    dask = ("--executor", "dask")
    _told(folder, file, "a/killed", "kill -9, coordinator",
          lambda own: kill_everything(own, file, alone, luck, group=False))  # fmt: skip
    _told(folder, file, "b/killed", "kill -9, coordinator and all",
          lambda own: kill_everything(own, file, together, luck, group=True))  # fmt: skip
    _told(folder, file, "c/workers", "kill -9, local workers",
          lambda own: kill_workers(own, file, workers, luck, between=LONG))  # fmt: skip
    _told(folder, file, "d/workers", "kill -9, Dask workers",
          lambda own: kill_workers(own, file, workers, luck, *dask, between=LONG))  # fmt: skip


def _others(folder: Path, flips: int, luck: random.Random) -> None:
    folder.mkdir()
    file = design(folder, 100)
    _told(folder, file, "e/store", "full disk, seven times", lambda own: fill_disk(own, file, DISKS))
    _told(folder, file, "f/store", "six batches at once", lambda own: crowd(own, file, 6))
    _told(folder, file, "g/store", "a clock that jumps", lambda own: jump_clock(own, file))
    undisturbed = folder / "undisturbed"
    expected = tables(undisturbed, folder)
    start = time.monotonic()
    seen = flip_bits(folder, undisturbed, expected, flips, luck)
    _line("bits flipped, files cut", (f"{seen.kills} told", seen.starts, "", "", "", "or same"), start)
    start = time.monotonic()
    (folder / "h").mkdir()
    seen = poison(folder / "h", file, undisturbed)
    _line("poison runs", (f"{seen.kills} failed", 1, seen.runs, 0, 0, "rest same"), start)


def _told(folder: Path, file: Path, store: str, name: str, fault: Callable[[Path], Seen]) -> None:
    """Run one fault; what was lost or doubled is counted, and a table that differs is an error."""
    own = folder / Path(store).parent
    own.mkdir()
    start = time.monotonic()
    seen = compared(folder, file, lambda: fault(own), store)
    with reading(folder / "undisturbed") as one, reading(folder / store) as other:
        wanted = [row.key for row in one.journal.rows()]
        there = [row.key for row in other.journal.rows()]
    lost, doubled = len(set(wanted) - set(there)), len(there) - len(set(there))
    _line(name, (seen.kills, seen.starts, len(there), lost, doubled, "identical"), start)


def _line(name: str, cells: tuple[object, ...], start: float) -> None:
    told = (*cells, f"{time.monotonic() - start:.0f}")
    print(f"{name:32}" + "".join(f"{cell!s:>11}" for cell in told), flush=True)


if __name__ == "__main__":
    main()
