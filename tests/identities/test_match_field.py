"""Matches that are alike at sites close to each other: their law, their correlation, and what follows from it."""

import numpy as np
import pytest

from sim.regime import distances_km
from sim.rules.match_field import nodes_near
from sim.simulate import project_source, simulate
from sim.world import build_world
from tests.scenes import generated, hosts

PLACES = {"a": (29.4, 105.6), "b": (29.6, 105.9), "c": (30.1, 105.3), "d": (31.4, 104.0), "e": (29.4, 105.6)}
LENGTH = 60.0
MOMENTS = {"gumbel": np.pi / np.sqrt(6.0), "normal": 1.0, "uniform": 12.0**-0.5}


def matches(law, length=LENGTH, count=40_000):
    """Standard match of projects with sites at these places, (projects, cities)."""
    whole = generated(len(PLACES), count)
    cities = {
        key: city.model_copy(update={"latitude": north, "longitude": east})
        for (key, (north, east)), city in zip(PLACES.items(), whole.cities.values(), strict=True)
    }
    match = whole.projects.match.model_validate({"law": law, "scale_money": 1.0, "correlation_km": length})
    projects = whole.projects.model_copy(update={"match": match})
    whole = whole.model_copy(update={"cities": cities, "projects": projects})
    return whole, project_source(whole, 0).period(0).match


@pytest.mark.parametrize("law", MOMENTS)
def test_each_site_has_the_law_that_it_would_have_alone(law):
    _, match = matches(law)
    assert match.mean(axis=0) == pytest.approx(np.zeros(len(PLACES)), abs=0.03)
    assert match.std(axis=0) == pytest.approx(np.full(len(PLACES), MOMENTS[law]), rel=0.02)


@pytest.mark.parametrize("length", [20.0, 60.0, 300.0])
def test_the_correlation_falls_with_the_distance_as_it_says(length):
    whole, match = matches("normal", length)
    distance = distances_km(tuple(whole.cities.values()))
    assert np.corrcoef(match.T) == pytest.approx(np.exp(-0.5 * (distance / length) ** 2), abs=0.02)


def test_sites_at_one_place_have_one_match_and_the_tie_is_drawn():
    whole, match = matches("gumbel")
    assert np.array_equal(match[:, 0], match[:, 4])
    twins = whole.model_copy(update={"cities": {key: whole.cities[key] for key in ("a", "e")}})
    share = np.mean([host == "a" for host in hosts(simulate(twins, with_planner=False))])
    assert share == pytest.approx(0.5, abs=0.02)


def test_weights_make_a_standard_normal_number_anywhere():
    for place in ((0.0, 0.0), (90.0, 0.0), (-33.2, 151.0), *PLACES.values()):
        nodes, weights = nodes_near(*place, LENGTH)
        assert 40 < len(nodes) < 80
        assert np.square(weights).sum() == pytest.approx(1.0)


def test_a_firm_that_likes_a_district_likes_its_neighbour_so_less_is_lost_by_going_there():
    """The best of two sites that are alike is worth less, and the second best is closer to it."""
    near, far = (np.sort(matches("normal")[1][:, pair], axis=1) for pair in ([0, 1], [0, 3]))
    correlation = np.corrcoef(matches("normal")[1].T)[0, 1]
    # E max of two standard normals of correlation r: sqrt((1 - r)/π).
    assert near[:, 1].mean() == pytest.approx(np.sqrt((1 - correlation) / np.pi), abs=0.02)
    assert far[:, 1].mean() == pytest.approx(1 / np.sqrt(np.pi), abs=0.02)


def test_posted_rates_refuse_it():
    whole, _ = matches("gumbel", count=5)
    posted = whole.model_copy(update={"contest": whole.contest.model_copy(update={"format": "posted"})})
    with pytest.raises(ValueError, match="independent"):
        simulate(posted, with_planner=False)
    assert build_world(posted, posted.regimes[0].key)
