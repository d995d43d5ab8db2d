"""What a comparison says: who gains under which standard, who hosts, and where a sweep turns that round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from experiments.results import Comparison, SweepResult
from experiments.statistics import Interval, Paired, wilson

STANDARDS: Final = ("welfare_total", "welfare_region", "cities_gain")
"""The three standards of welfare, always side by side: everyone, the region, the cities."""

ONE_YUAN: Final = 1e-6
"""Differences below one yuan are rounding."""

type Verdict = Literal["gain", "loss", "unclear", "same", "none"]
"""`unclear`: the interval holds 0. `same`: no difference in any replication. `none`: undefined."""


def verdict(pair: Paired, identical: bool = False) -> Verdict:
    """What a paired difference says; of a single replication its sign.

    Args:
        pair: The difference.
        identical: Whether it is zero in every replication.
    """
    found = pair.difference
    if not np.isfinite(found.mean):
        return "none"
    if identical:
        return "same"
    if found.n > 1 and not (found.low > ONE_YUAN or found.high < -ONE_YUAN):
        return "unclear"
    if abs(found.mean) <= ONE_YUAN:
        return "same" if found.n == 1 else "unclear"
    return "gain" if found.mean > 0 else "loss"


def identical(comparison: Comparison, name: str, regime: str) -> bool:
    """Whether an outcome is the same as under the baseline in every replication."""
    gap = comparison.outcome(name, regime) - comparison.outcome(name, comparison.baseline)
    return bool(np.all(np.abs(gap[np.isfinite(gap)]) <= ONE_YUAN))


def verdicts(comparison: Comparison) -> dict[str, dict[str, Verdict]]:
    """By regime other than the baseline and by standard: gain, loss, or neither."""
    return {
        regime: {
            name: verdict(comparison.difference(name, regime), identical(comparison, name, regime))
            for name in STANDARDS
        }
        for regime in comparison.regimes[1:]
    }


def city_verdicts(comparison: Comparison, regime: str) -> dict[str, Verdict]:
    """By city: whether it gains or loses under a regime."""
    gap = comparison.city_totals("welfare_city", regime) - comparison.city_totals("welfare_city", comparison.baseline)
    same = (np.abs(gap) <= ONE_YUAN).all(axis=0)
    return {
        city: verdict(comparison.city_difference("welfare_city", regime, index), bool(same[index]))
        for index, city in enumerate(comparison.scenario.cities)
    }


def favourite(counts: Mapping[str, int]) -> str | None:
    """The most frequent key, "" for leaving; None where the first two cannot be told apart.

    They can if the 95 % interval (Wilson) of the first among both lies above one half, or if nobody else hosts.
    """
    ranked = sorted(counts, key=lambda key: -counts[key])
    if not ranked or counts[ranked[0]] == 0:
        return None
    first, second = counts[ranked[0]], counts[ranked[1]] if len(ranked) > 1 else 0
    clear = second == 0 or wilson(first, first + second).low > 0.5
    return ranked[0] if clear else None


def host_counts(shares: Mapping[str, Interval]) -> dict[str, int]:
    """How often each city hosts, from shares."""
    return {key: round(share.mean * share.n) for key, share in shares.items() if share.n}


@dataclass(frozen=True, slots=True)
class Reversal:
    """Values of a sweep at which a finding of the comparison is no longer what it was.

    Attributes:
        sweep: Key of the sweep.
        regime: Key of the regime.
        subject: Name of the standard, or key of the watched project.
        kind: What changes: the sign of a difference, the most frequent host, or the host without luck.
        before: Verdict or host in the comparison; None for no clear host.
        after: Verdict or host at the values.
        values: The values, as the sweep states them.
    """

    sweep: str
    regime: str
    subject: str
    kind: Literal["sign", "host", "central"]
    before: str | None
    after: str
    values: tuple[float, ...]

    @property
    def flips(self) -> bool:
        """Whether something that was clear becomes its opposite, rather than something open becoming clear."""
        return self.before in ("gain", "loss") if self.kind == "sign" else self.before is not None


def reversals(comparison: Comparison) -> list[Reversal]:
    """All reversals in the sweeps that were run, what flips first; hosts before welfare."""
    found: list[Reversal] = []
    for result in comparison.sweeps:
        for index, lead in enumerate(comparison.scenario.projects.watched):
            for regime in result.regimes:
                found += _host_reversals(comparison, result, regime, index, lead.key)
    for name in STANDARDS:
        for result in comparison.sweeps:
            for regime in result.compared(comparison.baseline):
                found += _sign_reversals(comparison, result, regime, name)
    return sorted(found, key=lambda reversal: not reversal.flips)


def _sign_reversals(comparison: Comparison, result: SweepResult, regime: str, name: str) -> list[Reversal]:
    before = verdict(comparison.difference(name, regime), identical(comparison, name, regime))
    pairs = result.difference(name, regime, comparison.baseline)
    signs = [verdict(pair) for pair in pairs]
    others = [sign for sign in ("gain", "loss") if sign != before]
    return [
        Reversal(result.sweep.key, regime, name, "sign", before, sign, values)
        for sign in others
        if (values := _values_with(result, signs, sign)) and before != "none"
    ]


def _host_reversals(
    comparison: Comparison, result: SweepResult, regime: str, lead: int, project: str
) -> list[Reversal]:
    keys = {"": -1} | {key: index for index, key in enumerate(comparison.scenario.cities)}
    counts = {key: result.host_counts(regime, lead, index) for key, index in keys.items()}
    often = [favourite({key: int(count[v]) for key, count in counts.items()}) for v in range(len(result.values))]
    without_luck = [host_key(comparison, host) for host in result.central_hosts[regime][:, lead]]
    found: list[Reversal] = []
    hosts: tuple[Literal["host", "central"], ...] = ("host", "central")
    for kind, at, before in zip(hosts, (often, without_luck), _hosts_before(comparison, regime, lead), strict=True):
        others = [key for key in dict.fromkeys(at) if key is not None and key != before]
        found += [
            Reversal(result.sweep.key, regime, project, kind, before, key, _values_with(result, at, key))
            for key in others
        ]
    return found


def _hosts_before(comparison: Comparison, regime: str, lead: int) -> tuple[str | None, str | None]:
    often = favourite(host_counts(comparison.host_shares(regime, lead)))
    return often, host_key(comparison, comparison.central_hosts[regime][lead])


def host_key(comparison: Comparison, host: float) -> str | None:
    """Key of a city from its index, "" for leaving, None where it is not known."""
    if not np.isfinite(host):
        return None
    return "" if host < 0 else list(comparison.scenario.cities)[int(host)]


def _values_with(result: SweepResult, found: Sequence[str | None], wanted: str) -> tuple[float, ...]:
    return tuple(value for value, key in zip(result.sweep.values, found, strict=True) if key == wanted)
