"""The sentence of a deal and its charts, against the deal itself."""

import json
from functools import cache

import pytest

from demo.bands import Bands, sample
from demo.bench import refused
from demo.catalogue import catalogue
from demo.charts.gains import gains, verdict_colour
from demo.charts.ladder import ladder
from demo.charts.series import over_time
from demo.charts.waterfall import waterfall
from demo.document import document, file_text, scenario_of
from demo.film import shoot
from demo.measures import MEASURES
from demo.preset import Preset, Refused
from demo.sentences import deciding, economics, ready, terms
from demo.words import say
from experiments.explain_report import loser_of
from experiments.figures.palette import VERDICT_COLOURS
from experiments.statistics import Interval
from sim.explain import explain, without_luck
from sim.scenario import load

OFFERED = catalogue()
NAMES = (
    "rongchang_longchang",
    "yongchuan_contest",
    "neijiang_luzhou_rongchang",
    "border_war_truce",
    "dazu_anyue_credit",
)


@cache
def told(name):
    """Some deals of the first periods with their explanations."""
    scenario = scenario_of(document(Preset(name, periods=4), OFFERED))
    film = shoot(scenario)
    found = []
    for regime, reel in film.reels.items():
        for frame in reel.frames[::3]:
            for deal in frame.deals[:4]:
                period, sign, slot = deal.key.partition("/")
                place = (int(period), int(slot)) if sign else deal.key
                found.append((deal, explain(scenario, place, regime, 0)))
    return scenario, found


@pytest.mark.parametrize("name", NAMES)
def test_terms_add_up_to_what_separates_winner_and_loser(name):
    scenario, found = told(name)
    funds = 1.0 + scenario.economy.cost_of_public_funds
    count = 0
    for _, one in found:
        loser = loser_of(one)
        if one.asked != "cities" or one.host is None or loser is None:
            continue
        winner = one.bidder(one.host)
        reach = [ready(b) if one.format == "open" else b.offer for b in (winner, loser)]
        gap = winner.site_value + reach[0] - loser.site_value - reach[1]
        assert sum(terms(one, winner, loser, funds).values()) == pytest.approx(gap, abs=1e-6)
        name_, worth = deciding(one, winner, loser, funds)
        assert worth == max(terms(one, winner, loser, funds).values())
        assert say("en")(f"deal.because.{name_}")
        count += 1
    assert count


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sentence_names_the_host_and_what_it_pays(name, language):
    scenario, found = told(name)
    w = say(language)
    for deal, one in found:
        said = economics(one, scenario, w, 1.0 + scenario.economy.cost_of_public_funds)
        assert one.host == deal.host
        assert said.endswith((".", "。"))
        if deal.host is not None:
            assert w.name(scenario.cities[deal.host]) in said


def test_the_reversal_at_yongchuan_is_told_by_its_reason():
    """Without luck Yongchuan wins, and the page says why: Longquanyi's share of the tax is worth less."""
    scenario = without_luck(load("yongchuan_contest"))
    one = explain(scenario, "vehicle_plant", "competition")
    assert one.host == "yongchuan"
    winner, loser = one.bidder("yongchuan"), loser_of(one)
    assert loser is not None
    funds = 1.0 + scenario.economy.cost_of_public_funds
    name, worth = deciding(one, winner, loser, funds)
    kept = {key: city.retained_share for key, city in scenario.cities.items()}
    weight = winner.bid_parts["tax"] / funds / kept["yongchuan"]
    tax_gap = weight * (kept["yongchuan"] - kept[loser.city])
    assert terms(one, winner, loser, funds)["value.tax"] == pytest.approx(tax_gap)
    if name == "value.tax":
        assert worth == pytest.approx(tax_gap)
        assert "share of the tax" in economics(one, scenario, say("en"), funds)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "wins although it offered less"), ("zh", "虽然出价较低仍然胜出")]
)
def test_a_host_that_offered_less_than_its_rival_is_said_to_win_all_the_same(language, said):
    counts = {True: 0, False: 0}
    for name in NAMES:
        scenario, found = told(name)
        for _, one in found:
            loser = loser_of(one)
            if one.asked == "cities" and one.host is not None and loser is not None and one.concession > 1e-6:
                less = one.concession < loser.offer - 1e-6
                sentence = economics(one, scenario, say(language), 1.0 + scenario.economy.cost_of_public_funds)
                assert (said in sentence) == less, sentence
                counts[less] += 1
    assert min(counts.values()) > 0


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_ladders_and_waterfalls_hold_finite_numbers_only(name, language):
    scenario, found = told(name)
    for _, one in found:
        if one.asked == "cities":
            options = ladder(one, scenario, say(language), large=True)
            assert json.dumps(options, allow_nan=False)
            if one.trace is not None:
                ends = {series["name"]: series["data"][-1][1] for series in options["series"]}
                assert len(ends) == len(options["series"])
        if one.asked != "assigned":
            assert json.dumps(waterfall(one, scenario, say(language)), allow_nan=False)


def test_outcome_charts_hold_finite_numbers_only():
    scenario = scenario_of(document(Preset("yongchuan_contest", right="ban"), OFFERED))
    film, bands = shoot(scenario), Bands(("competition", "ban"))
    own = load("yongchuan_contest")
    for numbers in ((), (0,), (1, 2, 3)):
        bands.add(sample(scenario, numbers), len(numbers))
        assert json.dumps(gains(bands, "ban", say("zh")), allow_nan=False)
        for measure in MEASURES:
            options = over_time(measure.name, own, scenario.regimes, film, bands, 0, ["2018"], say("en"))
            assert json.dumps(options, allow_nan=False)


def test_a_scenario_with_one_regime_gets_a_right_side_to_which_levers_can_be_added():
    own = load("tournament")
    assert len(own.regimes) == 1
    preset = Preset("tournament", levers={"subsidy_cap": {"cap": 0.01}}, periods=2)
    scenario = scenario_of(document(preset, catalogue("tournament")))
    film, w = shoot(scenario), say("zh")
    left, right = (reel.frames[0] for reel in film.reels.values())
    assert sum(city["concession"] for city in right.cities.values()) < sum(
        city["concession"] for city in left.cities.values()
    )
    bands = Bands(tuple(film.reels))
    for measure in MEASURES:
        options = over_time(measure.name, own, scenario.regimes, film, bands, 0, ["1", "2"], w)
        assert len({series["color"] for series in options["series"]}) == 2


def test_colours_of_gains_say_what_the_interval_says():
    nan = float("nan")
    assert verdict_colour(Interval(2.0, 1.0, 3.0, 9)) == VERDICT_COLOURS["gain"]
    assert verdict_colour(Interval(-2.0, -3.0, -1.0, 9)) == VERDICT_COLOURS["loss"]
    assert verdict_colour(Interval(1.0, -1.0, 3.0, 9)) == VERDICT_COLOURS["open"]
    assert verdict_colour(Interval(1.0, nan, nan, 1)) == VERDICT_COLOURS["open"]


def test_every_refusal_has_its_sentence():
    w = say("en")
    keys = [key.removeprefix("page.refused.") for key in w.texts if key.startswith("page.refused.")]
    fields = dict.fromkeys(("name", "value", "low", "high", "allowed"), "x")
    for key in keys:
        assert refused(Refused(key, **fields), w)
    assert file_text({"title": "x"}).startswith("title")
