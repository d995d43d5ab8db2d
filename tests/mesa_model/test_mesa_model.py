"""The Mesa model is a view on the same run."""

import math

import mesa
import numpy as np
import pytest

import sim
from sim.mesa_model import InvestmentModel
from sim.strategies import BidderView
from tests.scenes import region

PLACES = ("alpha", "beta", "gamma")


def scene(format_: str = "sealed", strategy: str = "directional") -> sim.Scenario:
    """Three cities and a pipeline, four periods."""
    text = {"en": "x", "zh": "x"}
    city = {
        "name_en": "X", "name_zh": "X", "land_stock": 4000.0, "grant_limit": 0.2, "promotion_budget_share": 0.08,
        "base_revenue": 4000.0, "value_per_job": 5000.0, "strategy": {"name": strategy},
    }  # fmt: skip
    return sim.from_dict(
        {
            "title": text,
            "seed": 5,
            "time": {"periods": 4},
            "cities": {"set": {key: {**city, "wage": 62_000.0 + 1_000.0 * i} for i, key in enumerate(PLACES)}},
            "industries": {"electronics": {"title": text, "marshall_elasticity": 0.03}},
            "contest": {"format": format_},
            "projects": {
                "pipeline": {"arrivals_per_year": 12.0, "pool_per_year": 30},
                "match": {"law": "gumbel", "scale": 0.06},
                "outside": {"gap": -0.12},
                "spillover": {"scale": 0.02},
            },
            "regimes": [{"key": "competition", "title": text}],
        }
    )


def finished(model: InvestmentModel) -> InvestmentModel:
    """Step to the end."""
    while model.running:
        model.step()
    return model


def half_of_it(view: BidderView) -> np.ndarray:
    """Offer half of what it is worth."""
    return 0.5 * view.reservation


@pytest.mark.parametrize("format_", ["open", "sealed", "open_simultaneous", "posted"])
def test_a_run_through_mesa_equals_simulate_number_for_number(format_: str) -> None:
    scenario = scene(format_)
    through_mesa = finished(InvestmentModel(scenario, replication=3, with_planner=True)).run
    direct = sim.simulate(scenario, replication=3)
    assert sim.run_outcomes(through_mesa).keys() == sim.run_outcomes(direct).keys()
    for name, value in sim.run_outcomes(direct).items():
        other = sim.run_outcomes(through_mesa)[name]
        assert other == value or (math.isnan(other) and math.isnan(value)), name
    for name, column in direct.deals.items():
        assert np.array_equal(column, through_mesa.deals[name], equal_nan=column.dtype.kind == "f"), name


def test_agents_are_views_and_two_models_do_not_mix() -> None:
    scenario = scene()
    first, second = InvestmentModel(scenario, replication=0), InvestmentModel(scenario, replication=1)
    first.step()
    assert second.city("alpha").treasury == 0.0
    assert len(second.firms) == 0
    for model in (first, finished(second)):
        firms = model.run.state.firms
        assert len(model.firms) == firms.count
        assert [agent.investment for agent in model.firms] == firms.investment.tolist()
        assert [agent.host.key for agent in model.firms] == [PLACES[h] for h in firms.host]
        assert sum(len(agent.firms) for agent in model.cities) == firms.count
        assert [agent.treasury for agent in model.cities] == model.run.state.treasury.tolist()


def test_writing_through_an_agent_changes_the_run() -> None:
    model = InvestmentModel(scene())
    model.city("alpha").land_left = 0.0
    finished(model)
    assert all(firm.host.key != "alpha" for firm in model.firms)


def test_factors_of_a_city_are_views_that_can_be_written() -> None:
    scenario = region(("alpha", "beta"), city={"rd_capital": 300.0, "talent_supply": 0.1}, time={"periods": 2})
    models = [InvestmentModel(scenario) for _ in range(2)]
    city, other = (model.city("alpha") for model in models)
    assert (city.wage, city.rd_capital) == (65_000.0, 300.0)
    city.wage, city.rd_capital, city.talent = 90_000.0, 100.0, 50.0
    assert (other.wage, other.rd_capital) == (65_000.0, 300.0)
    assert other.talent == other.reported("talent") or other.model.run.state.period == 0
    for model in models:
        model.step()
    assert city.reported("wage") == 90_000.0
    assert city.reported("talent") == 50.0
    assert city.model.run.deals["site_value"].tolist() != other.model.run.deals["site_value"].tolist()


def test_data_collector_works() -> None:
    model = InvestmentModel(scene())
    collector = mesa.DataCollector(
        model_reporters={"firms": lambda m: len(m.firms)},
        agenttype_reporters={type(model.city("alpha")): {"treasury": "treasury", "left": "land_left"}},
    )
    while model.running:
        model.step()
        collector.collect(model)
    assert collector.get_model_vars_dataframe()["firms"].iloc[-1] == model.run.state.firms.count
    frame = collector.get_agenttype_vars_dataframe(type(model.city("alpha")))
    assert frame.xs(4.0, level="Step")["treasury"].tolist() == model.run.state.treasury.tolist()


def test_a_users_own_strategy_plays_for_one_city() -> None:
    scenario = scene(strategy="truthful")
    own = finished(InvestmentModel(scenario, strategies={"beta": half_of_it})).run
    shaded = sim.simulate(scenario, strategies={"beta": half_of_it})
    truthful = sim.simulate(scenario)
    assert own.deals["concession"].tolist() == shaded.deals["concession"].tolist()
    beta = PLACES.index("beta")
    won = own.deals["host"] == beta
    assert own.deals["concession"][won] == pytest.approx(0.5 * own.deals["reservation"][won])
    assert (truthful.deals["host"] == beta).sum() > won.sum() > 0


def test_a_faulty_strategy_fails_loudly_and_the_model_stays_failed() -> None:
    model = InvestmentModel(scene(), strategies={"alpha": lambda view: np.full(view.reservation.shape, np.nan)})
    with pytest.raises(ValueError, match="finite"):
        model.step()
    with pytest.raises(RuntimeError, match="earlier step failed"):
        model.step()


def test_a_finished_model_refuses_another_step() -> None:
    model = finished(InvestmentModel(scene()))
    with pytest.raises(RuntimeError, match="over after 4 periods"):
        model.step()


def test_unknown_cities_and_regimes_are_named() -> None:
    with pytest.raises(KeyError, match="no city 'delta'"):
        InvestmentModel(scene(), strategies={"delta": half_of_it})
    with pytest.raises(KeyError):
        InvestmentModel(scene(), regime="utopia")
