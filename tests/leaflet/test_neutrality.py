"""What a page says about a case away from its central numbers: what a run says, or that there is none."""

import json

import pytest

import sim
from experiments.cli import main
from experiments.findings import STANDARDS
from experiments.leaflet.neutrality import RUNS, Known, neutrality, of_case, of_folder
from experiments.leaflet.reading import Unreadable
from tests.leaflet.conftest import parsed


def test_a_bundled_case_is_known_whatever_its_luck_and_other_numbers_are_not():
    known = of_case(sim.load("yongchuan_contest", overrides=["replications=3", "seed=5"]), "competition")
    assert isinstance(known, Known)
    told = json.loads((RUNS / "yongchuan_contest.json").read_text(encoding="utf-8"))
    (cap,) = (each for each in told["regimes"] if each["key"] == "cap")
    for name in STANDARDS:
        gain, loss = known.shares["cap"][name]
        assert gain.mean == cap["standards"][name]["gain"]["share"]
        assert loss.mean == cap["standards"][name]["loss"]["share"]
    assert (
        of_case(sim.load("yongchuan_contest", overrides=["economy.cost_of_public_funds=0"]), "competition") == "differs"
    )
    assert of_case(sim.load("yongchuan_contest"), "ban") == "baseline"
    assert of_case(sim.load("levers/subsidy_cap_helps"), "without") == "never"


def test_shares_stand_on_the_page_and_what_is_unknown_is_said():
    scenario = sim.load("yongchuan_contest")
    known = of_case(scenario, "competition")
    assert isinstance(known, Known)
    page = parsed(neutrality(known, scenario, tuple(entry.key for entry in scenario.regimes)))
    gain, loss = known.shares["cap"]["welfare_total"]
    (line,) = (
        each for each in page.all("table")[0].all("tr")
        if each.children[0].text("en") == next(e.title.en for e in scenario.regimes if e.key == "cap")
    )  # fmt: skip
    assert line.children[1].text("en").startswith(f"{100 * gain.mean:.0f} % (")
    assert f"/ {100 * loss.mean:.0f} % (" in line.children[1].text("en")
    assert known.words["zh"] in page.text("zh")
    assert "Nothing is known yet" in parsed(neutrality("never", scenario, ("competition",))).text("en")
    assert "other numbers" in parsed(neutrality("differs", scenario, ("competition",))).text("en")


def test_a_run_in_a_folder_is_read_and_that_of_another_case_refused(tmp_path):
    out = tmp_path / "run"
    arguments = ["neutrality", "yongchuan_contest", "--points", "6", "--replications", "2", "--no-figures", "--quiet"]
    assert main([*arguments, "--jobs", "1", "--out", str(out), "--regime", "cap"]) == 0
    scenario = sim.load("yongchuan_contest")
    known = of_folder(out, scenario, "competition")
    assert (known.points, known.replications, set(known.shares)) == (6, 2, {"cap"})
    assert known.words["en"] in (out / "summary.md").read_text(encoding="utf-8")
    assert "六" in known.words["zh"] or "6 个设计点" in known.words["zh"]
    others = {
        "other_case": (sim.load("rongchang_longchang"), "competition"),
        "other_numbers": (sim.load("yongchuan_contest", overrides=["economy.firm_rate=0.12"]), "competition"),
        "other_baseline": (scenario, "ban"),
    }
    for reason, (other, baseline) in others.items():
        with pytest.raises(Unreadable) as refused:
            of_folder(out, other, baseline)
        assert refused.value.reason == reason
    (out / "shares.csv").write_bytes((out / "shares.csv").read_bytes()[:-20])
    with pytest.raises(Unreadable) as damaged:
        of_folder(out, scenario, "competition")
    assert damaged.value.reason == "damaged"
