"""The long versions of the faults: `python -m tests.batch.torture` prints what it saw, a line for each fault."""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.batch.faults import Seen, compared, design, kill_everything, kill_workers

LONG = (0.5, 2.5)
"""Seconds between two kills of workers: some are up, and some are just starting."""

HEADINGS = ("kills", "starts", "runs", "lost", "doubled", "tables", "seconds")


def main() -> None:
    """Run all faults, at the size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="kills of the whole batch")
    parser.add_argument("--worker-kills", type=int, default=20, help="kills of workers, local and Dask each")
    parser.add_argument("--replications", type=int, default=2_000, help="12 runs each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only-workers", action="store_true", help="leave out the kills of the whole batch")
    asked = parser.parse_args()
    luck, half = random.Random(asked.seed), asked.kills // 2
    print(f"{'fault':30}" + "".join(f"{heading:>11}" for heading in HEADINGS))
    with tempfile.TemporaryDirectory(prefix="citybid-torture-") as scratch:
        folder = Path(scratch)
        file = design(folder, asked.replications)
        if not asked.only_workers:
            _told(folder, file, "a/killed", "kill -9, coordinator",
                  lambda own: kill_everything(own, file, half, luck, group=False))  # fmt: skip
            _told(folder, file, "b/killed", "kill -9, coordinator and all",
                  lambda own: kill_everything(own, file, asked.kills - half, luck, group=True))  # fmt: skip
        _told(folder, file, "c/workers", "kill -9, local workers",
              lambda own: kill_workers(own, file, asked.worker_kills, luck, between=LONG))  # fmt: skip
        _told(folder, file, "d/workers", "kill -9, Dask workers",
              lambda own: kill_workers(own, file, asked.worker_kills, luck, "--executor", "dask",
                                       between=LONG))  # fmt: skip


def _told(folder: Path, file: Path, store: str, name: str, fault: Callable[[Path], Seen]) -> None:
    """Run one fault; it raises if anything is lost or doubled, or a table differs."""
    own = folder / Path(store).parent
    own.mkdir()
    start = time.monotonic()
    seen = compared(folder, file, lambda: fault(own), store)
    spent = time.monotonic() - start
    cells = (seen.kills, seen.starts, seen.runs, 0, 0, "identical", f"{spent:.0f}")
    print(f"{name:30}" + "".join(f"{cell:>11}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
