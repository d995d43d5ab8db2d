"""A person at the table plays the model's own contest: same course, same host, same price."""

import dataclasses
import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.mayor import phrases
from demo.mayor.contest import Contest, read_amount
from demo.mayor.course import Course
from demo.mayor.program import agenda_of, program_of
from demo.mayor.refusal import Refused
from demo.mayor.setting import Setting, playable_regimes, playable_scenarios
from demo.mayor.table import Table
from demo.words import say as texts_in
from experiments.figures.lettering import amount
from sim.rules.trace import trace_contest
from sim.schema import Scenario
from sim.simulate import simulate

OPEN, SEALED = "yongchuan_contest", "rongchang_longchang"


def model_offer(contest: Contest, city: str) -> float:
    """What the city's own strategy would give, as it stands when the contest opens."""
    p, row = contest.standing.p, contest.standing.row
    return float(p.settlement.offers.limit[row, p.world.cities.keys.index(city)])


def say(table: Table, city: str, amount: float) -> None:
    assert table.contest is not None
    (table.last_word if table.contest.open else table.hand_in)(city, amount)


def played_as_model(table: Table) -> None:
    """Everybody at the table says at once what the city's own strategy would say."""
    while not table.over:
        while table.running:
            assert table.contest is not None
            index = table.contest.pending()[0]
            city = table.course.world.cities.keys[index]
            say(table, city, model_offer(table.contest, city))
        table.next_contest()


@pytest.mark.parametrize("name", [OPEN, SEALED, "dazu_anyue_credit", "gaozhu_joint_park"])
def test_a_taken_seat_without_decisions_is_the_model_number_for_number(name: str) -> None:
    setting = Setting(name, replication=3)
    scenario = setting.loaded()
    course = Course(setting, agenda_of(setting), dict.fromkeys(scenario.cities))
    course.finish()
    while course.run.state.period < scenario.time.periods:
        course.run.step(course.block(), with_planner=False)
    expected = simulate(scenario, setting.regime_key(), 3, with_planner=False)
    for column, values in expected.deals.items():
        np.testing.assert_array_equal(course.run.deals[column], values, err_msg=column)
    np.testing.assert_array_equal(course.run.state.treasury, expected.state.treasury)


@pytest.mark.parametrize(("name", "seeds"), [(OPEN, 40), (SEALED, 6), ("dazu_anyue_credit", 4), ("base", 2)])
@pytest.mark.parametrize("everyone", [False, True])
def test_who_bids_what_the_model_would_gets_its_host_and_price(name: str, seeds: int, everyone: bool) -> None:
    for replication in range(seeds):
        setting = Setting(name, replication=replication, contests=4)
        scenario = setting.loaded()
        cities = list(scenario.cities) if everyone else list(scenario.cities)[:1]
        table = Table(((setting, agenda_of(setting, cities)),), cities)
        played_as_model(table)
        deals = simulate(scenario, setting.regime_key(), replication, with_planner=False).deals
        keys = list(scenario.cities)
        assert table.records
        for record in table.records:
            row = np.flatnonzero(
                (deals["period"] == record.appointment.period) & (deals["slot"] == record.appointment.slot)
            )[0]
            assert record.host == (keys[deals["host"][row]] if deals["host"][row] >= 0 else None)
            assert record.concession == deals["concession"][row]
            assert record.outcome.total == deals["welfare_total"][row]


@pytest.mark.parametrize("replication", range(25))
@pytest.mark.parametrize("everyone", [False, True])
def test_step_by_step_to_the_reservation_is_the_model_within_an_increment(replication: int, everyone: bool) -> None:
    setting = Setting(OPEN, replication=replication)
    scenario = setting.loaded()
    cities = list(scenario.cities) if everyone else [list(scenario.cities)[replication % 4]]
    table = Table(((setting, agenda_of(setting)),), cities)
    seen: list[tuple[object, ...]] = []
    while table.running:
        contest = table.contest
        assert contest is not None
        assert contest.question is not None
        city = contest.standing.p.world.cities.keys[contest.question.city]
        view = table.view_for(city)
        assert view is not None
        assert view.asked is not None
        # What was seen stays: complete rounds never change afterwards.
        for before, now in zip(seen[:-1], view.ladder, strict=False):
            assert rounded(before) == rounded(now)
        seen = list(view.ladder)
        if view.asked.step <= view.own.reservation:
            table.raise_once(city, view.asked.step)
        else:
            table.last_word(city, max(view.agreed, min(view.own.reservation, view.own.highest)))
    deals = simulate(scenario, setting.regime_key(), replication, with_planner=False).deals
    record = table.records[0]
    assert record.host == (list(scenario.cities)[deals["host"][0]] if deals["host"][0] >= 0 else None)
    assert record.concession == pytest.approx(deals["concession"][0], abs=0.01 * record.investment + 1e-6)


def rounded(rung: object) -> object:
    values = dataclasses.asdict(rung)  # type: ignore[call-overload]
    return values | {"offers": {city: round(offer, 6) for city, offer in values["offers"].items()}}


def test_the_course_that_is_shown_is_the_models_trace() -> None:
    for replication in range(10):
        setting = Setting(OPEN, replication=replication)
        table = Table(((setting, agenda_of(setting)),), ["yongchuan"])
        contest = table.contest
        assert contest is not None
        if not table.running:
            continue
        p, row = contest.standing.p, contest.standing.row
        offer = model_offer(contest, "yongchuan")
        table.last_word("yongchuan", offer)
        assert contest.ascent is not None
        assert contest.ascent.trace == trace_contest(p.settlement.offers, row, contest.increment)


@settings(max_examples=15)
@given(st.data())
def test_whatever_a_person_does_accounts_balance_and_the_budget_holds(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([OPEN, SEALED]))
    setting = Setting(name, replication=data.draw(st.integers(0, 30)), contests=3)
    cities = list(setting.loaded().cities)[:2]
    table = Table(((setting, agenda_of(setting)),), cities)
    refused: set[str] = set()
    while not table.over:
        while table.running:
            contest = table.contest
            assert contest is not None
            index = contest.pending()[0]
            city, high = table.course.world.cities.keys[index], contest.highest(index)
            share = data.draw(st.floats(0.0, 1.0))
            act = data.draw(st.integers(0, 3))
            try:
                if not contest.open:
                    table.hand_in(city, share * high)
                elif act == 0:
                    table.raise_once(city)
                elif act == 1:
                    table.raise_up_to(city, share * high)
                elif act == 2:
                    table.last_word(city, share * high)
                else:
                    table.drop_out(city)
            except Refused as refusal:
                refused.add(refusal.reason)
                table.drop_out(city)
            assert contest.agreed[index] <= high
        table.next_contest()
    assert refused <= {"limit", "lower", "less_than_step"}
    # Each period's step checked the accounts; what was promised stays within what the budget carries.
    course = table.course
    while course.run.state.period < setting.loaded().time.periods:
        period = course.run.step(course.block(), with_planner=False)
        promised = np.zeros(course.world.cities.count)
        host = period.settlement.outcome.host
        np.add.at(promised, host[host >= 0], (period.settlement.cash * course.world.grant_nominal[host])[host >= 0])
        assert (promised <= period.commitment_room + 1e-6).all()
    for record in table.records:
        assert sum(record.instruments.values()) == pytest.approx(record.concession)
        for shares in (record.outcome, record.efficient):
            assert sum(shares.parties.values()) == pytest.approx(shares.total)
        assert all(math.isfinite(value) for value in dataclasses.astuple(record.cities[cities[0]]))


def test_the_efficient_host_is_never_worse_for_everyone() -> None:
    for replication in range(20):
        setting = Setting(OPEN, replication=replication)
        record = Course(setting, agenda_of(setting), {"yongchuan": None}).finish()[0]
        # λ makes what is paid beyond the least that is needed a loss.
        assert record.efficient.total >= record.outcome.total - 1e-6


@dataclass(frozen=True)
class Varied(Setting):
    """The one contest at Yongchuan, open or sealed, in which another city knows something else."""

    form: str = "open"
    value_per_job: float = 5000.0
    of: str = "chengdu_longquanyi"

    def loaded(self) -> Scenario:
        scenario = super().loaded()
        city = scenario.cities[self.of].model_copy(update={"value_per_job": self.value_per_job})
        contest = scenario.contest.model_copy(update={"format": self.form})
        return scenario.model_copy(update={"cities": {**scenario.cities, self.of: city}, "contest": contest})


@pytest.mark.parametrize("form", ["open", "sealed"])
@pytest.mark.parametrize("own", ["yongchuan", "jiangjin", "nanchong"])
def test_what_another_city_knows_or_wrote_down_is_in_no_view(form: str, own: str) -> None:
    views, hidden = [], []
    for value in (2000.0, 9000.0):
        setting = Varied(form=form, value_per_job=value)
        table = Table(((setting, agenda_of(setting)),), [own, setting.of])
        assert table.contest is not None
        hidden.append(table.contest.standing.p.reservation[table.contest.standing.row].tolist())
        first = table.view_for(own)
        if form == "sealed":
            table.hand_in(setting.of, value / 100.0)
        views.append((first, table.view_for(own)))
    assert hidden[0] != hidden[1]
    assert views[0] == views[1]


def test_a_view_holds_only_its_own_city() -> None:
    setting = Setting(OPEN)
    table = Table(((setting, agenda_of(setting)),), list(setting.loaded().cities))
    view = table.view_for("yongchuan")
    assert view is not None
    assert view.own.city == "yongchuan"
    assert sum(view.own.parts.values()) == pytest.approx(view.own.judged)
    with pytest.raises(Refused, match="not_invited"):
        Table(((setting, agenda_of(setting)),), ["yongchuan"]).view_for("jiangjin")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nan", "number"), ("inf", "number"), ("-inf", "number"), ("1e999", "number"), ("-1", "negative"),
        ("100.1", "limit"), ("1e300", "limit"), ("", "number"), ("ten", "number"), ("<script>", "number"),
        ("9" * 5000, "number"), (None, "number"), (True, "number"), ([1], "number"), (float("nan"), "number"),
        ("0x10", "number"), ("1 000 000 000 000", "number"),
    ],
)  # fmt: skip
def test_amounts_that_are_refused(text: object, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_amount(text, 100.0)
    assert refusal.value.reason == reason


@pytest.mark.parametrize(("text", "amount"), [("12.5", 12.5), (" 1,0 ", 10.0), (0, 0.0), ("100", 100.0), ("-0", 0.0)])
def test_amounts_that_are_taken(text: object, amount: float) -> None:
    assert read_amount(text, 100.0) == amount


def test_every_playable_scenario_opens_and_ends() -> None:
    for name in playable_scenarios():
        setting = Setting(name, contests=1)
        course = Course(setting, agenda_of(setting), {next(iter(setting.loaded().cities)): None})
        course.finish()
        assert len(course.records) + len(course.missed) == 1, name
        assert playable_regimes(name)


@pytest.mark.parametrize(
    "wrong",
    [
        {"scenario": "../../etc/passwd"}, {"scenario": "theory/case_01_n"}, {"contests": 0}, {"contests": 10**9},
        {"replication": -1}, {"judgement_error": 7.0}, {"regime": "ban"},
    ],
)  # fmt: skip
def test_settings_that_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Refused):
        Setting(**wrong)  # type: ignore[arg-type]


def test_the_first_step_is_explained_by_what_the_city_sees() -> None:
    """The gap that is named is the difference between the firm's values of the two sites."""
    table = Table(program_of(Setting("yongchuan_contest", contests=1)), ["yongchuan"])
    view, contest = table.view_for("yongchuan"), table.contest
    assert view is not None
    assert contest is not None
    assert view.asked is not None
    keys, site = contest.standing.p.world.cities.keys, contest.standing.p.settlement.offers.site_value
    gap = float(site[contest.standing.row, keys.index(view.asked.leader)])
    gap -= float(site[contest.standing.row, keys.index("yongchuan")])
    offer = view.ladder[-1].offers[view.asked.leader]
    assert view.asked.step == pytest.approx(gap + offer + view.project.increment)
    for language in ("en", "zh"):
        w = texts_in(language)
        told = phrases.jump_of(Setting("yongchuan_contest").loaded(), view, w)
        assert amount(abs(gap)) in told
        assert amount(view.asked.step) in told
        assert phrases.jump_of(Setting("yongchuan_contest").loaded(), dataclasses.replace(view, agreed=1.0), w) == ""
        worth = view.own.judged / (1.0 + view.own.cost_of_public_funds)
        assert phrases.overbid(view, worth, w) == ""
        assert amount(1.0 + view.own.cost_of_public_funds) in phrases.overbid(view, worth + 1.0, w)
