"""Targets about places: agglomeration, border wars, flows across the border, the joint park, sizes and timing."""

import json
from typing import Final

import numpy as np

from experiments.calibration.samples import Calibration, Floats, Sample, measured, regimes, sample, whole_region
from sim.outcomes import run_outcomes
from sim.regime import baseline
from sim.regime_book import compile_regime
from sim.rules.site_value import agglomeration
from sim.simulate import Run, simulate

CNY_PER_USD: Final = 7.0
"""As in the scenario of the border war."""

PLANT: Final = {
    "key": "plant", "title": {"en": "Plant", "zh": "工厂"}, "industry": "automotive", "announced_investment": 8000.0,
    "realised_share": 0.5625,
}  # fmt: skip
"""A plant of the size of the one at Yongchuan: 80 announced, 45 built (100 million CNY)."""

YEARS: Final = 5
"""Years after the opening at which winner and runner-up are compared."""


def clusters(run: Run, stock: Floats) -> Floats:
    """What industry stocks add to ln productivity, (C, K), with the reach of a world without levers."""
    industries = run.world.industries
    return agglomeration(
        stock=stock,
        stock_reference=industries.stock_reference,
        reach_chain=baseline(run.world.scenario).reach_chain,
        chain=industries.chain,
        marshall_elasticity=industries.marshall_elasticity,
        chain_elasticity=industries.chain_elasticity,
        agglomeration_scale=run.world.scenario.economy.agglomeration_scale,
    )


def winner_runner_up(calibration: Calibration, replications: int = 20) -> Sample:
    """Growth of ln productivity of the plant's industry in five years, the winner's less the runner-up's."""
    scenario = calibration.load("base", f"time.periods={YEARS}", f"projects.watched=[{json.dumps(PLANT)}]")

    def read(found: dict[str, Run]) -> tuple[float, float]:
        run = found["competition"]
        row = int(np.flatnonzero(run.deals["lead"] == 0)[0])
        winner, second = int(run.deals["host"][row]), int(run.deals["runner_up"][row])
        industry = run.world.industries.keys.index("automotive")
        growth = (clusters(run, run.state.stock) - clusters(run, run.world.cities.stock))[:, industry]
        return float(growth[winner] - growth[second]), 1.0

    return measured(scenario, replications, read)


def aggregate_spillovers(calibration: Calibration) -> Sample:
    """What competition adds to local agglomeration over a ban: all places together over the places that gain.

    Local: ½·(output at the start + at the end)·(change of what stocks add to ln A), following Kline & Moretti (2014).
    """

    def local(run: Run) -> Floats:
        before, after = run.world.cities.stock, run.state.stock
        output = run.world.industries.capital_return * (before + after) / 2.0
        added: Floats = (output * (clusters(run, after) - clusters(run, before))).sum(axis=1)
        return added

    def read(found: dict[str, Run]) -> tuple[float, float]:
        difference = local(found["competition"]) - local(found["ban"])
        return float(difference.sum()), float(np.maximum(difference, 0.0).sum())

    return measured(whole_region(calibration), 10, read)


def _war(calibration: Calibration, over: str, under: str, scale: float) -> Sample:
    scenario = calibration.load("border_war_truce", *regimes(war=[]))

    def read(found: dict[str, Run]) -> tuple[float, float]:
        values = run_outcomes(found["war"])
        return scale * values[over], values[under] if under else 1.0

    return measured(scenario, 20, read)


def war_cost_ratio(calibration: Calibration) -> Sample:
    """Support per net job of the county that gains most, over support per moved job."""
    return _war(calibration, "cost_per_net_job", "cost_per_moved_job", 1.0)


def war_cost_per_job(calibration: Calibration) -> Sample:
    """Support per moved job, USD."""
    return _war(calibration, "cost_per_moved_job", "", 1.0 / CNY_PER_USD)


def park_split(calibration: Calibration) -> Sample:
    """Share of the park's new tax that each owner gets under the split contract."""
    scenario = calibration.load("gaozhu_joint_park", "sweeps=[]", "prior=null")
    row = compile_regime(scenario, "net_split")[0].benefit_share[list(scenario.cities).index("gaozhu")]
    return sample([(float(share), 1.0) for share in row[row > 0]])


OPENING: Final = 4
"""Quarters from the approval of the park to its first published count of firms (December 2021)."""

LATER: Final = 15
"""Quarters to the second count (September 2024)."""


def _park(calibration: Calibration, end: int, start: int) -> Sample:
    """Projects that the park wins between two quarters."""
    scenario = calibration.load("gaozhu_joint_park", "sweeps=[]", "prior=null", f"time.periods={LATER}")
    index = list(scenario.cities).index("gaozhu")
    pairs = []
    for number in range(12):
        won = np.cumsum(simulate(scenario, "net_split", number, with_planner=False).cities["projects_won"][:, index])
        pairs.append((float(won[end - 1] - (won[start - 1] if start else 0.0)), 1.0))
    return sample(pairs)


def park_settled_first(calibration: Calibration) -> Sample:
    """Projects that the park wins in its first twelve months."""
    return _park(calibration, OPENING, 0)


def park_settled(calibration: Calibration) -> Sample:
    """Projects that the park wins in the next thirty-three months."""
    return _park(calibration, LATER, OPENING)


def park_producing(calibration: Calibration) -> Sample:
    """Projects of the park that begin to produce in those months: won a year of building before."""
    scenario = calibration.load("gaozhu_joint_park", "sweeps=[]", "prior=null", f"time.periods={LATER}")
    building = round(scenario.life.building_years * scenario.time.periods_per_year)
    return _park(calibration, LATER - building, OPENING - building)


def _crossing(calibration: Calibration, by_money: bool) -> Sample:
    """Projects whose home lies in the other province: hosted in Chongqing over hosted in Sichuan."""
    scenario = calibration.load("region", *regimes(now=[]), "time.periods=5")
    province = np.array([city.province for city in scenario.cities.values()])

    def read(found: dict[str, Run]) -> tuple[float, float]:
        deals = found["now"].deals
        inside = (deals["host"] >= 0) & (deals["origin"] >= 0)
        to, home = province[deals["host"][inside]], province[deals["origin"][inside]]
        weight = deals["investment"][inside] if by_money else np.ones(int(inside.sum()))
        east, west = (float(weight[(to == name) & (home != name)].sum()) for name in ("chongqing", "sichuan"))
        return east, west

    return measured(scenario, 6, read)


def crossing_count(calibration: Calibration) -> Sample:
    """Firms of Sichuan that go to Chongqing over firms of Chongqing that go to Sichuan."""
    return _crossing(calibration, by_money=False)


def crossing_money(calibration: Calibration) -> Sample:
    """The same by investment."""
    return _crossing(calibration, by_money=True)


def largest_projects(calibration: Calibration) -> Sample:
    """Share of announced investment that the largest 15 % of projects hold."""
    scenario = calibration.load("region", *regimes(now=[]), "time.periods=1")

    def read(found: dict[str, Run]) -> tuple[float, float]:
        sizes = np.sort(found["now"].deals["investment"])[::-1]
        return float(sizes[: round(0.15 * sizes.size)].sum()), float(sizes.sum())

    return measured(scenario, 6, read)


def in_place(calibration: Calibration) -> Sample:
    """Investment in place at the end of the year of signing over contracts, as the accounts pay grants out.

    Realised over announced investment, times the share of the grants of that year that is paid in it.
    """
    scenario = calibration.load("base", *regimes(now=[]), "time.periods=1")
    pipeline = scenario.projects.pipeline
    if pipeline is None:
        raise ValueError("the base scenario has no pipeline")
    realised = pipeline.realised_share

    def read(found: dict[str, Run]) -> tuple[float, float]:
        run = found["now"]
        promised = float((run.cities["grant"][0] * run.world.grant_nominal).sum())
        return realised * (promised - float(run.cities["liabilities"][0].sum())), promised

    return measured(scenario, 20, read)
