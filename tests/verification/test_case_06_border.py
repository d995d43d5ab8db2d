"""Land prices on both sides of a border: two cities of unequal size, floors, a jump, and a leader."""

import numpy as np
import pytest

from sim.rules.best_reply import Game, best_replies
from tests.verification.posted_games import posted

LIST = 2.0
"""Worth of the land of a project at the list price; the price is what the discount leaves of it."""


def taken(small, large, theta, delta=1.0):
    """Firms that settle in the small and the large city (of which 1 lives), by where each firm stands."""
    crossers = (large - small) / delta
    to_small = np.clip(crossers, 0.0, 1.0)
    to_large = theta * np.clip(-crossers, 0.0, 1.0)
    return theta + to_small - to_large, 1.0 + to_large - to_small


def prices(regime="competition", theta=0.5, *overrides, delta=1.0, name="case_06_border"):
    """Prices of small and large, and their receipts with the large city's firms counted as 1."""
    size = f"projects.match.homes.small={theta}"
    x, run = posted(name, regime, size, f"projects.match.scale_money={delta}", *overrides)
    price = LIST - x
    chance = run.posted[0].solved.probability[0]
    return price, price * chance * (1.0 + theta), run


@pytest.mark.parametrize(("delta", "theta"), [(1.0, 1.0), (1.0, 0.5), (1.0, 0.25), (0.6, 0.5), (1.5, 0.8)])
def test_the_equilibrium(delta, theta):
    price, revenue, _ = prices("competition", theta, delta=delta)
    assert price == pytest.approx([delta * (1 + 2 * theta) / 3, delta * (2 + theta) / 3], abs=1e-6)
    assert revenue == pytest.approx([delta * (1 + 2 * theta) ** 2 / 9, delta * (2 + theta) ** 2 / 9], abs=1e-6)
    assert revenue[0] / theta >= revenue[1] - 1e-9


def test_deals_and_accounts_say_the_same():
    price, revenue, run = prices()
    assert price == pytest.approx([2 / 3, 5 / 6], abs=1e-6)
    deals = run.deals
    assert deals["land_discount"] == pytest.approx(deals["concession"])
    for city in (0, 1):
        won = deals["host"] == city
        assert LIST - deals["concession"][won] == pytest.approx(np.full(won.sum(), price[city]), abs=1e-6)
        share = revenue[city] / price[city] / 1.5
        assert won.mean() == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / won.size))
    assert run.cities["land_receipts"].sum() == pytest.approx(float((LIST - deals["concession"]).sum()))


@pytest.mark.parametrize(("large", "small"), [(0.700, 0.8500), (0.715, 0.6075), (0.5, 0.75), (1.0, 0.75)])
def test_the_small_citys_reply_jumps(large, small):
    game = Game(
        site_value=np.zeros((1, 2)), outside=np.array([-np.inf]), scale=np.ones(1), shared=np.full((1, 2), LIST),
        own=np.zeros((1, 2)), low=np.zeros((1, 2)), high=np.full((1, 2), LIST), benefit_share=np.eye(2),
        cost_share=np.eye(2), rival_weight=np.zeros(2), peers=~np.eye(2, dtype=bool), coalition=np.arange(2),
        cost_of_public_funds=0.0, law="border", home_share=np.array([1 / 3, 2 / 3]),
    )  # fmt: skip
    reply = best_replies(game, np.array([[0.0, LIST - large]]), np.array([True, False]))
    assert LIST - reply[0, 0] == pytest.approx(small, abs=1e-6)
    grid = np.linspace(0.0, LIST, 200_001)
    receipts = grid * taken(grid, large, 0.5)[0]
    assert grid[receipts.argmax()] == pytest.approx(small, abs=2e-5)


def floored(level):
    return prices("floor", 0.5, f"regimes.floor.levers.0.level={level / LIST}")


@pytest.mark.parametrize(
    ("floor", "expected", "receipts"),
    [(0.70, (0.70, 0.85), (0.455, 0.7225)), (0.75, (0.75, 0.875), (0.46875, 0.765625)), (1.0, (1.0, 1.0), (0.5, 1.0))],
)
def test_a_floor_in_the_range_makes_both_better_off(floor, expected, receipts):
    price, revenue, _ = floored(floor)
    assert price == pytest.approx(expected, abs=1e-6)
    assert revenue == pytest.approx(receipts, abs=1e-6)
    assert (revenue > prices()[1]).all()


@pytest.mark.parametrize("rate", [0.70, 0.75, 0.80])
def test_one_price_for_both_hurts_the_small_city(rate):
    """Harmonised: list price and floor are the same, so nothing is left to post."""
    same = (f"cities.defaults.list_price={10 * rate}", f"cities.defaults.land_floor={10 * rate}",
            f"projects.stylised.public_value.small={rate}", f"projects.stylised.public_value.large={rate}")  # fmt: skip
    x, run = posted("case_06_border", "competition", *same)
    assert x.tolist() == [0.0, 0.0]
    revenue = rate * run.posted[0].solved.probability[0] * 1.5
    assert revenue == pytest.approx([rate * 0.5, rate], abs=1e-9)
    _, alone, _ = prices()
    assert revenue[0] < alone[0]
    assert revenue[1] > alone[1]


def test_unequal_size_harms_both_per_head():
    _, equal, _ = prices("competition", 1.0)
    _, unequal, _ = prices("competition", 0.5)
    assert equal == pytest.approx([1.0, 1.0], abs=1e-6)
    heads = np.array([0.5, 1.0])
    assert unequal / heads == pytest.approx([0.8889, 0.6944], abs=1e-4)
    assert float(unequal.sum()) * 4 / 3 == pytest.approx(1.5185, abs=1e-4)  # both sizes scaled up to a mass of 2


def led(floor):
    """The large city's best price when it posts first, by enumeration, and the small city's reply in closed form."""
    large = np.linspace(floor, LIST, 200_001)
    under, above = np.clip((large + 0.5) / 2, floor, large), np.maximum((large + 1.0) / 2, floor)
    cheap, dear = under * taken(under, large, 0.5)[0], above * taken(above, large, 0.5)[0]
    reply = np.where(cheap > dear, under, above)
    best = (large * taken(reply, large, 0.5)[1]).argmax()
    return np.array([reply[best], large[best]])


def test_a_leader_lives_with_being_undercut():
    price, revenue, _ = prices(name="case_06_leader")
    assert price == pytest.approx([0.875, 1.25], abs=1e-6)
    assert price == pytest.approx(led(0.0), abs=2e-5)
    assert revenue[1] > prices()[1][1]


def test_with_a_leader_a_slack_floor_lowers_both_prices():
    """Ordering 2 of R11; with all posting at once the same kind of floor helps both (above)."""
    free, _, _ = prices(name="case_06_leader")
    floor, _, _ = prices("floor", name="case_06_leader")
    assert floor == pytest.approx(led(0.69), abs=2e-5)
    assert (free > 0.69).all()
    assert (floor > 0.69 + 1e-3).all()
    assert (floor < free - 1e-3).all()
