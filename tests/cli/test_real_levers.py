"""Regimes with real levers stand apart in every report, with what their programmes cost."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from experiments.kinds import kind_of
from sim.outcomes import run_outcomes
from sim.simulate import simulate_regimes
from tests.cli.conftest import SMALL
from tests.scenes import region

BOTH = SMALL.replace(
    "sweeps:",
    """\
  - key: platform
    title: { en: Platform, zh: 平台 }
    levers: [{ lever: shared_rd_platform, reach: 0.4, programme_cost: 1.5 }]
  - key: everything
    title: { en: Everything, zh: 全部 }
    levers:
      - lever: subsidy_cap
        cap: 0.04
      - lever: talent_mobility
        reach: 0.5
        programme_cost: 0.5
sweeps:""",
)


@pytest.fixture
def both(tmp_path: Path) -> str:
    path = tmp_path / "both.yaml"
    path.write_text(BOTH, encoding="utf-8")
    return str(path)


def test_the_paragraph_is_about_contest_levers_with_one_sentence_on_the_others(here, both):
    found = json.loads(here("compare", both, "--json").out)
    said = found["paragraph"]["en"]
    sentences = said.split(". ")
    assert [("Platform" in one or "Everything" in one) for one in sentences].count(True) == 1
    (real,) = (one for one in sentences if "stand apart" in one)
    assert "® Platform -3 ± 0 (programmes 3)" in real  # 2 cities, 1.5 a year, 1 year, no cost of public funds
    assert "® Everything" in real
    assert "实体杠杆" in found["paragraph"]["zh"]


def test_who_loses_is_told_for_each_kind_of_regime_by_itself(here, both, small):
    """Two cities pay 1.5 each for a platform that moves nothing: all three standards and both cities lose."""
    found = json.loads(here("compare", both, "--no-sweeps", "--json").out)
    assert set(found["welfare_real"]["platform"].values()) == {"loss"}
    english, chinese = found["paragraph"]["en"], found["paragraph"]["zh"]
    lost = "of these lose: ® Platform (everyone together, the region, the cities; city by city: East, West)"
    assert lost in english
    assert "其中受损的有：® 平台（各方合计、本区域、各城市；分城市看：东城、西城）" in chinese
    assert "mong regimes without ®" in english
    assert "不带 ® 的政策情景" in chinese
    assert "under any regime." not in english
    plain = json.loads(here("compare", small, "--no-sweeps", "--json").out)["paragraph"]
    assert "®" not in plain["en"] + plain["zh"]


def test_where_no_real_lever_costs_anybody_it_says_so(here, tmp_path):
    path = tmp_path / "free.yaml"
    free = BOTH.replace("programme_cost: 1.5", "programme_cost: 0.0").replace(
        "        cap: 0.04\n", "        cap: 1.0\n"
    )
    path.write_text(free.replace("programme_cost: 0.5", "programme_cost: 0.0"), encoding="utf-8")
    found = json.loads(here("compare", str(path), "--no-sweeps", "--json").out)["paragraph"]
    assert "none of these loses distinguishably under any of the three standards, nor does any city" in found["en"]
    assert "也没有城市明显受损" in found["zh"]


def test_json_marks_them(here, both):
    found = json.loads(here("compare", both, "--no-sweeps", "--json").out)
    assert [(one["key"], one["kind"], one["programme_cost"]) for one in found["regimes"]] == [
        ("competition", "no lever", 0.0), ("cap", "contest", 0.0), ("ban", "contest", 0.0),
        ("platform", "real", 3.0), ("everything", "real", 1.0),
    ]  # fmt: skip
    assert set(found["welfare"]) == {"cap", "ban"}
    assert set(found["welfare_real"]) == {"platform", "everything"}
    assert found["welfare_real"]["platform"] == dict.fromkeys(
        ("welfare_total", "welfare_region", "cities_gain"), "loss"
    )


def test_tables_on_the_screen_and_in_the_summary_are_two_blocks(here, both, tmp_path):
    out = tmp_path / "out"
    screen = here("compare", both, "--no-sweeps", "--out", str(out), "--no-figures").out
    summary = (out / "summary.md").read_text(encoding="utf-8")
    for text in (screen, summary):
        assert text.index("Welfare under three standards") < text.index("The same with real levers")
        block = text[text.index("Welfare under three standards") : text.index("The same with real levers")]
        assert "Platform" not in block
    assert "| Cost of programmes |" in summary
    with (out / "cities.csv").open(encoding="utf-8", newline="") as file:
        kinds = {row["regime"]: row["kind"] for row in csv.DictReader(file)}
    assert kinds == {
        "competition": "no lever", "cap": "contest", "ban": "contest", "platform": "real", "everything": "real",
    }  # fmt: skip


def test_figures_are_two_sets(here, both, tmp_path):
    out = tmp_path / "out"
    assert here("compare", both, "--no-sweeps", "--out", str(out), "--quiet").code == 0
    names = {path.stem for path in (out / "figures").glob("*.svg")}
    assert names == {"land_prices", "gains", "regimes", "gains_real", "regimes_real"}
    drawn = (out / "figures" / "regimes.svg").read_text(encoding="utf-8")
    apart = (out / "figures" / "regimes_real.svg").read_text(encoding="utf-8")
    assert "Platform" not in drawn
    assert "® Platform" in apart
    assert "What regimes with real levers change" in apart


def test_an_agreement_on_a_real_lever_is_real():
    platform = {"lever": "shared_rd_platform", "reach": 0.4, "programme_cost": 1.0}
    whole = region(
        regimes={
            "real": [{"lever": "agreement", "levers": [platform]}],
            "contest": [{"lever": "agreement", "levers": [{"lever": "subsidy_ban"}]}],
        }
    )
    assert (kind_of(whole, "real"), kind_of(whole, "contest")) == ("real", "contest")


@pytest.mark.parametrize("per_year", [1, 4])
def test_programmes_are_paid_in_welfare_and_in_the_accounts(per_year):
    """A programme that does nothing: every standard falls by (1+λ) times its cost, the treasuries by the cost."""
    idle = {"lever": "talent_mobility", "reach": 0.0, "cities": ["a", "b"], "programme_cost": 3.0}
    whole = region(
        time={"periods": 4 * per_year, "periods_per_year": per_year}, regimes={"without": [], "with": [idle]}
    )
    runs = simulate_regimes(whole, ("without", "with"), with_planner=False)
    without, with_it = (run_outcomes(run) for run in runs.values())
    paid = 2 * 3.0 * 4
    assert with_it["programme_cost"] == pytest.approx(paid)
    assert without["programme_cost"] == 0.0
    for name in ("welfare_total", "welfare_total_in_region", "welfare_region", "cities_gain", "governments_gain"):
        assert with_it[name] - without[name] == pytest.approx(-1.2 * paid), name
    assert with_it["residents_gain"] == without["residents_gain"]
    gap = runs["with"].state.treasury - runs["without"].state.treasury
    assert gap == pytest.approx([-12.0, -12.0, 0.0])
    year_ends = (np.arange(4 * per_year) + 1) / per_year
    discounted = (6.0 / per_year * 1.06**-year_ends).sum()
    assert with_it["run_welfare_total"] - without["run_welfare_total"] == pytest.approx(-1.2 * discounted)
    cities = runs["with"].cities["welfare_city"] - runs["without"].cities["welfare_city"]
    assert cities.sum(axis=0) == pytest.approx([-1.2 * 12.0, -1.2 * 12.0, 0.0])
