"""Targets about bidding: what support decides, what it costs, who gets it, and what competitors do to it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from experiments.calibration.samples import Calibration, Floats, Sample, measured, regimes, runs, sample, whole_region
from sim.outcomes import View
from sim.regime import distances_km
from sim.scenario import load
from sim.schema import Scenario
from sim.simulate import Columns, Run, simulate

BAN: Final = [{"lever": "subsidy_ban"}]
SUB_UNIT_KM: Final = 80.0
"""Sub-units that coordinate lie no further apart than this (assumption: a large American county)."""

STRESS: Final = (
    "projects.match.scale=0.03",
    "projects.spillover.scale=0.04",
    "projects.spillover.correlation=-0.6",
    "cities.defaults.leader_horizon=5",
    "cities.defaults.value_per_job=0",
    *(f"industries.{key}.tax_share=0.01" for key in load("base").industries),
)
"""A corner of the declared ranges at which support decides most."""

EVERY_FIRM: Final = "projects.pipeline.contestable_share=1.0"


def supported(run: Run) -> NDArray[np.bool_]:
    """Which projects were hosted with support."""
    return View(run, run.deals, run.cities).supported


def flips(run: Run) -> tuple[float, float]:
    """Supported projects whose host changes without support, and supported projects."""
    which, deals = supported(run), run.deals
    return float((deals["host"] != deals["host_at_zero"])[which].sum()), float(which.sum())


def but_for(calibration: Calibration, replications: int = 40) -> Sample:
    """Share of supported projects whose host, or hosting at all, changes when every concession is zero."""
    scenario = calibration.load("base", *regimes(competition=[]))
    return measured(scenario, replications, lambda found: flips(found["competition"]))


def but_for_stress(calibration: Calibration) -> Sample:
    """The same at the corner of the declared ranges where support decides most."""
    return measured(
        calibration.load("base", *regimes(competition=[]), *STRESS), 20, lambda found: flips(found["competition"])
    )


def _welfare_gain(scenario: Scenario) -> Sample:
    def read(found: dict[str, Run]) -> tuple[float, float]:
        with_bids, without = (float(found[key].deals["welfare_total"].sum()) for key in ("competition", "ban"))
        return with_bids - without, without

    return measured(scenario, 40, read)


def welfare_gain(calibration: Calibration) -> Sample:
    """Total welfare of competition less that of a ban, over that of the ban."""
    return _welfare_gain(calibration.load("base"))


def welfare_gain_at_par(calibration: Calibration) -> Sample:
    """The same where raising a yuan costs a yuan, so that transfers cancel."""
    return _welfare_gain(calibration.load("base", "economy.cost_of_public_funds=0"))


def rent_share(calibration: Calibration) -> Sample:
    """What firms gain by support over that and what it leaves the hosts, over supported projects.

    Σ (Π - Π under a ban) / Σ (Π - Π under a ban + public value - (1+λ)x).
    """

    def read(found: dict[str, Run]) -> tuple[float, float]:
        which, deals = supported(found["competition"]), found["competition"].deals
        gain = float((deals["firm_gain"] - found["ban"].deals["firm_gain"])[which].sum())
        return gain, gain + float(deals["public_net"][which].sum())

    return measured(calibration.load("base"), 20, read)


def distances(scenario: Scenario) -> Floats:
    """Distance of every pair of cities, (C, C), km."""
    return distances_km(tuple(scenario.cities.values()))


def only(scenario: Scenario, keys: list[str]) -> Scenario:
    """A scenario with these cities alone."""
    return scenario.model_copy(update={"cities": {key: scenario.cities[key] for key in keys}})


def support_over_investment(deals: Columns) -> float:
    """Σ x / Σ I over hosted projects."""
    hosted = deals["host"] >= 0
    return float(deals["concession"][hosted].sum() / deals["investment"][hosted].sum())


def _one_more(calibration: Calibration, contest: str, periods: int) -> Sample:
    scenario = calibration.load("base", f"contest.format={contest}", EVERY_FIRM, f"time.periods={periods}")
    keys, pairs = list(scenario.cities), []
    for order in np.argsort(distances(scenario), axis=1, kind="stable"):
        near = [keys[index] for index in order[:3]]
        two, three = (
            support_over_investment(simulate(only(scenario, near[:count]), with_planner=False).deals)
            for count in (2, 3)
        )
        pairs.append((three - two, two))
    return sample(pairs)


def one_more_open(calibration: Calibration) -> Sample:
    """Change of support over investment when each town and its nearest rival get the next nearest one beside them."""
    return _one_more(calibration, "open", periods=12)


def one_more_posted(calibration: Calibration) -> Sample:
    """The same with rates that are posted before it is known who comes."""
    return _one_more(calibration, "posted", periods=2)


def neighbours(scenario: Scenario) -> list[list[str]]:
    """Groups of cities of which no two lie further apart than `SUB_UNIT_KM`, by complete linkage."""
    labels = fcluster(linkage(squareform(distances(scenario), checks=False), "complete"), SUB_UNIT_KM, "distance")
    keys = np.array(list(scenario.cities))
    return [keys[labels == label].tolist() for label in np.unique(labels)]


def _coordinated(calibration: Calibration) -> Scenario:
    groups = [group for group in neighbours(calibration.load("base")) if len(group) > 1]
    joint = [{"lever": "joint_negotiation", "members": group} for group in groups]
    return calibration.load("base", *regimes(apart=[], joint=joint))


def coordinated_support(calibration: Calibration) -> Sample:
    """Change of all support when neighbouring districts bid as one."""

    def read(found: dict[str, Run]) -> tuple[float, float]:
        joint, apart = (float(found[key].deals["concession"].sum()) for key in ("joint", "apart"))
        return joint - apart, apart

    return measured(_coordinated(calibration), 20, read)


def coordinated_hosts(calibration: Calibration) -> Sample:
    """Share of supported projects whose host is another one when neighbouring districts bid as one."""

    def read(found: dict[str, Run]) -> tuple[float, float]:
        which = supported(found["apart"])
        moved = found["joint"].deals["host"] != found["apart"].deals["host"]
        return float(moved[which].sum()), float(which.sum())

    return measured(_coordinated(calibration), 20, read)


def _alone(calibration: Calibration) -> list[tuple[float, float, float, float]]:
    """For each city that alone may support: its gain, its GDP, the others' gain, their GDP."""
    keys = list(load("base").cities)
    alone = {key: [{"lever": "subsidy_ban", "cities": [k for k in keys if k != key]}] for key in keys}
    scenario = whole_region(calibration, "time.periods=1", *regimes(nobody=BAN, **alone))
    (found,) = runs(scenario, 1)
    gdp = np.array([scenario.cities[key].gdp for key in keys], dtype=float)
    nobody = found["nobody"].cities["welfare_city"].sum(axis=0)
    rows = []
    for index, key in enumerate(keys):
        gain = found[key].cities["welfare_city"].sum(axis=0) - nobody
        rows.append((gain[index], gdp[index], gain.sum() - gain[index], gdp.sum() - gdp[index]))
    return rows


def alone_own(calibration: Calibration) -> Sample:
    """Gain of a city that alone offers support, over its GDP: one year's projects, present value."""
    return sample([(gain, gdp) for gain, gdp, _, _ in _alone(calibration)])


def alone_others(calibration: Calibration) -> Sample:
    """Gain of all other cities, over their GDP."""
    return sample([(gain, gdp) for _, _, gain, gdp in _alone(calibration)])


def _against_observed(observed: Scenario, other: Scenario) -> Sample:
    gdp = sum(city.gdp or 0.0 for city in observed.cities.values())
    pairs = []
    for here, there in zip(runs(observed, 3), runs(other, 3), strict=True):
        (now,), (then,) = here.values(), there.values()
        pairs.append((float(then.deals["welfare_region"].sum() - now.deals["welfare_region"].sum()), gdp))
    return sample(pairs)


def full_war(calibration: Calibration) -> Sample:
    """Welfare of the region over GDP when every firm asks every city for offers, less that under competition."""
    now = regimes(now=[])
    return _against_observed(
        whole_region(calibration, "time.periods=1", *now),
        whole_region(calibration, "time.periods=1", *now, EVERY_FIRM, "contest.shortlist_size=null"),
    )


def cooperation(calibration: Calibration) -> Sample:
    """Welfare of the region over GDP when all cities bid as one, less that under competition."""
    joint = [{"lever": "joint_negotiation", "members": list(load("base").cities)}]
    return _against_observed(
        whole_region(calibration, "time.periods=1", *regimes(now=[])),
        whole_region(calibration, "time.periods=1", *regimes(now=joint)),
    )


def poor_pay_more(calibration: Calibration) -> Sample:
    """Support per job where counties win, over that where core districts win, supported projects."""
    scenario = calibration.load("base", *regimes(competition=[]))
    bands = np.array([city.rank_band for city in scenario.cities.values()])

    def read(found: dict[str, Run]) -> tuple[float, float]:
        run = found["competition"]
        which, deals = supported(run), run.deals
        band = bands[deals["host"]]
        county, core = (which & (band == name) for name in ("county", "core"))
        x, jobs = deals["concession"], deals["jobs"]
        return float(x[county].sum() * jobs[core].sum()), float(x[core].sum() * jobs[county].sum())

    return measured(scenario, 40, read)
