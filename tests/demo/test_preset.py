"""Presets, links and documents: what goes in comes out, and what is not allowed is refused in one sentence."""

import dataclasses

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from demo.bench import refused
from demo.catalogue import CASES, OWN, catalogue, read
from demo.document import day, document, file_text, lever_periods, scenario_of, sides, switched, windows
from demo.knobs import KNOBS, LEVER_KNOBS, Knob, current, facts, knob_facts
from demo.preset import Preset, Refused
from demo.words import say
from sim.levers.pact import Pact
from sim.regime_book import active_periods
from sim.scenario import ScenarioError, content_hash, load
from tests.cli.conftest import SMALL

OFFERED = catalogue()

presets = st.builds(
    Preset,
    scenario=st.sampled_from(CASES),
    left=st.none() | st.sampled_from(["competition", "ban"]),
    right=st.none() | st.sampled_from(["cap", "land_floor"]),
    numbers=st.dictionaries(st.sampled_from([knob.name for knob in KNOBS]), st.floats(-1e6, 1e6)),
    levers=st.dictionaries(
        st.sampled_from(["subsidy_cap", "revenue_sharing"]),
        st.dictionaries(st.sampled_from(["cap", "share", "contract"]), st.floats(0, 1) | st.just("net_split")),
    ),
    switches=st.dictionaries(st.just("subsidy_cap"), st.lists(st.integers(0, 30), unique=True).map(sorted).map(tuple)),
    enforcement=st.sampled_from(["stated", "chosen"]),
    audit_probability=st.floats(0, 1),
    penalty=st.floats(0, 1e5),
    periods=st.none() | st.integers(1, 400),
    replication=st.integers(0, 9_999),
    period=st.integers(0, 400),
    deal=st.none() | st.sampled_from(["electronics_plant", "0/12", "3/10000000090"]),
)


@given(presets)
def test_a_link_brings_back_what_was_shown(preset):
    assert Preset.from_query(preset.to_query()) == preset


@given(st.dictionaries(st.text(max_size=30) | st.sampled_from(["scenario", "k.funds", "at.subsidy_cap", "periods"]),
                       st.text(max_size=300), max_size=4))  # fmt: skip
def test_whatever_a_link_holds_it_is_shown_or_refused_in_a_sentence(query):
    said = ""
    try:
        scenario_of(document(Preset.from_query(query), OFFERED))
    except Refused as reason:
        said = refused(reason, say("en")) + refused(reason, say("zh"))
    except ScenarioError as error:
        said = "".join(problem.text("zh") for problem in error.problems)
    assert said.isprintable()


@pytest.mark.parametrize(
    "query",
    [
        {"scenario": "../../etc/passwd"}, {"scenario": "rongchang_longchan"}, {"left": "ban", "right": "ban"},
        {"k.funds": "nan"}, {"k.funds": "1e999"}, {"k.funds": "7"}, {"k.fund": "0.1"}, {"k.rivals": "1.5"},
        {"k.rivals": "0"}, {"lever.subsidy_cap.cap": "-1"}, {"lever.subsidy_cap.cap": "benefit_only"},
        {"lever.subsidy_cap.colour": "1"}, {"lever.joint_park": "on"}, {"lever.subsidy_cap": "off"},
        {"at.subsidy_cap": "5,3"}, {"at.subsidy_cap": "1,,2"}, {"periods": "0"}, {"periods": "-1"}, {"periods": "٣"},
        {"replication": "1e3"}, {"enforcement": "none"}, {"deal": "<script>"}, {"<b>": "1"}, {"deal": "x" * 500},
        {"right": "package"},
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_refused(query):
    with pytest.raises(Refused) as caught:
        document(Preset.from_query(query), OFFERED)
    said = refused(caught.value, say("en")), refused(caught.value, say("zh"))
    assert all(len(text) < 600 for text in said)


@pytest.mark.parametrize("name", CASES)
def test_the_file_means_what_the_page_runs_and_is_the_scenario_itself_where_nothing_is_turned(name, tmp_path):
    file = document(Preset(name, periods=400), OFFERED)
    path = tmp_path / "shown.yaml"
    path.write_text(file_text(file, ("A remark\nin two lines",)), encoding="utf-8")
    assert content_hash(load(path)) == content_hash(scenario_of(file))
    own, shown = load(name), scenario_of(file)
    left, right = sides(Preset(name), own)
    assert shown == own.model_copy(update={"regimes": (left, right), "sweeps": (), "prior": None})


def test_knobs_are_settings_of_the_command_line():
    """Each slider at another value, against `--set` of its path."""
    for knob in KNOBS:
        name = "yongchuan_contest"
        value = knob.low + 3 * knob.step
        if knob_facts(knob).whole:
            value = int(value)
        shown = scenario_of(document(Preset(name, numbers={knob.name: value}), OFFERED))
        asked = load(name, overrides=[f"{knob.dotted}={value}"])
        for part in ("contest", "projects", "economy", "life", "cities"):
            assert getattr(shown, part) == getattr(asked, part), knob.name
        assert current(shown, knob) == pytest.approx(value)


def test_levers_are_dated_by_the_periods_in_which_they_are_on():
    preset = Preset(right="land_floor", levers={"subsidy_cap": {"cap": 0.05}}, switches={"subsidy_cap": (2, 4, 6)})
    shown = scenario_of(document(preset, OFFERED))
    on = [set(active_periods(lever, shown)) for lever in shown.regimes[1].levers if lever.lever == "subsidy_cap"]
    assert on == [{2, 3}, {6, 7}]
    assert not shown.regimes[0].levers


@pytest.mark.parametrize("per_year", [1, 2, 4, 5, 7, 12])
def test_the_first_day_of_a_period_is_where_a_lever_begins(per_year):
    scenario = load("gaozhu_joint_park", overrides=[f"time.periods_per_year={per_year}", "time.periods=30"])
    lever = scenario.regimes[1].levers[0]
    for period in range(1, 30):
        begun = lever.model_copy(update={"start": day(scenario.time, period), "end": None})
        assert active_periods(begun, scenario).start == period


@given(st.lists(st.booleans(), max_size=30).map(tuple))
def test_windows_cover_what_is_on(on):
    covered = {period for start, end in windows(on) for period in range(start, end)}
    assert covered == {period for period, now in enumerate(on) if now}


@given(st.lists(st.integers(0, 7), max_size=6))
def test_a_click_turns_a_lever_from_there_until_it_turns_next(clicks):
    scenario = read("rongchang_longchang")
    preset = Preset(right="land_floor")
    expected = [True] * 8
    _, right = sides(preset, scenario)
    for click in clicks:
        preset = switched(preset, "land_price_floor", click, right, scenario)
        before, period = expected[click], click
        while period < 8 and expected[period] == before:
            expected[period] = not before
            period += 1
        assert list(lever_periods(preset, "land_price_floor", right, scenario)) == expected


def test_kept_by_choice_wraps_levers_of_equal_dates_in_one_agreement():
    preset = Preset(right="land_floor_cap", switches={"subsidy_cap": (3,)}, enforcement="chosen", penalty=50.0)
    shown = scenario_of(document(preset, OFFERED))
    first, second = shown.regimes[1].levers
    assert {lever.lever for lever in (first, second)} == {"agreement"}
    assert all(isinstance(lever, Pact) and lever.chosen and lever.penalty == 50.0 for lever in (first, second))
    assert [inside.lever for inside in first.levers] == ["land_price_floor"]
    assert list(active_periods(second, shown)) == [3, 4, 5, 6, 7]


def test_levers_that_begin_after_a_shortened_calendar_are_left_out():
    assert scenario_of(document(Preset("region", periods=2), OFFERED)).regimes[1].levers == ()


def test_a_scenario_of_ones_own_is_offered_under_a_name_that_tells_no_path(tmp_path):
    path = tmp_path / "secret_place.yaml"
    path.write_text(SMALL, encoding="utf-8")
    offered = catalogue(str(path))
    assert offered.first == OWN
    text = file_text(document(Preset(OWN, right="ban"), offered))
    assert "secret_place" not in text
    assert content_hash(scenario_of(yaml.safe_load(text))) == content_hash(
        scenario_of(document(Preset(OWN, right="ban"), offered))
    )


def test_documents_hold_no_anchors():
    preset = Preset(levers={"information_sharing": {}}, switches={"information_sharing": (0, 2, 4)})
    assert "&id" not in file_text(document(preset, OFFERED))


def test_sources_of_knobs_in_english_are_those_of_the_schema():
    w = say("en")
    for knob in KNOBS:
        assert w(f"knob.source.{knob.name}") == knob_facts(knob).source
    for knob in LEVER_KNOBS:
        assert w(f"knob.source.{knob.lever}.{knob.field}") == knob_facts(knob).source
    for name in ("audit_probability", "penalty"):
        assert w(f"knob.source.{name}") == facts(Pact, name).source


def test_sliders_stay_within_what_the_schema_allows():
    for knob in (*KNOBS, *LEVER_KNOBS):
        said = knob_facts(knob)
        assert said.en != said.zh
        assert said.unit
        assert said.ge is None or knob.low >= said.ge
        assert said.le is None or knob.high <= said.le
        assert not said.whole or isinstance(knob, Knob)


def test_presets_are_values():
    assert dataclasses.replace(Preset(), period=3) == Preset(period=3)
