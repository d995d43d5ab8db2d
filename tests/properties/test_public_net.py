"""What the winner keeps: the gap to the runner-up, less what officials gain from scale; nothing between equals."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.simulate import simulate
from tests.scenes import deal, region, stepped, stylised

site = st.floats(-30.0, 30.0)
public = st.floats(0.0, 60.0)


@given(
    st.lists(st.tuples(site, public), min_size=2, max_size=5),
    st.floats(0.0, 1.0),
    st.floats(0.0, 0.1),
    st.floats(10.0, 500.0),
)
def test_public_net_is_the_gap_less_the_political_value(rows, funds, weight, investment):
    keys = [f"c{i}" for i in range(len(rows))]
    sites, publics = ({k: row[i] for k, row in zip(keys, rows, strict=True)} for i in (0, 1))
    score = sorted((sites[k] + publics[k] / (1 + funds) for k in keys), reverse=True)
    found = deal(
        stylised(
            sites,
            publics,
            city={"political_weight": weight},
            project={"investment": investment},
            economy={"cost_of_public_funds": funds},
        )
    )
    assume(found["concession"] > 0)
    expected = (1 + funds) * (score[0] - score[1]) - weight * investment
    assert found["public_net"] == pytest.approx(expected, abs=1e-8)


FREE = {"grant_limit": None, "rebate_limit": None, "promotion_budget_share": None, "land_stock": None}


@pytest.mark.parametrize("weight", [0.0, 0.02, 0.05])
def test_public_net_of_real_projects(weight):
    whole = region(
        ("a", "b", "c", "d"), city={**FREE, "political_weight": weight}, gap=None, seed=5,
        pipeline={"arrivals_per_year": 150, "pool_per_year": 200},
    )  # fmt: skip
    for run, period in stepped(whole):
        investment = period.block.investment
        score = np.sort(period.site_value + period.leader_value.total / 1.2, axis=1)
        paid = run.deals["concession"] > 0
        assert paid.sum() > 100
        expected = 1.2 * (score[:, -1] - score[:, -2]) - weight * investment
        assert run.deals["public_net"][paid] == pytest.approx(expected[paid])
        losers = (run.deals["public_net"] < -1e-9).mean()
        assert losers > 0.1 if weight else losers == 0.0


@given(site, public, st.floats(0.0, 2.0), st.integers(2, 5))
def test_identical_cities_compete_the_whole_value_away(where, worth, funds, count):
    keys = [f"c{i}" for i in range(count)]
    found = deal(
        stylised(dict.fromkeys(keys, where), dict.fromkeys(keys, worth), economy={"cost_of_public_funds": funds})
    )
    assert (1 + funds) * found["concession"] == pytest.approx(worth, abs=1e-9)
    assert found["public_net"] == pytest.approx(0.0, abs=1e-9)
    assert found["rent_dissipation"] == pytest.approx(1.0) or worth < 1e-9


def test_identical_districts_compete_the_whole_value_of_real_projects_away():
    same = {**FREE, "province": "sichuan", "wage": 65_000.0, "fit": {}, "stock": {}}
    whole = region(("a", "b"), city=same, match=0.0, gap=None, spillover={"scale": 0.0})
    deals = simulate(whole).deals
    assert deals["host"].size > 5
    assert 1.2 * deals["concession"] == pytest.approx(deals["public_value"])
    assert len(set(deals["host"])) == 2  # equal scores are decided by a draw, not by position
