"""The typical project of the parameter table comes out of a lead in two districts, digit by digit."""

import pytest

from sim.explain import explain
from tests.identities.oracle import Site, Typical
from tests.scenes import deal, scene, words

NEAR_FLOOR = Site(0.0, 10.0, 28.0), Site(-3000.0, 8.0, 26.0)
AT_COST = Site(0.0, 28.0, 28.0), Site(-3000.0, 26.0, 26.0)

# sites, H_c, psi; site values, public values, reservations of both; x, x / I in per cent, public net, fiscal net
TABLE = [
    (NEAR_FLOOR, 5, 0.0, (45.9, 56.1), (44.3, 44.3), (36.9, 36.9), 26.7, 5.3, 12.3, 4.8),
    (NEAR_FLOOR, 10, 0.0, (45.9, 56.1), (98.2, 98.2), (81.8, 81.8), 71.6, 14.3, 12.3, -0.5),
    (AT_COST, 5, 0.0, (35.9, 46.1), (56.3, 56.3), (46.9, 46.9), 36.7, 7.3, 12.3, 4.8),
    (AT_COST, 10, 0.0, (35.9, 46.1), (110.2, 110.2), (91.8, 91.8), 81.6, 16.3, 12.3, -0.5),
    (AT_COST, 10, 0.02, (35.9, 46.1), (110.2, 110.2), (100.1, 100.1), 89.9, 18.0, 2.3, -8.8),
]

KEYS = ("rongchang", "longchang")


def two_districts(sites, horizon, weight, **more):
    cities = {
        key: {
            "wage": 65_000.0 + site.wage_gap, "list_price": site.list_price, "land_cost": site.land_cost,
            "leader_horizon": horizon, "political_weight": weight, "value_per_job": 5_000.0,
        }
        for key, site in zip(KEYS, sites, strict=True)
    }  # fmt: skip
    lead = {
        "key": "plant", "title": words(), "industry": "electronics", "announced_investment": 500.0, "land": 500 / 9,
        "jobs": 400.0, "tax": 30.0,
    }  # fmt: skip
    economy = {"cost_of_public_funds": 0.2, "social_horizon": horizon}
    industries = {"electronics": {"title": words()}}
    return scene(cities, {"watched": [lead]}, industries=industries, economy=economy, **more)


@pytest.mark.parametrize("row", TABLE, ids=[f"{r[0][0].list_price:g}-{r[1]}-{r[2]}" for r in TABLE])
def test_every_row_of_the_table(row):
    sites, horizon, weight, site_values, public_values, reservations, x, share, public_net, fiscal_net = row
    whole = two_districts(sites, horizon, weight)
    told = explain(whole, "plant")
    for number, key in enumerate(KEYS):
        bidder = told.bidder(key)
        assert bidder.site_value == pytest.approx(site_values[number], abs=0.0501)
        assert bidder.public_value == pytest.approx(public_values[number], abs=0.0501)
        assert bidder.reservation == pytest.approx(reservations[number], abs=0.0501)
    found = deal(whole)
    assert told.host == found["host"] == "longchang"
    assert found["concession"] == pytest.approx(x, abs=0.0501)
    assert 100 * found["concession"] / 500 == pytest.approx(share, abs=0.0501)
    assert found["public_net"] == pytest.approx(public_net, abs=0.0501)
    assert found["fiscal_net"] == pytest.approx(fiscal_net, abs=0.0501)


@pytest.mark.parametrize("row", TABLE, ids=[f"{r[0][0].list_price:g}-{r[1]}-{r[2]}" for r in TABLE])
def test_the_formulas_of_the_contract_to_the_last_digit(row):
    sites, horizon, weight, *_ = row
    project = Typical(horizon=horizon, weight=weight)
    told = explain(two_districts(sites, horizon, weight), "plant")
    for key, site in zip(KEYS, sites, strict=True):
        bidder = told.bidder(key)
        assert bidder.site_value == pytest.approx(project.site_value(site), rel=1e-12)
        assert bidder.public_value == pytest.approx(project.public_value(site), rel=1e-12)
        assert bidder.reservation == pytest.approx(project.reservation(site), rel=1e-12)
    rongchang, longchang = sites
    price = project.site_value(rongchang) + project.reservation(rongchang) - project.site_value(longchang)
    assert told.concession == pytest.approx(price, rel=1e-12)
    found = deal(two_districts(sites, horizon, weight))
    assert found["public_net"] == pytest.approx(project.public_value(longchang) - 1.2 * price, rel=1e-9)
    assert found["fiscal_net"] == pytest.approx(project.fiscal(longchang) - price, rel=1e-9)


def test_the_wage_gap_outweighs_the_price_of_land_eightfold():
    told = explain(two_districts(AT_COST, 10, 0.0), "plant")
    gap = {part: told.bidder(KEYS[1]).parts[part] - told.bidder(KEYS[0]).parts[part] for part in ("wages", "land")}
    assert gap["wages"] == pytest.approx(9.1, abs=0.0501)
    assert gap["land"] == pytest.approx(1.1, abs=0.0501)
    rest = sum(told.bidder(KEYS[1]).parts.values()) - sum(told.bidder(KEYS[0]).parts.values()) - sum(gap.values())
    assert rest == pytest.approx(0.0, abs=1e-9)


# The terms that the typical project leaves out, one at a time: change of site value or public value of 'rongchang'.
a15 = 7.606079506308366  # a(10 %, 15 years)
MORE = [
    ("site_value", {"entry_cost": 0.02}, -10.0),
    ("site_value", {"credit_spread": 0.01}, -a15 * 500 * 0.6 * 0.01),
    ("site_value", {"fit": {"electronics": 0.02}}, a15 * 500 * 0.145 * 0.020201340026755776),
    ("public_value", {"infrastructure": 0.03}, -1.2 * 15.0),
    ("public_value", {"retained_share": 0.0, "central_share": 0.0}, None),
]


@pytest.mark.parametrize(("which", "setting", "change"), MORE, ids=[next(iter(m[1])) for m in MORE])
def test_every_other_term(which, setting, change):
    whole = two_districts(AT_COST, 10, 0.0)
    city = type(whole.cities["rongchang"]).model_validate(
        {**whole.cities["rongchang"].model_dump(exclude={"strategy"}), **setting}
    )
    moved = whole.model_copy(update={"cities": {**whole.cities, "rongchang": city}})
    before, after = (getattr(explain(each, "plant").bidder("rongchang"), which) for each in (whole, moved))
    if change is None:
        change = -1.2 * Typical().fiscal(AT_COST[0])
    assert after - before == pytest.approx(change, rel=1e-9)


def test_firms_from_across_the_border_pay_a_further_entry_cost():
    whole = two_districts(AT_COST, 10, 0.0)
    (lead,) = whole.projects.watched

    def value(origin, provinces):
        cities = {
            key: city.model_copy(update={"border_entry_cost": 0.02, "province": province})
            for (key, city), province in zip(whole.cities.items(), provinces, strict=True)
        }
        projects = whole.projects.model_copy(update={"watched": (lead.model_copy(update={"origin": origin}),)})
        told = explain(whole.model_copy(update={"cities": cities, "projects": projects}), "plant")
        return [told.bidder(key).site_value for key in KEYS]

    home = value(None, ("east", "west"))
    across = value("rongchang", ("east", "west"))
    assert [b - a for a, b in zip(home, across, strict=True)] == pytest.approx([0.0, -10.0])
    assert value("rongchang", ("east", "east")) == pytest.approx(home)
