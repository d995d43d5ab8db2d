"""All cases in order, and running them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from experiments.verification.battery import PAIRS
from experiments.verification.cases import (
    case_01_open,
    case_02_gaussian,
    case_03_posted,
    case_04_outside,
    case_05a_cap,
    case_05b_waterbed,
    case_05c_posted_cap,
    case_06_border,
    case_06b_price_floor,
    case_08a_pacts,
    case_08c_posted_pacts,
    case_09_coalition,
    case_10_spite,
    case_11_structure,
    case_12a_values,
    case_12d_contracts,
    case_16_assignment,
    case_18_credit,
)
from experiments.verification.check import Case, Check
from experiments.verification.neighbours import (
    bidding_cost,
    capital_tax,
    common_value,
    entry,
    infrastructure,
    promotion_contest,
    research_spillovers,
    tax_coalition,
    tax_pact,
    trade_cost,
)

CASES: Final[tuple[Case, ...]] = (
    case_01_open.CASE,
    case_02_gaussian.CASE,
    case_03_posted.CASE_3A,
    case_03_posted.CASE_3C,
    case_03_posted.CASE_3D,
    case_03_posted.CASE_3E,
    case_04_outside.CASE_4,
    case_05a_cap.CASE,
    case_05b_waterbed.CASE,
    case_05c_posted_cap.CASE_5C,
    case_06_border.CASE_6,
    case_06b_price_floor.CASE_6B,
    case_08a_pacts.CASE,
    case_08c_posted_pacts.CASE_8C,
    case_09_coalition.CASE_9,
    case_10_spite.CASE_10B,
    case_10_spite.CASE_10C,
    case_11_structure.CASE_11A,
    case_11_structure.CASE_11C,
    case_12a_values.CASE,
    case_12d_contracts.CASE,
    case_16_assignment.CASE,
    case_18_credit.CASE_18,
    capital_tax.CASE,
    tax_pact.CASE,
    tax_coalition.CASE,
    entry.CASE,
    common_value.CASE,
    bidding_cost.CASE,
    infrastructure.CASE,
    trade_cost.CASE,
    research_spillovers.CASE,
    promotion_contest.CASE,
    *(pair.case for pair in PAIRS),
)  # fmt: skip
"""Every case: those on the simulator, the textbook games beside it, then the pairs of the battery."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A case with what came out of it."""

    case: Case
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether there is something to check, and every check passed."""
        return bool(self.checks) and all(check.passed for check in self.checks)


def verify(cases: Sequence[Case], progress: Callable[[int, int], None]) -> list[Verdict]:
    """Run cases one after the other; an exception is a bug and passes through."""
    found = []
    for done, case in enumerate(cases):
        progress(done, len(cases))
        found.append(Verdict(case, tuple(case.checks())))
    progress(len(cases), len(cases))
    return found
