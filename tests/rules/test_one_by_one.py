"""The compiled pass finds what `arrival.settle` finds, to the last bit."""

from dataclasses import fields, replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import compiled
from sim.rules.arrival import settle
from sim.rules.capacity import Taken
from sim.rules.contest import open_contest
from sim.rules.instruments import Rooms
from sim.rules.one_by_one import SIGNATURE, in_turn, settled
from sim.rules.sealed import sealed_contest
from sim.scenario import load
from sim.simulate import simulate
from tests.rules.test_arrival import CASH_EARLY, ORDERS, one_at_a_time, periods

RULES = {
    "open": open_contest,
    "bluff": partial(open_contest, bluff=0.5),
    "first": partial(sealed_contest, payment="first"),
    "second": partial(sealed_contest, payment="second"),
}


@pytest.fixture(autouse=True)
def always(monkeypatch):
    monkeypatch.setenv(compiled.VARIABLE, "always")


def in_numpy(contenders, capacities, rule, before=None):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(compiled.VARIABLE, "never")
        return settle(contenders, capacities, rule, before)


def arrays(settlement):
    """All numbers of a settlement, by name."""
    found = {name: getattr(settlement, name) for name in ("land", "rebate", "cash")}
    for part in (settlement.outcome, settlement.offers, settlement.left, settlement.taken):
        for one in fields(part):
            if isinstance(getattr(part, one.name), np.ndarray):
                found[f"{type(part).__name__}.{one.name}"] = getattr(part, one.name)
    return found


def compiled_pass(contenders, capacities, rule, before=None):
    return settled(contenders, capacities, rule, before or Taken.nothing(contenders.coalition.size))


def assert_same(found, expected):
    assert found.keys() == expected.keys()
    for name, values in expected.items():
        assert found[name].dtype == values.dtype, name
        assert found[name].shape == values.shape, name
        assert found[name].tobytes() == values.tobytes(), name


def rounded(values):
    """Numbers of which many are equal; none is -0."""
    return np.round(values) + 0.0


@st.composite
def contests(draw):
    """A random period of contests that the pass knows; in half of them many numbers are equal."""
    case = draw(periods(orders=ORDERS + CASH_EARLY))
    contenders, cities = case.contenders, case.contenders.coalition.size
    luck = np.random.default_rng(case.made_from[0])
    if draw(st.booleans()):
        rooms = contenders.rooms
        contenders = replace(
            contenders,
            rooms=Rooms(*(rounded(room) for room in (rooms.land, rooms.rebate, rooms.cash, rooms.package))),
            tie=rounded(3 * contenders.tie),
            **{
                name: rounded(getattr(contenders, name))
                for name in ("site_value", "offer", "reservation", "outside", "joint_bid_value")
            },
        )
        case.capacities = type(case.capacities)(
            *(rounded(getattr(case.capacities, name)) for name in ("land", "slots", "cash"))
        )
    by_itself, coalition = np.arange(cities), contenders.coalition
    if case.rule in ("first", "second"):
        coalition = by_itself
    home = luck.integers(-1, cities, contenders.count)
    case.contenders = replace(
        contenders,
        coalition=coalition,
        disclosure_group=by_itself if case.rule in ("first", "second") else contenders.disclosure_group,
        only_two_matter=case.rule in ("open", "bluff") and np.unique(coalition).size == cities,
        tie=contenders.tie if draw(st.booleans()) else None,
        at_home=np.arange(cities) == home[:, None] if draw(st.booleans()) else None,
    )
    return case


@given(contests())
@settings(max_examples=300)
def test_the_pass_finds_the_same_bits(case):
    rule = RULES[case.rule]
    found = compiled_pass(case.contenders, case.capacities, rule)
    assert found is not None
    assert_same(arrays(found), arrays(in_numpy(case.contenders, case.capacities, rule)))


@given(contests(), st.integers(0, 150))
@settings(max_examples=60)
def test_stretch_by_stretch_it_is_the_same(case, end):
    """Each stretch is given what those before it have taken, in either form."""
    whole = arrays(compiled_pass(case.contenders, case.capacities, RULES[case.rule]))
    for first, second in ((compiled_pass, in_numpy), (in_numpy, compiled_pass)):
        before = first(rows(case.contenders, slice(0, end)), case.capacities, RULES[case.rule])
        rest = second(rows(case.contenders, slice(end, None)), case.capacities, RULES[case.rule], before.taken)
        after = {name: getattr(rest.left, name) for name in ("land", "slots", "cash")}
        for name, values in after.items():
            assert values.tobytes() == whole[f"Capacities.{name}"].tobytes()
        for name in ("host", "concession", "threshold"):
            parts = [getattr(part.outcome, name) for part in (before, rest)]
            assert np.concatenate(parts).tobytes() == whole[f"Outcome.{name}"].tobytes()


def rows(contenders, some):
    """Some of the projects."""
    rooms = contenders.rooms
    values = {one.name: getattr(contenders, one.name) for one in fields(contenders)}
    for name, value in values.items():
        if isinstance(value, np.ndarray) and name not in ("coalition", "disclosure_group", "grant_nominal"):
            values[name] = value[some]
    values["rooms"] = Rooms(rooms.land[some], rooms.rebate[some], rooms.cash[some], rooms.package[some])
    return type(contenders)(**values)


@given(periods(orders=ORDERS + CASH_EARLY))
@settings(max_examples=60)
def test_it_settles_one_at_a_time(case):
    """A second route, project by project through the rules as they are written for blocks."""
    contenders, rule = case.contenders, RULES[case.rule]
    if case.rule in ("first", "second"):
        alone = np.arange(contenders.coalition.size)
        contenders = replace(contenders, coalition=alone, disclosure_group=alone)
    found = compiled_pass(contenders, case.capacities, rule)
    rows, left = one_at_a_time(contenders, case.capacities, rule)
    assert found.outcome.host.tolist() == [row[0] for row in rows]
    assert found.outcome.concession == pytest.approx([row[1] for row in rows], abs=1e-9)
    for row, (*_, offers, score) in enumerate(rows):
        assert found.offers.limit[row] == pytest.approx(offers.limit[0], abs=1e-9)
        assert found.offers.reservation[row] == pytest.approx(offers.reservation[0], abs=1e-9)
        assert (found.offers.invited[row] == offers.invited[0]).all()
        assert found.outcome.score[row] == pytest.approx(score, abs=1e-9)
    for what, expected in zip((found.left.land, found.left.slots, found.left.cash), left, strict=True):
        assert what == pytest.approx(expected, abs=1e-9)


@given(contests())
@settings(max_examples=25)
def test_compiling_it_changes_nothing(case):
    """The pass as Python runs it gives the same numbers."""
    found = compiled_pass(case.contenders, case.capacities, RULES[case.rule])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "form", lambda function, signature: function)
        assert_same(arrays(compiled_pass(case.contenders, case.capacities, RULES[case.rule])), arrays(found))


@given(periods())
@settings(max_examples=60)
def test_contests_of_other_kinds_are_left_to_numpy(case):
    contenders, rule = case.contenders, RULES[case.rule]
    shared = np.unique(contenders.coalition).size < contenders.coalition.size
    shown = np.unique(contenders.disclosure_group).size < contenders.disclosure_group.size
    found = compiled_pass(contenders, case.capacities, rule)
    assert (found is None) == ((shared or shown) and case.rule in ("first", "second"))
    assert compiled_pass(contenders, case.capacities, lambda offers: rule(offers)) is None
    assert_same(arrays(settle(contenders, case.capacities, rule)), arrays(in_numpy(contenders, case.capacities, rule)))


def test_arrays_of_any_layout_do():
    """A view that is turned around, whole numbers, and numbers nobody may write to."""

    @given(contests())
    @settings(max_examples=10)
    def check(case):
        contenders = case.contenders
        turned = replace(
            contenders, site_value=np.asfortranarray(contenders.site_value), land=contenders.land.astype(np.int64)
        )
        turned.site_value.flags.writeable = False
        rule = RULES[case.rule]
        assert_same(
            arrays(compiled_pass(turned, case.capacities, rule)),
            arrays(compiled_pass(contenders, case.capacities, rule)),
        )

    check()


def test_it_is_compiled_once():
    form = compiled.form(in_turn, SIGNATURE)
    assert form is compiled.form(in_turn, SIGNATURE)
    assert len(form.signatures) == 1


@pytest.mark.parametrize(
    ("name", "changes", "regime"),
    [
        ("rongchang_longchang", [], "competition"),
        ("rongchang_longchang", ["contest.format=open", "contest.bluff=0.3"], "competition"),
        ("rongchang_longchang", ["contest.format=open"], "joint_negotiation"),
        ("rongchang_longchang", ["contest.payment=second", "projects.pipeline.arrivals_per_year=60"], "competition"),
        ("region", ["time.periods=6", "projects.pipeline.arrivals_per_year=500"], "competition"),
        ("region", ["time.periods=6", "projects.pipeline.arrivals_per_year=500"], "package"),
        ("long_run", ["time.periods=6"], "competition"),
    ],
)
def test_runs_are_the_same(name, changes, regime, monkeypatch):
    scenario = load(name, overrides=changes)
    calls = []

    def counted(*of):
        calls.append(settled(*of) is not None)
        return settled(*of)

    monkeypatch.setattr("sim.rules.one_by_one.settled", counted)
    found = simulate(scenario, regime, with_planner=False)
    assert all(calls)
    assert calls
    monkeypatch.setenv(compiled.VARIABLE, "never")
    expected = simulate(scenario, regime, with_planner=False)
    assert_same(found.deals, expected.deals)
    assert_same(found.cities, expected.cities)
    assert_same(found.remaining(), expected.remaining())
