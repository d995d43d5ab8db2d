"""The random pipeline draws what it declares."""

import numpy as np
import pytest

from sim.simulate import project_source, simulate
from tests.scenes import region


def drawn(periods=1, per_year=1, **pipeline):
    """All blocks of a pipeline, and one array of each column."""
    whole = region(pipeline=pipeline, time={"periods": periods, "periods_per_year": per_year})
    source = project_source(whole, 0)
    blocks = [source.period(number) for number in range(periods)]
    return blocks, lambda name: np.concatenate([getattr(block, name) for block in blocks])


@pytest.mark.parametrize(("periods", "per_year"), [(20, 1), (80, 4), (240, 12)])
def test_as_many_arrive_in_a_year_as_declared_however_it_is_cut(periods, per_year):
    blocks, _ = drawn(periods, per_year, arrivals_per_year=60, pool_per_year=120)
    yearly = sum(block.count for block in blocks) / 20
    assert abs(yearly - 60) < 4 * np.sqrt(60 / 20)
    assert all((np.diff(block.slot) > 0).all() for block in blocks)
    assert max(int(block.slot.max(initial=0)) for block in blocks) < 120 / per_year


def test_when_the_pool_is_as_large_as_the_arrivals_everyone_comes():
    blocks, _ = drawn(5, 1, arrivals_per_year=30, pool_per_year=30)
    assert [block.count for block in blocks] == [30] * 5


def test_sizes_are_lognormal_between_the_cuts():
    size = {"median": 200.0, "log_sd": 1.27, "smallest": 10.0, "largest": 10_000.0}
    _, column = drawn(1, 1, arrivals_per_year=20_000, pool_per_year=20_000, realised_share=0.5, size=size)
    invested = column("investment") / 0.5
    assert invested.min() == pytest.approx(10.0)
    assert invested.max() <= 10_000.0
    assert np.median(invested) == pytest.approx(200.0, rel=4 * 1.2533 * 1.27 / np.sqrt(20_000))
    inside = np.log(invested[(invested > 10.001) & (invested < 9_999.0)] / 200.0) / 1.27
    assert inside.std() == pytest.approx(1.0, abs=0.03)


def test_shares_of_the_pipeline():
    shares = {"contestable_share": 0.3, "domestic_alternative_share": 0.8, "inside_share": 0.25, "debt_share": 0.45}
    _, column = drawn(1, 1, arrivals_per_year=20_000, pool_per_year=20_000, **shares)
    for name, share in (("contestable", 0.3), ("domestic", 0.8)):
        assert abs(column(name).mean() - share) < 4 * np.sqrt(share * (1 - share) / 20_000)
    assert set(column("inside_share")) == {0.25}
    assert set(column("debt_share")) == {0.45}
    assert set(column("origin")) == {-1}


def test_industries_come_by_their_weights():
    whole = region(pipeline={"arrivals_per_year": 20_000, "pool_per_year": 20_000})
    weights = {"equipment": 1.0, "chips": 3.0}
    heavy = {key: row.model_copy(update={"weight": weights[key]}) for key, row in whole.industries.items()}
    block = project_source(whole.model_copy(update={"industries": heavy}), 0).period(0)
    assert abs((block.industry == 1).mean() - 0.75) < 4 * np.sqrt(0.75 * 0.25 / 20_000)
    assert (block.priority == (block.industry == 1)).all()  # strategic industries are priority projects


def test_firms_that_solicit_no_offers_get_none():
    deals = simulate(region(pipeline={"contestable_share": 0.0})).deals
    assert deals["invited"].max() == 0
    assert deals["concession"].max() == 0.0
    assert (deals["host"] == deals["host_at_zero"]).all()


def firms(private=0.0, home=None, **origins):
    pipeline = {"arrivals_per_year": 20_000, "pool_per_year": 20_000, "private_share": private, "origins": origins}
    whole = region(pipeline=pipeline)
    projects = whole.projects.model_copy(update={"home_inside_share": home})
    return project_source(whole.model_copy(update={"projects": projects}), 0).period(0)


def near(found, share):
    return abs(found.mean() - share) <= 4 * np.sqrt(share * (1 - share) / found.size)


def test_firms_come_from_where_the_weights_say():
    block = firms(private=0.4, home=0.8, cities={"a": 1.0, "c": 3.0}, coast=5.0, abroad=1.0)
    for place, share in ((-1, 0.6), (0, 0.1), (1, 0.0), (2, 0.3)):
        assert near(block.origin == place, share)
    assert near(~block.domestic, 0.1)
    assert (block.origin[~block.domestic] == -1).all()
    assert set(block.inside_share[block.origin >= 0]) == {0.8}
    assert set(block.inside_share[block.origin < 0]) == {0.3}
    assert near(block.private, 0.4)
    assert near(block.private[block.origin >= 0], 0.4)


def test_without_origins_and_owners_the_pipeline_is_what_it_was():
    plain, named = firms(), firms(private=1.0, home=0.8, coast=1.0)
    for name in ("slot", "industry", "investment", "domestic", "contestable", "inside_share", "match", "origin"):
        assert np.array_equal(getattr(plain, name), getattr(named, name)), name
    assert not plain.private.any()
    assert named.private.all()


@pytest.mark.parametrize(
    ("given", "home", "origin", "share"),
    [
        (None, None, None, 0.3),
        (None, 0.8, None, 0.3),
        (None, None, "b", 0.3),
        (None, 0.8, "b", 0.8),
        (0.5, 0.8, "b", 0.5),
    ],
)
def test_who_owns_a_watched_firm(given, home, origin, share):
    lead = {"key": "plant", "industry": "chips", "announced_investment": 10.0, "origin": origin, "inside_share": given}
    whole = region(watched=[lead])
    projects = whole.projects.model_copy(update={"home_inside_share": home})
    block = project_source(whole.model_copy(update={"projects": projects}), 0).period(0)
    assert block.inside_share.tolist() == [share]
    assert not block.private.any()
