"""Luck hangs on seed, replication, stream, period, slot and the city's key, and on nothing else."""

import numpy as np
import pytest

from sim.streams import STREAMS, Luck

LUCK = Luck(7, 3)
BY_CITY = [name for name, (_, what) in STREAMS.items() if "by city" in what]


@pytest.mark.parametrize("stream", STREAMS)
def test_more_slots_change_none_of_the_first(stream):
    """Also where a draw may take a varying number of random words, as normals do."""
    long = LUCK.draw(stream, 2, 50_000, "a")
    for count in (0, 1, 2, 3, 7, 1000, 49_999):
        assert np.array_equal(LUCK.draw(stream, 2, count, "a"), long[:count])


@pytest.mark.parametrize("stream", STREAMS)
def test_draws_do_not_depend_on_what_was_drawn_before(stream):
    first = LUCK.draw(stream, 1, 9, "a")
    LUCK.draw("match", 5, 333, "b")
    LUCK.draw("tie", 0, 1)
    Luck(1, 1).draw(stream, 1, 5, "a")
    assert np.array_equal(LUCK.draw(stream, 1, 9, "a"), first)


def test_every_name_has_its_own_numbers():
    """No two of many draws share a value: seeds, replications, streams, periods and cities never overlap."""
    drawn = [
        Luck(seed, replication).draw(stream, period, 40, city)
        for seed in (0, 1, 2**63 - 1)
        for replication in (0, 1)
        for stream in ("tie", "match_uniform", "floor_holds")
        for period in (0, 1, 2, 399)
        for city in ("", "a", "b", "ab")
    ]
    values = np.concatenate(drawn)
    assert np.unique(values).size == values.size


def test_a_period_goes_on_where_no_other_period_begins():
    """Streams are far apart: a hundred thousand numbers of one period hold none of the next one's first."""
    long = LUCK.draw("tie", 0, 100_000, "a")
    for period in range(1, 6):
        assert not np.isin(LUCK.draw("tie", period, 1000, "a"), long).any()


@pytest.mark.parametrize("stream", STREAMS)
def test_each_stream_has_the_law_it_says(stream):
    law = STREAMS[stream][0]
    drawn = LUCK.draw(stream, 0, 40_000, "a")
    mean, sd = {"uniform": (0.5, 12**-0.5), "normal": (0.0, 1.0), "exponential": (1.0, 1.0)}[law]
    assert abs(drawn.mean() - mean) < 4 * sd / 200
    assert drawn.std() == pytest.approx(sd, rel=0.03)
    if law != "normal":
        assert drawn.min() >= 0
    if law == "uniform":
        assert drawn.max() < 1


def test_neighbouring_names_are_uncorrelated():
    count = 40_000
    base = LUCK.draw("match_normal", 0, count, "a")
    others = [
        LUCK.draw("match_normal", 1, count, "a"),
        LUCK.draw("match_normal", 0, count, "b"),
        LUCK.draw("spillover", 0, count, "a"),
        Luck(8, 3).draw("match_normal", 0, count, "a"),
        Luck(7, 4).draw("match_normal", 0, count, "a"),
    ]
    for other in others:
        assert abs(np.corrcoef(base, other)[0, 1]) < 4 / np.sqrt(count)
    assert abs(np.corrcoef(base[1:], base[:-1])[0, 1]) < 4 / np.sqrt(count)


@pytest.mark.parametrize("stream", BY_CITY)
def test_a_column_depends_on_its_key_alone(stream):
    whole = LUCK.draw_by_city(stream, 1, 20, ("a", "b", "c"))
    assert np.array_equal(LUCK.draw_by_city(stream, 1, 20, ("c", "a")), whole[:, [2, 0]])
    assert np.array_equal(LUCK.draw_by_city(stream, 1, 20, ("b",))[:, 0], LUCK.draw(stream, 1, 20, "b"))


def test_an_unregistered_stream_is_refused():
    with pytest.raises(KeyError):
        LUCK.draw("weather", 0, 1)


def test_registered_names_say_what_they_decide():
    for name, (law, what) in STREAMS.items():
        assert law in ("uniform", "normal", "exponential")
        assert what, name
