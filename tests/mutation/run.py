"""Plant each fault in a copy of the project, one at a time, and see whether its test catches it.

    python -m tests.mutation.run [--only KEY]

Exit code 0 if all are caught, 1 if one is not, 2 for an unknown key, 4 if no sound copy could be made. Without --only
the table is written to docs/mutation.md.
"""

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from xml.etree import ElementTree

from tests.mutation.faults import ROOT, Fault, read_faults
from tests.mutation.page import CAUGHT, MISSED, PAGE, page

LONGEST: Final = 120.0
"""Seconds that one test may take with a fault in the model."""

BEHAVIOUR: Final = re.compile(r"(AssertionError|assert |Failed: DID NOT RAISE|sim\.rules\.accounts\.Unbalanced)")
"""How the message of a failure begins if something was found wrong, and not merely something broken."""


class NoCopy(Exception):
    """There is no copy of the project in which the tests pass."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one fault."""

    fault: Fault
    caught: bool
    seconds: float
    why: str
    """The first line of the failure, or why it does not count."""


def copy_project(target: Path) -> None:
    """Copy the files that git knows, or would add, as they stand in the working tree.

    Raises:
        NoCopy: If git cannot list them.
    """
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoCopy(f"git does not list the files of {ROOT}: {error}") from error
    for name in sorted({name for name in listed.decode().split("\0") if name}):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)


def run_tests(copy: Path, nodes: Sequence[str], *, bytecode: bool, limit: float | None) -> tuple[int, str]:
    """Run tests in the copy; the exit code of pytest, and the messages of failures and errors.

    Raises:
        subprocess.TimeoutExpired: If they take longer than the limit, in seconds.
    """
    report = copy / "report.xml"
    report.unlink(missing_ok=True)
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTEST_ADDOPTS", "PYTHONPATH")}
    environment |= {} if bytecode else {"PYTHONDONTWRITEBYTECODE": "1"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-p",
        "no:cacheprovider",
        "--hypothesis-profile=first_failure",
        f"--junitxml={report}",
        *nodes,
    ]
    done = subprocess.run(
        command, cwd=copy, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=limit
    )
    return done.returncode, _messages(report) or done.stdout[-500:] + done.stderr[-500:]


def _messages(report: Path) -> str:
    if not report.exists():
        return ""
    cases = ElementTree.parse(report).getroot().iter("testcase")
    found = ((part.tag, part.get("message", "")) for case in cases for part in case)
    return "\n".join(text if kind == "failure" else f"error: {text}" for kind, text in found if kind != "system-out")


def ready(copy: Path, faults: Sequence[Fault]) -> None:
    """See that the copy imports itself, that every fault can be planted, and that all named tests pass without one.

    Raises:
        NoCopy: If not.
    """
    where = [sys.executable, "-c", "import sim; print(sim.__file__)"]
    imported = subprocess.run(where, cwd=copy, capture_output=True, text=True, check=False).stdout.strip()
    if not imported or not Path(imported).resolve().is_relative_to(copy.resolve()):
        raise NoCopy(f"python in the copy imports {imported or 'nothing'} in place of {copy / 'sim'}")
    for fault in faults:
        try:
            fault.in_place((copy / fault.file).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise NoCopy(str(error)) from error
    code, messages = run_tests(copy, sorted({fault.caught_by for fault in faults}), bytecode=True, limit=None)
    if code != 0:
        raise NoCopy(f"without a fault the named tests do not pass (exit code {code}):\n{messages}")


def judge(copy: Path, fault: Fault) -> Verdict:
    """Plant the fault, run its test, take the fault out again."""
    target = copy / fault.file
    sound = target.read_text(encoding="utf-8")
    for cached in (target.parent / "__pycache__").glob(f"{target.stem}.*.pyc"):
        cached.unlink()  # it may look as young and as long as the file with the fault in it
    begin = time.monotonic()
    try:
        target.write_text(fault.in_place(sound), encoding="utf-8")
        code, messages = run_tests(copy, [fault.caught_by], bytecode=False, limit=LONGEST)
    except subprocess.TimeoutExpired:
        return Verdict(fault, False, LONGEST, "the test did not come to an end")
    finally:
        target.write_text(sound, encoding="utf-8")
    seconds = time.monotonic() - begin
    first = messages.strip().partition("\n")[0]
    if code == 0:
        return Verdict(fault, False, seconds, "the test passes")
    if code != 1 or not BEHAVIOUR.match(first):
        return Verdict(fault, False, seconds, f"broken in place of wrong (exit code {code}): {first}")
    return Verdict(fault, True, seconds, first)


def table(verdicts: Sequence[Verdict]) -> str:
    """Key, verdict and seconds, one line each, with the reason where a fault was not caught."""
    width = max(len(each.fault.key) for each in verdicts)
    lines = [f"{'fault':{width}}  verdict     seconds"]
    for each in verdicts:
        said = "caught" if each.caught else "NOT CAUGHT"
        lines.append(
            f"{each.fault.key:{width}}  {said:10}  {each.seconds:7.1f}" + ("" if each.caught else f"  {each.why}")
        )
    lines.append(f"{sum(each.caught for each in verdicts)} of {len(verdicts)} caught")
    return "\n".join(lines)


def chosen(key: str | None) -> tuple[Fault, ...]:
    """All faults, or the one of that key.

    Raises:
        KeyError: If there is none.
    """
    every = read_faults()
    if key is None:
        return every
    found = tuple(fault for fault in every if fault.key == key)
    if not found:
        near = difflib.get_close_matches(key, [fault.key for fault in every], n=1, cutoff=0.4)
        raise KeyError(f"no fault {key!r}" + (f"; did you mean {near[0]}?" if near else ""))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.run", description=__doc__.splitlines()[0])
    parser.add_argument("--only", metavar="KEY", help="plant only this fault; the page stays as it is")
    key = parser.parse_args(arguments).only
    try:
        faults = chosen(key)
    except KeyError as error:
        print(error.args[0], file=sys.stderr)
        return 2
    verdicts = []
    try:
        with TemporaryDirectory(prefix="citybid-faults-") as folder:
            copy = Path(folder)
            copy_project(copy)
            print("the named tests without a fault ...", file=sys.stderr, flush=True)
            ready(copy, faults)
            for number, fault in enumerate(faults, start=1):
                verdicts.append(judge(copy, fault))
                last = verdicts[-1]
                said = "caught" if last.caught else "NOT CAUGHT"
                print(f"{number}/{len(faults)} {fault.key}: {said} ({last.seconds:.1f} s) {last.why[:90]}",
                      file=sys.stderr, flush=True)  # fmt: skip
    except NoCopy as error:
        print(error, file=sys.stderr)
        return 4
    except KeyboardInterrupt:
        print("interrupted; the page stays as it is", file=sys.stderr)
        return 130
    print(table(verdicts))
    if key is None:
        said = {each.fault.key: CAUGHT if each.caught else MISSED for each in verdicts}
        PAGE.write_text(page(faults, said), encoding="utf-8")
    return 0 if all(each.caught for each in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
