"""One comparison of an expected with a simulated value, and a case, which is a list of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil, inf, isfinite, sqrt
from typing import Final, Literal

type Value = float | str
type Relation = Literal["=", "<", "<=", ">", ">=", "!="]
type Docking = Literal["simulator", "neighbour"]

BAND: Final = 4.0
"""Standard errors within which a mean over draws must lie."""

POWER: Final = 2.0
"""Further standard errors, so that an error of the size asked for is caught 98 times in 100."""

CAUGHT: Final = 0.01
"""Relative error of the model that a sample must be large enough to catch."""

ROUNDING: Final = 1e-9
"""Tolerance of what both sides compute exactly."""

ITERATION: Final = 1e-6
"""Tolerance of fixed points."""


@dataclass(frozen=True, slots=True)
class Check:
    """One expected value beside what was simulated.

    Attributes:
        row: Which row of the case, in signs that need no translation: "N, λ = 0.3, ban".
        quantity: What is compared: a key of the words below `verify.quantity.`, such as "concession".
        expected: From theory or an oracle; a text for a host.
        simulated: What the simulator, or for a neighbour the numerical solution, returned.
        tolerance: Largest difference allowed, in the unit of the value; for a relation other than "=", slack.
        relation: How simulated must stand to expected.
        draws: Number of draws behind a mean; none where the value is exact.
        error: Standard error of that mean, from the formula of the case; none where the value is exact.
    """

    row: str
    quantity: str
    expected: Value
    simulated: Value
    tolerance: float = ROUNDING
    relation: Relation = "="
    draws: int | None = None
    error: float | None = None

    @property
    def passed(self) -> bool:
        """Whether simulated stands to expected as it must; a value that is not finite never does."""
        one, other = self.simulated, self.expected
        if isinstance(one, str) or isinstance(other, str):
            return (one == other) == (self.relation == "=")
        if not (isfinite(one) and isfinite(other)):
            return False
        match self.relation:
            case "=":
                return abs(one - other) <= self.tolerance
            case "!=":
                return abs(one - other) > self.tolerance
            case "<":
                return one < other - self.tolerance
            case "<=":
                return one <= other + self.tolerance
            case ">":
                return one > other + self.tolerance
            case ">=":
                return one >= other - self.tolerance

    @property
    def ratio(self) -> float | None:
        """Difference over tolerance, at most 1 where it passes; none for texts and for relations other than "="."""
        if isinstance(self.simulated, str) or isinstance(self.expected, str) or self.relation != "=":
            return None
        difference = abs(self.simulated - self.expected)
        return difference / self.tolerance if self.tolerance else inf if difference else 0.0

    @property
    def caught(self) -> float | None:
        """Smallest relative error of the mean that is caught 98 times in 100: (BAND + POWER)·error / expected."""
        if not self.error or isinstance(self.expected, str) or self.expected == 0.0:
            return None
        return (BAND + POWER) * self.error / abs(self.expected)


def drawn(row: str, quantity: str, expected: float, simulated: float, deviation: float, draws: int) -> Check:
    """A mean over draws, to lie within four standard errors of what is expected.

    Args:
        row: Which row of the case.
        quantity: What is compared.
        expected: Mean by the formula.
        simulated: Mean over the draws.
        deviation: Standard deviation of one draw, by the formula.
        draws: Number of draws.
    """
    error = deviation / sqrt(draws)
    return Check(row, quantity, expected, simulated, BAND * error + ROUNDING, "=", draws, error)


def draws_needed(deviation: float, expected: float, relative: float = CAUGHT) -> int:
    """Draws with which a relative error of the mean is caught: ((BAND + POWER)·sd / (relative·expected))²."""
    return ceil(((BAND + POWER) * deviation / (relative * abs(expected))) ** 2)


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the suite.

    Attributes:
        key: Number of the case, such as "5b", or of the pair of the battery, such as "R3"; its title stands in the
            words below `verify.case.`.
        source: Whom the expected values follow, authors and year; "derived" for what was worked out
            from first principles.
        docking: Whether it runs on the simulator or is a textbook game beside it.
        checks: Runs the case.
        scenarios: Theory scenarios that it plays, by the name of their file.
    """

    key: str
    source: str
    docking: Docking
    checks: Callable[[], Iterator[Check]]
    scenarios: tuple[str, ...] = ()
