"""`citybid report`: what it writes, what it refuses, and what it says about what is missing."""

import json
import shutil

import pytest

from experiments.findings import STANDARDS
from tests.cli.conftest import here, small  # noqa: F401 - fixtures
from tests.leaflet.conftest import parsed

DESIGN = """\
schema_version: 1
title: {{ en: A small batch, zh: 一个小批次 }}
scenario: {scenario}
worlds: {worlds}
policies: {{ regimes: [competition, cap] }}
replications: 4
outcomes: [welfare_total, cities_gain, concession]
"""
CROSSED = """{ sampling: grid, levels: {
  outside: { paths: [projects.stylised.outside_option], values: [8.0, -20.0], unit: million CNY },
  funds: { paths: [economy.cost_of_public_funds], values: [0.0, 0.2, 0.5], unit: share } } }"""

PLAIN = ("--no-figures",)


def content(page):
    return json.loads(page.all("script", id="data")[0].text())


def test_the_same_folder_gives_the_same_bytes(pages, folders, here, tmp_path):  # noqa: F811
    out, again = tmp_path / "one.html", tmp_path / "two.html"
    done = here("report", str(folders["small"]), "--out", str(out), "--json", *PLAIN)
    assert done.code == 0
    told = json.loads(done.out)
    assert told["bytes"] == out.stat().st_size
    assert told["complete"] is True
    assert here("report", str(folders["small"]), "--out", str(again), "--quiet", *PLAIN).code == 0
    assert out.read_bytes() == again.read_bytes()
    assert "<svg" not in out.read_text(encoding="utf-8")
    assert content(parsed(out.read_text(encoding="utf-8"))) == content(parsed(pages("small")))


def test_a_scenario_is_compared_on_the_spot(pages, here, small, tmp_path):  # noqa: F811
    out = tmp_path / "now.html"
    assert here("report", small, "--out", str(out), "--lang", "zh", "--quiet", *PLAIN).code == 0
    page = parsed(out.read_text(encoding="utf-8"))
    assert page.all("html")[0].attributes["lang"] == "zh-Hans"
    assert page.all("title")[0].text() == "两个城镇"
    assert content(page) == content(parsed(pages("small")))


def test_only_a_page_of_the_same_plan_is_overwritten(folders, here, tmp_path):  # noqa: F811
    out = tmp_path / "page.html"
    out.write_text("mine", encoding="utf-8")
    done = here("report", str(folders["small"]), "--out", str(out), "--quiet")
    assert done.code == 3
    assert "not overwritten" in done.err
    assert out.read_text(encoding="utf-8") == "mine"
    out.write_text('<meta name="citybid-report" content="compare another">', encoding="utf-8")
    assert here("report", str(folders["small"]), "--out", str(out), "--quiet", *PLAIN).code == 3
    assert here("report", str(folders["small"]), "--out", str(tmp_path), "--quiet", *PLAIN).code == 3
    out.unlink()
    for _ in range(2):
        assert here("report", str(folders["small"]), "--out", str(out), "--quiet", *PLAIN).code == 0


def test_what_cannot_be_read_is_refused_in_one_line(folders, here, tmp_path):  # noqa: F811
    empty = tmp_path / "empty"
    empty.mkdir()
    cut = shutil.copytree(folders["small"], tmp_path / "cut")
    (cut / "comparison.npz").write_bytes(b"")
    for source, words in ((empty, "was not written by citybid"), (cut, "comparison.npz is not what was written")):
        done = here("report", str(source), "--out", str(tmp_path / "no.html"))
        assert done.code == 3
        assert words in done.err
        assert "Traceback" not in done.err
    done = here("report", str(tmp_path / "nowhere"), "--out", str(tmp_path / "no.html"))
    assert done.code == 2
    assert not (tmp_path / "no.html").exists()


def test_an_incomplete_comparison_is_reported_and_says_so(folders, here, tmp_path):  # noqa: F811
    part = shutil.copytree(folders["small"], tmp_path / "part")
    manifest = json.loads((part / "manifest.json").read_text(encoding="utf-8"))
    (part / "manifest.json").write_text(json.dumps(manifest | {"complete": False}), encoding="utf-8")
    out = tmp_path / "part.html"
    assert here("report", str(part), "--out", str(out), "--quiet", *PLAIN).code == 1
    page = parsed(out.read_text(encoding="utf-8"))
    (warning,) = page.all("p", class_="warning")
    assert "not complete" in warning.text("en")
    assert "并不完整" in warning.text("zh")


def test_points_of_a_grid_are_those_of_comparisons_with_these_numbers(here, small, tmp_path):  # noqa: F811
    out = tmp_path / "grid.html"
    asked = ["--grid", "projects.stylised.outside_option=8,-20", "--grid", "economy.cost_of_public_funds=0,0.3"]
    done = here("report", small, "--out", str(out), "--no-sweeps", "--replications", "3", "--quiet", *PLAIN, *asked)
    assert done.code == 0
    page = parsed(out.read_text(encoding="utf-8"))
    (board,) = content(page)["boards"]
    assert [knob["values"] for knob in board["knobs"]] == [["-20", "8"], ["0", "0.3"]]
    (lines,) = page.all("section", id="conditions")[0].all("tbody")
    told = [[cell.text("en") for cell in line.children] for line in lines.children]
    signs = {"gain": "+", "loss": "-", "unclear": "=", "same": "="}
    for number, point in enumerate([["-20", "0"], ["-20", "0.3"], ["8", "0"], ["8", "0.3"]]):
        found = ["".join(signs[board["found"][key][name][number][4]] for name in STANDARDS) for key in ("cap", "ban")]
        assert told[number] == [*point, *found]
    assert board["knobs"][0]["own_value"] == "0"
    assert board["knobs"][0]["own"] is None
    number = 0
    for outside in (-20, 8):
        for funds in (0, 0.3):
            settings = ["--set", f"projects.stylised.outside_option={outside}"]
            settings += ["--set", f"economy.cost_of_public_funds={funds}"]
            alone = here("compare", small, "--replications", "3", "--no-sweeps", "--json", *settings)
            found = {each["name"]: each["differences"]["cap"] for each in json.loads(alone.out)["outcomes"]}
            for name, points in board["found"]["cap"].items():
                told = found[name]
                assert points[number][:3] == [told["mean"], told["low"], told["high"]]
            number += 1


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["economy.cost_of_public_funds"], "write --grid PATH=VALUE"),
        (["economy.cost_of_public_funds=0.1,0.1"], "write --grid PATH=VALUE"),
        (["economy.cost_of_public_funds=0,nan"], "write --grid PATH=VALUE"),
        (["auto"], "declares none"),
        (["economy.no_such=0,1"], "no_such"),
        (["economy.cost_of_public_funds=0,-3"], "-3"),
        (["economy.cost_of_public_funds=0,1", "economy.cost_of_public_funds=0,0.5"], "two --grid options"),
        ([f"economy.cost_of_public_funds={','.join(str(n / 1000) for n in range(121))}"], "121 points"),
    ],
)
def test_a_grid_that_makes_no_sense_is_refused_before_anything_runs(here, folders, tmp_path, asked, words):  # noqa: F811
    options = [part for one in asked for part in ("--grid", one)]
    done = here("report", str(folders["small"]), "--out", str(tmp_path / "x.html"), "--quiet", *options)
    assert done.code == 2
    assert words in done.err
    assert not (tmp_path / "x.html").exists()


def store(here, small, tmp_path, worlds):  # noqa: F811
    design = tmp_path / "design.yaml"
    # Designs reach scenarios below their own folder.
    design.write_text(DESIGN.format(scenario="small.yaml", worlds=worlds), encoding="utf-8")
    out = tmp_path / "store"
    assert here("batch", str(design), "--out", str(out), "--executor", "here", "--quiet").code == 0
    return out


def test_a_batch_tells_in_how_many_worlds_a_policy_gains(here, small, tmp_path):  # noqa: F811
    path = store(here, small, tmp_path, CROSSED)
    out = tmp_path / "batch.html"
    assert here("report", str(path), "--out", str(out), "--quiet", *PLAIN).code == 0
    page = parsed(out.read_text(encoding="utf-8"))
    (board,) = content(page)["boards"]
    assert [knob["values"] for knob in board["knobs"]] == [["-20", "8"], ["0", "0.2", "0.5"]]
    rows = json.loads(here("results", str(path), "--json", "--rows", "0").out)["rows"]
    point, gains = 0, 0
    for outside in (-20.0, 8.0):
        for funds in (0.0, 0.2, 0.5):
            here_rows = [r for r in rows if (r["world.outside"], r["world.funds"]) == (outside, funds)]
            cap, base = (
                [r["welfare_total"] for r in here_rows if r["policy"] == policy] for policy in ("cap", "competition")
            )
            mean = sum(a - b for a, b in zip(cap, base, strict=True)) / 4
            assert board["found"]["cap"]["welfare_total"][point][0] == pytest.approx(mean, rel=1e-12, abs=1e-9)
            gains += board["found"]["cap"]["welfare_total"][point][4] == "gain"
            point += 1
    assert f"a gain at {100 * gains / 6:.0f} %" in page.all("section", id="answer")[0].text("en")
    assert "welfare_region" not in content(page)["standards"]
    manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["plan"]["options"]["model"] in page.all("section", id="provenance")[0].text()
    done = here("report", str(path), "--out", str(tmp_path / "g.html"), "--grid", "auto")
    assert (done.code, "own points" in done.err) == (2, True)


def test_a_batch_that_goes_on_says_so_and_one_world_is_compared_over_replications(here, small, tmp_path):  # noqa: F811
    path = store(here, small, tmp_path, "{ sampling: one }")
    manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    (path / "manifest.json").write_text(json.dumps(manifest | {"complete": False}), encoding="utf-8")
    out = tmp_path / "batch.html"
    assert here("report", str(path), "--out", str(out), "--quiet", *PLAIN).code == 1
    page = parsed(out.read_text(encoding="utf-8"))
    assert "not complete" in page.all("p", class_="warning")[0].text("en")
    told = json.loads(here("compare", small, "--replications", "4", "--no-sweeps", "--json").out)
    found = next(each for each in told["outcomes"] if each["name"] == "welfare_total")["differences"]["cap"]
    assert f"{found['mean']:+.1f}"[:3] in page.all("section", id="worlds")[0].text("en")
    (path / "journal.sqlite").write_bytes(b"nothing of the kind")
    done = here("report", str(path), "--out", str(tmp_path / "x.html"))
    assert done.code == 3
    assert "Traceback" not in done.err
