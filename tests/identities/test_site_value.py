"""Site values, outside options and bids of real projects, term by term in plain loops."""

import math

import numpy as np
import pytest

from sim.regime import distances_km
from tests.identities.oracle import RAMP, annuity, ramped
from tests.scenes import generated, region, stepped, words

KEYS = ("a", "b", "c")
REACH = {"decay_km": 60.0, "chain": 0.3, "rd": 0.2, "own_province": 0.9}
BY_CITY = {
    "a": {"access_cost": 0.4, "rd_capital": 80.0, "talent_shortage": 0.3, "credit_spread": 0.01, "land_grade": 12},
    "b": {"rd_capital": 10.0, "entry_cost": 0.03, "political_weight": 0.02, "quality_weight": 0.5},
    "c": {"talent_shortage": 0.1, "political_weight": 0.05, "border_entry_cost": 0.02},
}
INDUSTRIES = {
    "equipment": {"title": words(), "marshall_elasticity": 0.03, "stock_reference": 3000.0, "quality": 0.4},
    "chips": {
        "title": words(), "chain_elasticity": 0.02, "stock_reference": 1000.0, "capital_return": 0.15,
        "rd_elasticity": 0.02, "access_cost_rate": 0.005, "talent_sensitivity": 0.05, "quality": 0.9, "tax_share": 0.05,
    },
}  # fmt: skip
CHAIN = {"chips": {"equipment": 0.4, "chips": 0.1}}
ECONOMY = {"cost_of_public_funds": 0.2, "rd_reference": 40.0, "rd_scale": 100.0, "agglomeration_scale": 1000.0}


def scene(**more):
    lead = {"key": "plant", "industry": "chips", "announced_investment": 700.0, "origin": "a", "realised_share": 0.5}
    return region(
        KEYS, by_city=BY_CITY, industries=INDUSTRIES, chain=CHAIN, economy=ECONOMY, reach=REACH, watched=[lead],
        pipeline={"debt_share": 0.6}, time={"periods": 2}, **more,
    )  # fmt: skip


def reach(whole, across):
    """How far d's stocks count at c: 1 at home, along the distance elsewhere, less across the province border."""
    cities = list(whole.cities.values())
    radius = 6371.0
    found = [[1.0] * 3 for _ in range(3)]
    for d in range(3):
        for c in range(3):
            if c == d:
                continue
            p, q = (math.radians(cities[i].latitude) for i in (d, c))
            east = math.radians(cities[c].longitude - cities[d].longitude)
            cosine = math.sin(p) * math.sin(q) + math.cos(p) * math.cos(q) * math.cos(east)
            away = radius * math.acos(min(1.0, cosine))
            share = REACH["own_province"] if cities[d].province == cities[c].province else across
            found[d][c] = share * math.exp(-away / REACH["decay_km"])
    return found


def productivity(whole, stock, c, industry):
    """A, in plain sums; `stock` is (C, K) at the start of the period."""
    names, cities = list(INDUSTRIES), list(whole.cities.values())
    rows = list(whole.industries.values())

    def cluster(k):
        reached = sum(reach(whole, REACH["chain"])[d][c] * stock[d][k] for d in range(3))
        return math.log((1000.0 + reached) / (1000.0 + rows[k].stock_reference))

    k = names.index(industry)
    total = cities[c].fit.get(industry, 0.0) + rows[k].marshall_elasticity * cluster(k)
    for other, share in CHAIN.get(industry, {}).items():
        total += rows[k].chain_elasticity * share * cluster(names.index(other))
    research = sum(reach(whole, REACH["rd"])[d][c] * cities[d].rd_capital for d in range(3))
    total += rows[k].rd_elasticity * math.log((100.0 + research) / (100.0 + 40.0))
    return math.exp(total - rows[k].talent_sensitivity * cities[c].talent_shortage)


def test_every_term_of_the_site_value_in_both_periods():
    whole = scene()
    stock = [[city.stock.get(name, 0.0) for name in INDUSTRIES] for city in whole.cities.values()]
    seen = 0
    for run, period in stepped(whole):
        block = period.block
        for row in range(block.count):
            industry = list(INDUSTRIES)[block.industry[row]]
            kind = whole.industries[industry]
            for c, city in enumerate(whole.cities.values()):
                invested, origin = block.investment[row], block.origin[row]
                yearly = invested * kind.capital_return * productivity(whole, stock, c, industry)
                yearly -= block.jobs[row] * (city.wage - 65_000.0) / 1e6
                yearly -= invested * kind.access_cost_rate * city.access_cost
                yearly -= invested * 0.6 * city.credit_spread
                entry = city.entry_cost
                if origin >= 0 and list(whole.cities.values())[origin].province != city.province:
                    entry += city.border_entry_cost
                value = annuity(0.10, 15) * yearly - invested * (1 + entry) - 0.01 * block.land[row] * city.list_price
                assert period.site_value[row, c] == pytest.approx(value + block.match[row, c], rel=1e-9, abs=1e-9)
                seen += 1
        for row in np.flatnonzero(run.deal_blocks[-1]["host"] >= 0):
            stock[run.deal_blocks[-1]["host"][row]][block.industry[row]] += block.investment[row]
        assert run.state.stock == pytest.approx(np.array(stock))
    assert seen > 100


def test_sizes_of_projects_follow_from_their_investment():
    whole = scene()
    for _, period in stepped(whole):
        block = period.block
        for row in range(block.count):
            kind = whole.industries[list(INDUSTRIES)[block.industry[row]]]
            invested = block.investment[row]
            assert block.land[row] == pytest.approx(100 * invested / kind.investment_per_mu)
            assert block.jobs[row] == pytest.approx(invested / 100 * kind.jobs_per_100m)
            assert block.tax[row] == pytest.approx(invested * kind.tax_share)
        if period.block.period == 0:
            assert block.investment[0] == pytest.approx(350.0)


def test_the_outside_option_is_the_reference_site_the_gap_and_its_own_luck():
    gapped, matchless = scene(gap=-0.2), scene(gap=-0.2, match=0.0)
    luck = []
    for (_, with_luck), (_, without) in zip(stepped(gapped), stepped(matchless), strict=True):
        block = without.block
        for row in range(block.count):
            kind = matchless.industries[list(INDUSTRIES)[block.industry[row]]]
            invested = block.investment[row]
            reference = (annuity(0.10, 15) * kind.capital_return - 1) * invested - 0.01 * block.land[row] * 28.0
            assert block.outside[row] == pytest.approx(reference - 0.2 * invested)
        luck.extend((with_luck.block.outside - block.outside) / (0.06 * block.investment))
    assert np.std(luck) == pytest.approx(np.pi / np.sqrt(6), rel=0.5)
    for _, period in stepped(scene(gap=None)):
        assert np.isneginf(period.block.outside).all()


@pytest.mark.parametrize(("law", "sd"), [("gumbel", np.pi / 6**0.5), ("normal", 1.0), ("uniform", 12**-0.5)])
def test_the_match_has_mean_zero_and_its_own_spread(law, sd):
    whole = region(pipeline={"arrivals_per_year": 4000, "pool_per_year": 4000}, spillover={"scale": 0.0})
    match = type(whole.projects.match).model_validate({"law": law, "scale": 0.05})
    whole = whole.model_copy(update={"projects": whole.projects.model_copy(update={"match": match})})
    for _, period in stepped(whole):
        for drawn in (period.block.match / (0.05 * period.block.investment[:, None])).T:
            assert abs(drawn.mean()) < 4 * sd / np.sqrt(drawn.size)
            assert drawn.std() == pytest.approx(sd, rel=0.08)


def test_at_the_border_firms_bear_a_distance_to_all_but_their_home():
    whole = region(pipeline={"arrivals_per_year": 2000, "pool_per_year": 2000})
    match = type(whole.projects.match).model_validate({"law": "border", "scale": 0.3, "home": "b"})
    whole = whole.model_copy(update={"projects": whole.projects.model_copy(update={"match": match})})
    for _, period in stepped(whole):
        share = period.block.match / (0.3 * period.block.investment[:, None])
        assert (share[:, 1] == 0.0).all()
        assert np.array_equal(share[:, 0], share[:, 2])
        assert share.min() >= -1.0
        assert share.max() <= 0.0
        assert abs(share[:, 0].mean() + 0.5) < 4 * 12**-0.5 / np.sqrt(share.shape[0])


def test_public_value_and_what_officials_add_to_it():
    whole = scene(spillover={"scale": 0.02}, city={"infrastructure": 0.01, "leader_rate": 0.08, "leader_horizon": 7})
    for _, period in stepped(whole):
        block = period.block
        for row in range(block.count):
            quality = list(whole.industries.values())[block.industry[row]].quality
            for c, city in enumerate(whole.cities.values()):
                years, invested = ramped(0.08, 7, RAMP), block.investment[row]
                fiscal = years * city.retained_share * block.tax[row]
                fiscal += 0.01 * block.land[row] * (city.list_price - city.land_cost) - 0.01 * invested
                residents = years * city.value_per_job * block.jobs[row] / 1e6
                residents += 0.02 * invested * block.draw("spillover")[row, c]
                worth = 1.2 * fiscal + residents
                assert period.leader_value.total[row, c] == pytest.approx(worth, rel=1e-9, abs=1e-9)
                q = city.quality_weight
                gain = city.political_weight * (invested * (1 - q) + quality * invested * q)
                assert period.bid_value[row, c] == pytest.approx(worth + gain, rel=1e-9, abs=1e-9)


def test_the_error_of_judgement_is_a_share_of_the_benefit():
    whole = region(city={"judgement_error": 0.3})
    for _, period in stepped(whole):
        error = period.bid_value - period.leader_value.total
        expected = 0.3 * np.abs(period.leader_value.total) * period.block.draw("judgement")
        assert error == pytest.approx(expected)
        assert (period.social_value.total == period.leader_value.total).all()


@pytest.mark.parametrize("correlation", [-0.6, 0.0, 0.6, 1.0])
def test_spillovers_go_with_site_values_as_far_as_they_should(correlation):
    many = {"arrivals_per_year": 3000, "pool_per_year": 3000}
    whole = region(("a", "b", "c", "d"), pipeline=many, spillover={"scale": 0.03, "correlation": correlation})
    for _, period in stepped(whole):
        z = period.spillover / (0.03 * period.block.investment[:, None])
        site = period.site_value
        standard = (site - site.mean(axis=1, keepdims=True)) / site.std(axis=1, keepdims=True)
        assert np.corrcoef(z.ravel(), standard.ravel())[0, 1] == pytest.approx(correlation, abs=0.04)
        assert z.std() == pytest.approx(1.0, abs=0.04)


def test_distances_are_those_of_the_map():
    whole = region(("a", "b"), by_city={
        "a": {"latitude": 30.0, "longitude": 105.0}, "b": {"latitude": 30.0, "longitude": 106.0},
    })  # fmt: skip
    one_degree = 2 * np.pi * 6371.0 / 360 * np.cos(np.radians(30.0))
    assert distances_km(tuple(whole.cities.values()))[0, 1] == pytest.approx(one_degree, rel=1e-4)


@pytest.mark.parametrize(
    ("law", "correlation"),
    [("gaussian", -0.8), ("gaussian", 0.0), ("gaussian", 0.5), ("uniform", 0.0), ("uniform", 1.0)],
)
def test_generated_values_have_the_moments_they_are_given(law, correlation):
    project = {"site_mean": 4.0, "site_sd": 2.0, "public_mean": 9.0, "public_sd": 0.5, "correlation": correlation}
    count = 40_000
    for _, period in stepped(generated(2, count, law=law, project=project)):
        site, public = period.block.site_value, period.block.public_value
        for values, mean, sd in ((site, 4.0, 2.0), (public, 9.0, 0.5)):
            for column in values.T:
                assert abs(column.mean() - mean) < 4 * sd / np.sqrt(count)
                assert column.std() == pytest.approx(sd, rel=0.02)
                if law == "uniform":
                    assert np.abs(column - mean).max() <= np.sqrt(3) * sd * (1 + 1e-9)
        assert np.corrcoef(site[:, 0], public[:, 0])[0, 1] == pytest.approx(correlation, abs=4 / np.sqrt(count))
        assert abs(np.corrcoef(site.T)[0, 1]) < 4 / np.sqrt(count)
        assert abs(np.corrcoef(site[:, 0], public[:, 1])[0, 1]) < 4 / np.sqrt(count)
