"""What the battery reads off a scenario: what came out of a regime, held against another regime or a value."""

from collections.abc import Callable

from experiments.verification.battery.pair import Compared
from experiments.verification.check import Value
from experiments.verification.posting import played
from experiments.verification.theory import deal
from sim.outcomes import run_outcomes
from sim.schema import Scenario
from sim.simulate import simulate

type Read = Callable[[Scenario, str], Value]
"""A number, or a host, of a regime of a scenario."""


def against(read: Read, regime: str, other: str, held: Read | None = None) -> Callable[[Scenario], Compared]:
    """What is read of a regime, held against the same of another, or against what `held` reads of it."""
    return lambda scenario: (read(scenario, regime), (held or read)(scenario, other))


def of_deal(column: str) -> Read:
    """A column of the only deal."""

    def read(scenario: Scenario, regime: str) -> Value:
        value = deal(scenario, regime)[column]
        return value if isinstance(value, str) else float(value)

    return read


def mean_of_deals(column: str) -> Read:
    """Mean of a column over all deals."""
    return lambda scenario, regime: float(simulate(scenario, regime, with_planner=False).deals[column].mean())


def outcome(name: str) -> Read:
    """One of the outcomes that every run reports."""
    return lambda scenario, regime: run_outcomes(simulate(scenario, regime, with_planner=False))[name]


def posted_concession(scenario: Scenario, regime: str) -> float:
    """Highest concession that is posted."""
    return float(played(scenario, regime).concession.max())


def posted_payoff(city: int | None = None) -> Read:
    """Expected payoff of a city that posts, or of all together."""

    def read(scenario: Scenario, regime: str) -> float:
        payoff = played(scenario, regime).payoff
        return float(payoff.sum() if city is None else payoff[city])

    return read


def posted_price(city: int, full: float) -> Read:
    """Land price of a city whose only instrument is land, worth `full` at the list price."""
    return lambda scenario, regime: full - float(played(scenario, regime).concession[city])


def posted_receipts(city: int, full: float) -> Read:
    """Expected receipts from land per firm: price times the chance of being chosen."""

    def read(scenario: Scenario, regime: str) -> float:
        found = played(scenario, regime)
        return float((full - found.concession[city]) * found.probability[city])

    return read


def support_of_all(scenario: Scenario, regime: str) -> float:
    """Concessions of all projects together."""
    return float(simulate(scenario, regime, with_planner=False).deals["concession"].sum())


def worth_of_pillars(scenario: Scenario, regime: str) -> float:
    """What the industries that the cities chose are worth."""
    return simulate(scenario, regime, with_planner=False).pillar_choices[0].worth


def public_value(city: str) -> Read:
    """What the project is worth to a city, in any regime."""

    def read(scenario: Scenario, regime: str) -> float:
        table = scenario.projects.stylised
        if table is None or table.public_value is None:
            raise ValueError(f"no value is given for {city}")
        return table.public_value[city]

    return read


def half_of(read: Read) -> Read:
    """Half of a number."""

    def half(scenario: Scenario, regime: str) -> float:
        value = read(scenario, regime)
        if isinstance(value, str):
            raise TypeError("a host has no half")
        return value / 2.0

    return half
