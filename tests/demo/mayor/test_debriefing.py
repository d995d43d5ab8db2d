"""The debriefing against the simulator's own runs."""

import pickle
from dataclasses import replace

import pytest

from demo.mayor import phrases
from demo.mayor.debriefing import STAFF, YOU, Debriefing, clearer_error, debrief, entrants, ranked, winners_curse
from demo.mayor.program import program_of, seats_of
from demo.mayor.setting import Setting
from demo.mayor.table import Table
from demo.words import say
from experiments.figures.lettering import amount
from experiments.statistics import Interval
from sim.simulate import simulate
from tests.demo.mayor.test_contest import played_as_model

OPEN = Setting("yongchuan_contest", contests=4, replication=2)
SEALED = Setting("rongchang_longchang", contests=4)


def debriefed(setting: Setting, city: str, share: float | None) -> Debriefing:
    """A session in which the city goes up to a share of its reservation; None for what its strategy would offer."""
    table = Table(program_of(setting), [city])
    if share is None:
        played_as_model(table)
    while not table.over:
        while table.running:
            view = table.view_for(city)
            assert view is not None
            offer = (share or 0.0) * view.own.reservation
            (table.last_word if view.project.format == "open" else table.hand_in)(city, offer)
        table.next_contest()
    return debrief(table.program, table.cities, [course.records for course in table.courses], city)


@pytest.mark.parametrize(("setting", "city"), [(OPEN, "yongchuan"), (SEALED, "longchang")])
def test_who_plays_as_the_citys_strategy_earns_what_it_earns(setting: Setting, city: str) -> None:
    found = debriefed(setting, city, None)
    you, staff = found.line(YOU), found.line(STAFF)
    assert (you.payoff, you.judged_payoff, you.won, you.concession, you.rank) == (
        staff.payoff, staff.judged_payoff, staff.won, staff.concession, staff.rank,
    )  # fmt: skip
    assert len(found.lines) == len(entrants(setting, city)) + 1


def test_every_strategys_line_is_its_own_run_of_the_simulator() -> None:
    found = debriefed(OPEN, "yongchuan", 0.5)
    for name, strategy in entrants(OPEN, "yongchuan").items():
        earned = 0.0
        for setting, _ in program_of(OPEN):
            run = simulate(
                setting.loaded(), setting.regime_key(), setting.replication,
                strategies={"yongchuan": strategy}, with_planner=False,
            )  # fmt: skip
            earned += float(run.cities["welfare_city"][0, run.world.cities.keys.index("yongchuan")])
        assert found.line(name).payoff == pytest.approx(earned)


def test_truthful_in_the_players_seat_is_the_truthful_line() -> None:
    played, reference = debriefed(SEALED, "longchang", 1.0), debriefed(SEALED, "longchang", 0.3)
    assert played.line(YOU).payoff == pytest.approx(reference.line("truthful").payoff)
    assert reference.line(YOU).payoff != pytest.approx(reference.line("truthful").payoff)


def test_who_offers_nothing_wins_nothing_and_ranks_by_payoff() -> None:
    found = debriefed(SEALED, "longchang", 0.0)
    assert found.line(YOU).concession == 0.0
    payoffs = [line.payoff for line in found.lines]
    assert payoffs == sorted(payoffs, reverse=True)
    assert found.lines[0].rank == 1
    assert ranked(list(found.lines)) == found.lines


def test_sums_of_the_parties_are_those_of_the_contests() -> None:
    found = debriefed(SEALED, "longchang", 0.8)
    assert sum(found.paid.values()) == pytest.approx(sum(record.outcome.total for record in found.records))
    assert found.elsewhere == sum(record.host != record.efficient.host for record in found.records)
    for own in found.own:
        assert own.judged == pytest.approx(own.value + own.error + own.ambition)
    assert pickle.loads(pickle.dumps(found)) == found  # it comes from another process


def test_winning_is_bad_news_where_judgement_errs_and_none_where_it_does_not() -> None:
    """Of several bidders with errors of mean zero the one that errs upwards wins more often (Capen et al. 1971)."""
    cursed = winners_curse(Setting("base", contests=6, judgement_error=0.2), "yongchuan")
    assert cursed.error.low < 0.0 < cursed.error.high
    assert cursed.error_won.low > cursed.error.high
    sure = winners_curse(Setting("base", contests=6, judgement_error=0.0), "yongchuan")
    assert sure.error.mean == sure.error_won.mean == 0.0


def test_seats_are_the_cities_that_the_first_contest_invites() -> None:
    assert seats_of(program_of(OPEN)) == ("yongchuan", "chengdu_longquanyi", "jiangjin", "nanchong")
    assert seats_of(program_of(SEALED)) == ("rongchang", "longchang")
    assert len(seats_of(program_of(Setting("base")))) == 4


def test_a_scenario_with_too_few_contests_goes_on_with_other_luck() -> None:
    program = program_of(OPEN)
    assert [setting.replication for setting, _ in program] == [2, 3, 4, 5]
    assert sum(len(agenda) for _, agenda in program_of(SEALED)) == 4
    assert len(program_of(SEALED)) == 1


def test_what_is_said_follows_the_numbers() -> None:
    found = debriefed(SEALED, "longchang", 0.8)
    scenario = SEALED.loaded()
    for language in ("en", "zh"):
        w = say(language)
        curse = found.curse
        for low, high, verdict in ((0.01, 0.02, "yes"), (-0.01, 0.02, "no"), (-0.02, -0.01, "good")):
            error = Interval((low + high) / 2, low, high, 50)
            told = replace(found, curse=replace(curse, error_won=error))
            assert phrases.curse_said(scenario, told, w)[-1] == w(f"mayor.debrief.curse_{verdict}")
        sure = Interval(0.0, 0.0, 0.0, 50)
        none = replace(found, curse=replace(curse, error=sure, error_won=sure))
        assert phrases.curse_said(scenario, none, w) == [w("mayor.debrief.curse_none")]
        you, truthful = found.line(YOU), found.line("truthful")
        gap = amount(abs(truthful.payoff - you.payoff))
        assert gap in phrases.earned(scenario, found, w)[1]
        equal = replace(found, lines=tuple(replace(line, payoff=1.0, rank=1) for line in found.lines))
        assert phrases.earned(scenario, equal, w)[1] == w("mayor.debrief.truthful_same")
        assert str(len(found.lines) - 1) in phrases.earned(scenario, equal, w)[2]


def test_who_wins_nothing_is_told_so_and_given_no_rank() -> None:
    found, scenario = debriefed(OPEN, "nanchong", 0.0), OPEN.loaded()
    you = found.line(YOU)
    assert you.won == 0
    assert you.payoff == 0.0
    rest = [line.payoff for line in found.lines if line.name != YOU]
    counts = {"better": sum(x > 1e-6 for x in rest), "worse": sum(x < -1e-6 for x in rest)}
    counts["equal"] = len(rest) - sum(counts.values())
    for language in ("en", "zh"):
        w = say(language)
        said = phrases.earned(scenario, found, w)
        city = w.name(scenario.cities["nanchong"])
        assert said[0] == w("mayor.debrief.nothing_won", city=city, contests=len(found.records))
        assert said[2] == w("mayor.debrief.compared", **counts)
        names = [phrases.contest_name(scenario, found, place, w) for place in range(len(found.records))]
        assert len(set(names)) == len(names) == 4
    assert found.lucks == (2, 3, 4, 5)


def test_offers_above_the_worth_as_judged_are_counted() -> None:
    w, scenario = say("en"), SEALED.loaded()
    honest = debriefed(SEALED, "longchang", 1.0)
    said = w("mayor.debrief.overbid", count=1, contests=len(honest.records))
    assert said not in phrases.earned(scenario, honest, w)
    first = honest.records[0]
    own = first.cities["longchang"]
    over = replace(own, offer=max(0.0, own.judged) + 1.0)
    record = replace(first, cities={**first.cities, "longchang": over})
    assert said in phrases.earned(scenario, replace(honest, records=(record, *honest.records[1:])), w)


@pytest.mark.parametrize("city", ["yongchuan", "jiangjin"])
def test_the_error_that_makes_the_curse_visible_was_tried(city: str) -> None:
    setting = Setting("yongchuan_contest", judgement_error=0.1)
    found = clearer_error(setting, city)
    assert (found is None) == winners_curse(setting, city).told
    if found is not None:
        assert winners_curse(replace(setting, judgement_error=found), city).error_won.low > 0.0
    usual = winners_curse(Setting(), city)
    assert usual.error.n >= 300
    assert usual.told
