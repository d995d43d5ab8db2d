"""The page of planted faults: a table of which were caught."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from tests.mutation.faults import ROOT, Fault

PAGE: Final = ROOT / "docs" / "mutation.md"

CAUGHT: Final = "caught"
MISSED: Final = "**not caught**"

ABOUT: Final = """\
# Planted faults

Does the suite bite? Each row below is a fault that was planted in a copy of the model, one at a time: a sign, a limit
that is missing, two indices that are swapped, a discount factor that is lost, money that leaks. The test named beside
it has to fail, by an assertion (its own, or the check of the books in every run) and not because the program no longer
starts; before any fault is planted all of these tests have to pass. What is changed to what stands in
[faults.yaml](../tests/mutation/faults.yaml).

```sh
python -m tests.mutation.run              # all faults; writes this page; some minutes
python -m tests.mutation.run --only KEY   # one fault
```

The faults were chosen to lie in every part of the model, and one test is named for each although most are caught by
several. The bit-for-bit baselines, which notice any change at all, are never named: a test counts only if it says what
is right. Faults that no such test noticed when they were first tried stay in the table, with a test that was written
for what they showed. That every fault here is caught does not say that every other one would be.

"""


def page(faults: Sequence[Fault], verdicts: Mapping[str, str]) -> str:
    """The whole page.

    Args:
        faults: The faults in order.
        verdicts: `CAUGHT` or `MISSED` for each key.
    """
    caught = sum(verdicts[fault.key] == CAUGHT for fault in faults)
    lines = [
        f"**{caught} of {len(faults)} caught.**",
        "",
        "| fault | file | what is wrong | caught by | verdict |",
        "| --- | --- | --- | --- | --- |",
    ]
    for fault in faults:
        path, name = fault.caught_by.split("::")
        case = name.removeprefix("test_case[").removesuffix("]")
        test = f"[{name}](../{path})" if case == name else f"[case {case}](verification.md)"
        lines.append(
            f"| `{fault.key}` | [{fault.file}](../{fault.file}) | {fault.en}<br>{fault.zh} "
            f"| {test} | {verdicts[fault.key]} |"
        )
    return ABOUT + "\n".join(lines) + "\n"


def verdicts_of(text: str) -> dict[str, str]:
    """The verdict on each fault that a page holds, in its order."""
    return dict(re.findall(r"^\| `([^`]+)` \|.*\| ([^|]+) \|$", text, re.MULTILINE))
