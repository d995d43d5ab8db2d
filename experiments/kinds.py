"""Contest levers and real levers, which raise primitives by assumption: every report keeps them apart."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from experiments.results import Comparison
from sim.levers import Lever
from sim.schema import Scenario

type Kind = Literal["no lever", "contest", "real"]

MARK: Final = "® "
"""Before the name of a regime with a real lever."""


def kind_of(scenario: Scenario, regime: str) -> Kind:
    """The kind of a regime: "real" with a lever that raises primitives by assumption, "contest", or "no lever"."""
    (entry,) = (entry for entry in scenario.regimes if entry.key == regime)
    kinds = set(_kinds(entry.levers))
    return "real" if "real" in kinds else "contest" if kinds else "no lever"


def _kinds(levers: Iterable[Lever]) -> Iterator[Literal["contest", "real"]]:
    """The kinds of levers, and of those that they wrap."""
    for lever in levers:
        yield lever.kind
        yield from _kinds(getattr(lever, "levers", ()))


def contest_regimes(comparison: Comparison) -> tuple[str, ...]:
    """Regimes other than the baseline without any real lever: those that findings are about."""
    return tuple(key for key in comparison.regimes[1:] if kind_of(comparison.scenario, key) != "real")


def real_regimes(comparison: Comparison) -> tuple[str, ...]:
    """Regimes other than the baseline with a real lever."""
    return tuple(key for key in comparison.regimes[1:] if kind_of(comparison.scenario, key) == "real")


def marked(title: str, scenario: Scenario, regime: str) -> str:
    """The name of a regime, with a mark before it if it has a real lever."""
    return MARK + title if kind_of(scenario, regime) == "real" else title


def all_real(scenario: Scenario, regimes: Sequence[str]) -> bool:
    """Whether each of these regimes has a real lever; a key that the scenario does not have has none."""
    known = {entry.key for entry in scenario.regimes}
    return all(key in known and kind_of(scenario, key) == "real" for key in regimes)
