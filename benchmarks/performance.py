"""How fast the program is: measured in one run on one machine, and written to `docs/performance.md` and its JSON.

    python -m benchmarks.performance            all of it, some minutes; leave the machine alone meanwhile
    python -m benchmarks.performance --page     only write the page anew, from the numbers of the JSON file
    python -m benchmarks.performance --small    a minute: ratios within this run against `benchmarks/expected.json`
    python -m benchmarks.performance --small --refresh    take this run's ratios as the expected ones

Exit codes: 0 done; 1 with `--small`: a ratio is worse than expected by more than its margin; 4 the machine lacks
something.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from benchmarks.clock import THREADS, Facts, tell
from experiments.batch.identity import model_version

DOCS: Final = Path(__file__).resolve().parent.parent / "docs"
NUMBERS: Final = DOCS / "performance.json"
PAGE: Final = DOCS / "performance.md"


def machine() -> Facts:
    """Where and when it was measured."""
    names = [
        line.partition(":")[2].strip()
        for line in (Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else [])
        if line.startswith("model name")
    ]
    return {
        "model": model_version().split()[0],
        "date": datetime.now(UTC).date().isoformat(),
        "processor": names[0] if names else platform.processor() or platform.machine(),
        "cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version(),
        "numpy": version("numpy"), "mesa": version("mesa"),
        "numba": version("numba") if find_spec("numba") else None, "load": round(os.getloadavg()[0], 2),
    }  # fmt: skip


def measure(rounds: int) -> Facts:
    """Everything that the page tells, as plain data."""
    from benchmarks.batches import batches
    from benchmarks.fits import fits
    from benchmarks.forms import COMPILED, asked_for
    from benchmarks.ladder import climb
    from benchmarks.profile import profiled
    from benchmarks.runs import measured, subjects
    from benchmarks.startup import startups
    from benchmarks.verdicts import verdicts

    where, some = machine(), subjects(rounds)
    found: Facts = {"machine": where, "rounds": rounds}
    found["runs"] = {name: measured(name, subject) for name, subject in some.items()}
    with asked_for("never"):
        found["profile"] = profiled(some["region"].scenario)
    with tempfile.TemporaryDirectory(prefix="citybid-ladder-") as folder:
        found["ladder"] = climb(Path(folder), rounds)
    found["fits"] = fits(found["ladder"])
    if COMPILED:
        found["compiled_fits"] = fits(found["ladder"], "compiled")
    alone = found["runs"]["region"]["wall"]["simulate"]["median"]
    found["batches"] = batches(some["region"].scenario, alone, rounds)
    found["startup"] = startups(rounds)
    found = rounded(found)
    return {**found, "verdicts": rounded(verdicts(found))}


def rounded(value: Any) -> Any:
    """The same data with four significant digits, so that the file holds no noise."""
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(entry) for entry in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def write_page() -> None:
    """Write the page from the JSON file and what was written by hand."""
    from benchmarks.page import page
    from benchmarks.tried import tried

    PAGE.write_text(page(json.loads(NUMBERS.read_text(encoding="utf-8")), tried()), encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Measure, or check, and say so."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.performance", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--small", action="store_true", help="compare a few ratios with the expected ones")
    parser.add_argument("--refresh", action="store_true", help="with --small: take them as the expected ones")
    parser.add_argument("--page", action="store_true", help="only write the page anew")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of the longest cases (default 3)")
    asked = parser.parse_args(arguments)
    if (asked.refresh and not asked.small) or (asked.small and asked.page) or asked.rounds < 1:
        parser.error("--refresh goes with --small, --page by itself, and --rounds is at least 1")
    if asked.page:
        write_page()
        return 0
    if not hasattr(os, "wait4"):
        print("The measurements need Linux or macOS. / 性能测试需要 Linux 或 macOS。", file=sys.stderr)
        return 4
    if asked.small:
        from benchmarks.small import small

        return small(asked.refresh)
    found = measure(asked.rounds)
    NUMBERS.write_text(json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
    write_page()
    missed = [row["what"] for row in found["verdicts"] if not row["reached"]]
    tell(f"written: {PAGE.name} and {NUMBERS.name}; targets missed: {'; '.join(missed) or 'none'}")
    return 0


if __name__ == "__main__":
    if any(os.environ.get(name) != "1" for name in THREADS):
        # Libraries read these when they are loaded: start anew with them.
        os.execve(sys.executable, [sys.executable, "-m", "benchmarks.performance", *sys.argv[1:]],  # noqa: S606
                  os.environ | dict.fromkeys(THREADS, "1"))  # fmt: skip
    sys.exit(main())
