"""`citybid tournament`: a ranking that hangs on strategies alone, not on seats, workers or the order of names."""

import csv
import json

import pytest

import experiments.executor
import experiments.replications
from experiments.tournament import seatings
from sim.strategies import STRATEGIES
from tests.cli.test_endings import failing

SHORT = ("--set", "time.periods=4", "--replications", "3", "--jobs", "1")
HALF, ALL = "{name: shaded, share: 0.5}", "{name: shaded, share: 1.0}"


def ranked(here, *arguments):
    done = here("tournament", "--json", *arguments)
    assert done.code == 0, done.err
    return json.loads(done.out)


def place(found, name):
    (entry,) = (entry for entry in found["ranking"] if entry["strategy"] == name)
    return entry


@pytest.mark.parametrize("cities", [2, 3, 5])
def test_every_pair_meets_in_every_seat(cities):
    plan = seatings(3, cities)
    uses = [use for listed in plan.values() for use in listed]
    assert sorted(uses) == [(one, others, seat) for one in range(3) for others in range(3) for seat in range(cities)]
    for seating, listed in plan.items():
        for one, others, seat in listed:
            assert seating[seat] == one
            assert set(seating[:seat] + seating[seat + 1 :]) == {others}
    assert len(plan) == (9 if cities == 2 else 3 + 6 * cities)


def test_in_first_price_contests_a_best_response_beats_the_truth(here):
    found = ranked(here, "--strategy", "truthful", "--strategy", "best_response", *SHORT)
    assert [entry["strategy"] for entry in found["ranking"]] == ["best_response", "truthful"]
    assert place(found, "truthful")["payoff"]["mean"] == pytest.approx(0.0, abs=1e-12)
    assert place(found, "best_response")["payoff"]["low"] > 0
    assert found["units"]["payoff"] == "million CNY"


@pytest.mark.parametrize("rule", ["contest.format=open", "contest.payment=second"])
@pytest.mark.parametrize("law", ["uniform", "gaussian"])
def test_where_the_winner_pays_the_second_score_nothing_beats_the_truth(here, rule, law):
    """Weakly dominant, following Vickrey 1961: against every opponent that does not react to what it sees."""
    names = ["truthful", *(f"{{name: shaded, share: {share}}}" for share in (0.25, 0.6, 0.9))]
    typed = [part for name in names for part in ("--strategy", name)]
    settings = ("--set", rule, "--set", f"projects.stylised.generator.law={law}")
    found = ranked(here, *typed, *settings, "--set", "projects.stylised.generator.site_sd=2", *SHORT)
    first = found["ranking"][0]
    assert first["strategy"] == "truthful"
    for other in names:
        earned = [found["matches"][name][other]["payoff"] for name in names]
        assert earned[0] >= max(earned) - 1e-12


def test_seats_make_no_difference(here, small):
    """Two names for one rule earn the same, although the cities of the scenario are not equal."""
    settings = ("--set", "cities.east.entry_cost=0.01", "--set", "cities.west.grant_limit=0.05",
                "--set", "contest.format=sealed")  # fmt: skip
    found = ranked(here, small, "--strategy", "truthful", "--strategy", ALL, "--strategy", HALF, *settings)
    one, other = place(found, "truthful"), place(found, ALL)
    for measure in ("payoff", "won", "rate", "losses"):
        assert one[measure] == other[measure]
    assert one["place"] == other["place"]
    assert {entry["place"] for entry in found["ranking"]} in ({1, 3}, {1, 2})
    assert found["regime"] == "competition"
    assert place(found, HALF)["payoff"] != one["payoff"]


def test_among_more_cities_one_plays_alone(here):
    found = ranked(here, "--cities", "4", "--strategy", "truthful", "--strategy", HALF, *SHORT)
    assert found["cities"] == 4
    table = found["matches"]
    assert table["truthful"]["truthful"]["won"] == pytest.approx(0.25)
    assert table["truthful"][HALF]["won"] > 0.25 > table[HALF]["truthful"]["won"]
    wins = found["projects"]
    assert wins == 4 * 50


def test_the_number_of_workers_changes_nothing(here, tmp_path, monkeypatch):
    typed = ("--strategy", "reinforcement", "--strategy", "tit_for_tat", "--set", "time.periods=2",
             "--replications", "2", "--quiet")  # fmt: skip
    assert here("tournament", *typed, "--jobs", "1", "--out", str(tmp_path / "one")).code == 0
    monkeypatch.setattr(experiments.executor, "PATIENCE", 0.0)
    assert here("tournament", *typed, "--jobs", "2", "--out", str(tmp_path / "two")).code == 0
    for name in ("standings.csv", "matches.csv", "columns.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_files_and_screen_say_the_same(here, tmp_path):
    out = tmp_path / "out"
    done = here("tournament", "--strategy", "truthful", "--strategy", HALF, *SHORT, "--out", str(out))
    assert done.code == 0
    assert "Written to" in done.err
    with (out / "standings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["strategy"] for row in rows] == [HALF, "truthful"]
    assert f"{float(rows[0]['payoff']):.2f}" in done.out
    with (out / "matches.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2 * 2 * 3
    summary = (out / "summary.md").read_text(encoding="utf-8")
    assert f"| 1 | {HALF} |" in summary
    assert "| 名次 | 策略 |" in summary
    assert "所得最多的是" in summary
    assert f"{float(rows[0]['payoff']):.2f}" in summary
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["complete"] is True
    other = here("tournament", "--strategy", "truthful", *SHORT, "--out", str(out))
    assert other.code == 3  # another plan


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_catalogue_takes_part_by_default(here, language):
    done = here("tournament", "--set", "time.periods=2", "--set", "projects.stylised.per_period=4",
                "--replications", "1", "--jobs", "1", "--lang", language)  # fmt: skip
    assert done.code == 0
    for strategy in STRATEGIES:
        assert strategy.model_fields["name"].default in done.out
        assert (strategy.title[1] in done.out) == (language == "zh")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--strategy", "truthfull"], "truthful"),
        (["--strategy", "{name: shaded, share: 2}"], "share"),
        (["--cities", "1"], "--cities"),
        (["rongchang_longchang", "--cities", "3"], "--cities goes with stylised projects"),
        (["no_such_file"], "no_such_file"),
        (["--regime", "war"], "no regime war"),
    ],
)
def test_mistakes_are_told_and_end_with_2(here, arguments, said):
    done = here("tournament", *arguments)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_failed_match_leaves_its_replication_out(here, monkeypatch):
    monkeypatch.setattr(experiments.replications, "simulate_each", failing({1}))
    done = here("tournament", "--strategy", "truthful", "--strategy", HALF, *SHORT)
    assert done.code == 1
    assert "replications: 2" in " ".join(done.out.split())
    assert "Replication 1 failed" in done.err
