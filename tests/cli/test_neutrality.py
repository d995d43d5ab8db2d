"""`citybid neutrality`: the same for any number of workers, files with units, and what goes wrong said plainly."""

import csv
import json
import os
import re

import numpy as np
import pytest

import experiments.executor
import experiments.neutrality_cases as cases
import experiments.neutrality_page as page
import experiments.replications
from experiments.findings import STANDARDS
from experiments.prior_points import of_prior
from sim.scenario import content_hash, load
from sim.simulate import simulate_each
from tests.cli.conftest import SMALL
from tests.cli.test_endings import failing

PRIOR = """\
prior:
  points: 8
  replications: 3
  ranges:
    cost:
      title: { en: Cost of public funds, zh: 公共资金成本 }
      paths: [economy.cost_of_public_funds]
      low: 0.0
      high: 0.5
      unit: share
    spread:
      title: { en: Spread of public values, zh: 公共价值离散度 }
      paths: [projects.stylised.generator.public_sd]
      low: 0.0
      high: 6.0
      unit: million CNY
"""


@pytest.fixture
def spread(tmp_path):
    path = tmp_path / "spread.yaml"
    path.write_text(SMALL + PRIOR, encoding="utf-8")
    return str(path)


def found(here, *arguments):
    done = here("neutrality", *arguments, "--json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_any_number_of_workers_gives_the_same(here, spread, monkeypatch):
    alone = here("neutrality", spread, "--json", "--jobs", "1")
    monkeypatch.setattr(experiments.executor, "PATIENCE", -1.0)
    assert here("neutrality", spread, "--json", "--jobs", "2").out == alone.out


def test_shares_add_up_and_follow_the_points(here, spread):
    document = found(here, spread)
    assert len(document["found"]) == document["points"]["finished"] == 8
    for regime in document["regimes"][1:]:
        for name, said in regime["standards"].items():
            assert sum(said[what]["share"] for what in ("gain", "loss", "open")) == pytest.approx(1.0)
            gains = sorted(point["gains"][regime["key"]][name] for point in document["found"])
            assert gains[0] <= said["gain_quantiles"]["median"] <= gains[-1]
    best = [regime["standards"]["welfare_total"]["best"]["share"] for regime in document["regimes"]]
    assert sum(best) >= 1.0
    costs = sorted(point["values"]["cost"] for point in document["found"])
    assert [int(cost / 0.0625) for cost in costs] == list(range(8))


def test_options_replace_what_the_scenario_says(here, spread):
    document = found(here, spread, "--points", "4", "--design", "sobol", "--replications", "2", "--regime", "ban")
    assert (document["design"], document["points"]["planned"], document["replications"]) == ("sobol", 4, 2)
    assert [regime["key"] for regime in document["regimes"]] == ["competition", "ban"]
    document = found(here, spread, "--points", "2", "--replications", "1", "--baseline", "ban", "--periods", "1")
    assert document["baseline"] == "ban"
    other = found(here, spread, "--points", "2", "--seed", "8")
    assert other["found"][0]["values"] != found(here, spread, "--points", "2")["found"][0]["values"]


def test_a_folder_holds_tables_pictures_and_both_languages(here, spread, tmp_path):
    out = tmp_path / "out"
    assert here("neutrality", spread, "--out", str(out)).code == 0
    files = {str(path.relative_to(out)).replace(os.sep, "/") for path in out.rglob("*") if path.is_file()}
    assert {"points.csv", "runs.csv", "gains.csv", "shares.csv", "influences.csv", "shares.parquet"} <= files
    assert {"figures/shares.png", "figures/map.svg", "summary.md", "manifest.json", "columns.json"} <= files
    rows = list(csv.DictReader((out / "gains.csv").open(encoding="utf-8")))
    assert len(rows) == 8 * 3 * 2
    assert len(list(csv.DictReader((out / "runs.csv").open(encoding="utf-8")))) == 8 * 3 * 3
    units = json.loads((out / "columns.json").read_text(encoding="utf-8"))
    assert (units["points"]["spread"]["unit"], units["shares"]["gain"]["unit"]) == ("million CNY", "share")
    summary = (out / "summary.md").read_text(encoding="utf-8")
    assert "At 8 points of the declared range of 2 contested parameters" in summary
    assert "在 2 个有争议参数的声明范围内取 8 个设计点" in summary
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["complete"] is True


@pytest.mark.parametrize(
    ("language", "head", "part"),
    [("en", "how often each regime wins", "Where"), ("zh", "各情景胜出的频率", "受损之处")],
)
def test_tables_come_first_and_then_a_paragraph(here, spread, language, head, part):
    done = here("neutrality", spread, "--lang", language)
    assert done.code == 0
    text = done.out
    assert text.index(head) < text.rindex(part)


def test_failures_are_recorded_and_the_rest_counts(here, spread, monkeypatch):
    monkeypatch.setattr(experiments.replications, "simulate_each", failing({1}))
    done = here("neutrality", spread)
    assert done.code == 1
    assert "8 runs failed" in " ".join(done.out.split())
    assert "Replication 1 at point 0 failed; traceback in" in done.err


def test_ctrl_c_keeps_the_points_that_were_finished(here, spread, tmp_path, monkeypatch):
    left = [10]

    def stopped(scenario, regimes, number, **options):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return simulate_each(scenario, regimes, number, **options)

    monkeypatch.setattr(experiments.replications, "simulate_each", stopped)
    out = tmp_path / "out"
    done = here("neutrality", spread, "--out", str(out))
    assert done.code == 130
    assert "3 of 8 points were finished" in " ".join(done.err.split())
    assert len(list(csv.DictReader((out / "points.csv").open(encoding="utf-8")))) == 3
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["complete"] is False


def test_what_cannot_be_done_is_said(here, small, spread):
    done = here("neutrality", small)
    assert done.code == 2
    assert "declares no prior range" in done.err
    done = here("neutrality", spread, "--design", "sobol", "--points", "48")
    assert done.code == 2
    assert "32, 64" in done.err
    done = here("neutrality", spread, "--regime", "bann")
    assert done.code == 2
    assert "ban" in done.err


def test_every_bundled_case_declares_a_prior_that_its_regimes_fit():
    for name in page.CASES:
        prior = load(name).prior
        assert prior is not None
        assert 64 <= prior.points <= 128
        assert prior.replications >= 3  # an interval over two replications tells nothing


def test_a_case_on_the_page_says_what_its_run_says(here, spread):
    run = found(here, spread)
    text = page.page({"spread": run})
    (best,) = (regime for regime in run["regimes"] if regime["key"] == run["headline"])
    gain = best["standards"]["welfare_total"]["gain"]
    told = f"| {best['title']['en']} | everyone | {100 * gain['share']:.0f} % ({100 * gain['low']:.0f}-"
    assert told in text
    assert run["paragraph"]["en"] in text
    assert run["paragraph"]["zh"] in text
    assert run["scenario"]["hash"][:12] in text


def test_the_overview_names_winner_and_loser_and_the_world_without_distortions(here, spread):
    run = found(here, spread)
    losses = {
        regime["key"]: sum(said["loss"]["share"] for said in regime["standards"].values())
        for regime in run["regimes"]
        if regime["key"] != run["baseline"]
    }
    worst = max(losses, key=lambda key: losses[key])
    titles = {regime["key"]: regime["title"]["en"] for regime in run["regimes"]}
    text = cases.overview({"spread": run})
    assert f"| beats most often | {titles[run['headline']]} |" in text
    assert (f"| loses most often | {titles[worst]} |" in text) == (worst != run["headline"] and losses[worst] > 0)
    share = {word: {"share": part, "low": 0.0, "high": 1.0, "n": 4} for word, part in (("gain", 0.25), ("loss", 0.5))}
    won = dict.fromkeys(STANDARDS, share)
    told = cases.without_distortion({"spread": run | {"undistorted": {"regimes": {worst: won}}}})
    assert f"| {titles[worst]} | 25 % / 50 % | 25 % / 50 % | 25 % / 50 % |" in told


@pytest.mark.parametrize("name", ["region", "border_war_truce"])
def test_without_distortions_every_one_of_them_is_off_and_the_rest_still_varies(name):
    prior = cases.corner(load(name)).prior
    assert prior is not None
    values = of_prior(prior, cases.CORNER_POINTS, "lhs", 1)
    off = [key in cases.DISTORTIONS for key in prior.parameters]
    assert sum(off) == len(cases.DISTORTIONS)
    assert (values[:, off] == 0.0).all()
    assert (np.ptp(values[:, ~np.array(off)], axis=0) > 0.0).all()


def test_the_example_on_the_page_is_a_prior(tmp_path):
    (block,) = re.findall(r"```yaml\n(.*?)```", page.OWN, re.DOTALL)
    head = "extends: bundled:base\ntitle: { en: Own, zh: 自定 }\n"
    cap = "  - { key: competition, title: { en: C, zh: 竞争 } }\n  - { key: cap, title: { en: Cap, zh: 上限 } }\n"
    (tmp_path / "own.yaml").write_text(f"{head}regimes:\n{cap}{block}", encoding="utf-8")
    prior = load(tmp_path / "own.yaml").prior
    assert prior is not None
    assert "match_scale" not in prior.parameters
    assert len(prior.parameters) == 10


def test_the_page_is_that_of_the_stored_runs_and_the_scenarios_are_those_of_today():
    runs = page.stored()
    assert page.PAGE.read_text(encoding="utf-8") == page.page(runs), f"run {page.COMMAND}"
    for name, run in runs.items():
        assert run["scenario"]["hash"] == content_hash(load(name)), f"run {page.COMMAND} run {name}"
    for name in page.PICTURED & runs.keys():
        assert (page.IMAGES / f"neutrality_{name}_shares.png").is_file()


def test_a_number_that_the_command_line_settles_is_not_contested(here, spread):
    assert "economy.cost_of_public_funds" in json.dumps(found(here, spread)["prior"])
    done = here("neutrality", spread, "--json", "--set", "economy.cost_of_public_funds=0.25")
    assert "Cost of public funds" in done.err
    prior = json.dumps(json.loads(done.out)["prior"])
    assert "economy.cost_of_public_funds" not in prior
    assert "projects.stylised.generator.public_sd" in prior
    both = ("economy.cost_of_public_funds=0", "projects.stylised.generator.public_sd=1")
    none = here("neutrality", spread, "--set", both[0], "--set", both[1])
    assert (none.code, "--set" in none.err) == (2, True)
