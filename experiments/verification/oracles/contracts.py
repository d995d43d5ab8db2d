"""Contracts between two cities about the benefit of a project, and what they are then ready to bid; λ = 0.

Following the logic of case 1: S_i = π_i + W_i, the highest S wins and pays up to the next one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from experiments.verification.oracles.ascending import OUTSIDE, Award, award, planned


@dataclass(frozen=True, slots=True)
class Shared:
    """Where the project goes, and what each city has.

    Attributes:
        award: The outcome of the contest; `region` counts what leaks to a tier that does not bid.
        cities: Payoff by city.
    """

    award: Award
    cities: Mapping[str, float]


def _contest(site: Mapping[str, float], public: Mapping[str, float], willing: Mapping[str, float]) -> Award:
    """The higher score wins; nobody pays less than 0, and the loser's site stays an option."""
    host = max(site, key=lambda key: site[key] + max(0.0, willing[key]))
    (other,) = set(site) - {host}
    return award(site, public, host, max(0.0, site[other] + max(0.0, willing[other]) - site[host]), 0.0)


def pooled(site: Mapping[str, float], public: Mapping[str, float], share: float) -> Shared:
    """Benefits pooled at share a, the host alone pays: W_i = (1 - a)·v_i + a/2·v_i - a/2·v_j, floored at 0."""
    one, two = site
    willing = {
        i: (1 - share) * public[i] + share / 2 * public[i] - share / 2 * public[j] for i, j in ((one, two), (two, one))
    }
    found = _contest(site, public, willing)
    value = public[found.host]
    paid = {key: found.concession if key == found.host else 0.0 for key in site}
    kept = {key: (1 - share) * value if key == found.host else 0.0 for key in site}
    return Shared(found, {key: kept[key] + share / 2 * value - paid[key] for key in site})


def leaking(site: Mapping[str, float], public: Mapping[str, float], share: float) -> Shared:
    """A share of the benefit goes to a tier that does not bid: W_i = (1 - a)·v_i."""
    found = _contest(site, public, {key: (1 - share) * public[key] for key in site})
    net = (1 - share) * public[found.host] - found.concession
    return Shared(found, {key: net if key == found.host else 0.0 for key in site})


def split(site: Mapping[str, float], public: Mapping[str, float]) -> Shared:
    """Benefit less support halved: both maximise the same sum, so the outcome is the planner's."""
    found = planned(site, public)
    return Shared(found, dict.fromkeys(site, found.city / 2))


def against_outsider(
    value: float, offer: float, *, share: float, members: int, costs_pooled: bool
) -> tuple[str, float]:
    """Host and price where only the first city can host and the project has an offer elsewhere.

    A host that pays alone bids at most (1 - a + a/n)·v; with costs pooled too it bids up to v.
    """
    most = value if costs_pooled else (1 - share + share / members) * value
    return ("a", offer) if offer < most else (OUTSIDE, 0.0)
