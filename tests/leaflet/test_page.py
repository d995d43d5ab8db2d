"""The page: well formed, the same in both languages, complete in itself, and with the numbers of the folder."""

import csv
import json
import re

import pytest

from experiments.leaflet import comparison_page
from experiments.leaflet.markup import Html, data, escaped
from experiments.leaflet.reading import read_folder
from experiments.leaflet.tables import sort_key
from experiments.report import interval_text
from experiments.statistics import Interval
from tests.leaflet.conftest import parsed

LIMIT = 2_000_000
SECTIONS = ["question", "regimes", "answer", "standards", "losers", "figures", "knobs", "conditions", "neutrality",
            "outcomes", "sources", "provenance"]  # fmt: skip


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(page, caption):
    (found,) = (t for t in page.all("table") if t.all("caption") and t.all("caption")[0].text("en").startswith(caption))
    body = found.all("tbody")[0]
    return {line.children[0].text("en"): [cell.text("en") for cell in line.children[1:]] for line in body.all("tr")}


@pytest.mark.parametrize("name", ["small", "watched"])
def test_the_page_is_well_formed_and_has_every_section_in_both_languages(pages, name):
    text = pages(name)
    page = parsed(text)
    assert len(text.encode()) < LIMIT
    assert [section.attributes["id"] for section in page.all("section")] == SECTIONS
    identities = [node.attributes["id"] for node in page.walk() if "id" in node.attributes]
    assert len(identities) == len(set(identities))
    for section in page.all("section"):
        assert section.text("en").strip()
        assert re.search("[一-鿿]", section.text("zh"))
        assert section.text("en") != section.text("zh")


@pytest.mark.parametrize("name", ["small", "watched"])
def test_what_stands_in_one_language_stands_in_the_other(pages, name):
    """Elements in a language come in pairs, one for each, with the same elements inside."""
    for node in parsed(pages(name)).walk():
        languages = [
            child for child in node.children
            if not isinstance(child, str) and "lang" in child.attributes and child.attributes.get("class") != "own"
            and child.name != "html"
        ]  # fmt: skip
        english = [child for child in languages if child.attributes["lang"] == "en"]
        chinese = [child for child in languages if child.attributes["lang"] == "zh-Hans"]
        assert len(english) == len(chinese)
        for ours, theirs in zip(english, chinese, strict=True):
            assert ours.name == theirs.name
            if not ours.all("svg"):
                assert [each.name for each in ours.walk()] == [each.name for each in theirs.walk()]


@pytest.mark.parametrize("name", ["small", "watched"])
def test_nothing_is_asked_for_from_outside(pages, name):
    text = pages(name)
    page = parsed(text)
    for node in page.walk():
        for attribute in ("src", "href", "xlink:href", "action", "poster", "data", "srcset"):
            value = node.attributes.get(attribute)
            assert value is None or value.startswith("#") or value == "data:,", (node.name, attribute, value)
        assert not [key for key in node.attributes if key.startswith("on")]
        assert not re.search(r"url\((?!#)", node.attributes.get("style", ""))
    assert not re.search(r"@import|url\(", page.all("style")[0].text())
    (script,) = (node.text() for node in page.all("script") if "type" not in node.attributes)
    assert re.findall(r"https?:[^\"]*|fetch|XMLHttp|import\(|eval|innerHTML", script) == ["http://www.w3.org/2000/svg"]
    (policy,) = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
    assert "default-src 'none'" in policy.attributes["content"]
    assert "unsafe-eval" not in policy.attributes["content"]
    assert "script-src 'sha256-" in policy.attributes["content"]


def test_references_inside_figures_lead_to_their_own_figure(pages):
    page = parsed(pages("watched"))
    known = {node.attributes["id"] for node in page.walk() if "id" in node.attributes}
    for figure in page.all("svg"):
        own = {node.attributes["id"] for node in figure.walk() if "id" in node.attributes}
        for node in figure.walk():
            text = " ".join(node.attributes.values())
            assert set(re.findall(r"url\(#([^)]+)\)", text)) <= own
            if node.attributes.get("href", "").startswith("#"):
                assert node.attributes["href"][1:] in own
    for link in page.all("a"):
        assert link.attributes["href"][1:] in known


def test_welfare_on_the_page_is_that_of_the_table(pages, folders):
    shown = table(parsed(pages("small")), "Welfare under three standards")
    told = {(row["outcome"], row["regime"]): row for row in rows(folders["small"] / "differences.csv")}
    for regime, title in (("cap", "Cap"), ("ban", "Ban")):
        for cell, name in zip(shown[title], ("welfare_total", "welfare_region", "cities_gain"), strict=True):
            row = told[name, regime]
            found = Interval(float(row["difference"]), float(row["low"]), float(row["high"]), int(row["n"]))
            assert cell[:-2] == interval_text(found)


def test_each_position_of_a_knob_is_a_point_of_the_sweep(pages, folders):
    page = parsed(pages("small"))
    content = json.loads(page.all("script", id="data")[0].text())
    (board,) = content["boards"]
    (knob,) = board["knobs"]
    told = {(row["regime"], row["outcome"], float(row["value"])): row for row in rows(folders["small"] / "sweeps.csv")}
    assert [float(value) for value in knob["values"]] == [-20.0, 0.0, 8.0]
    assert knob["own"] == 1
    assert board["n"] == 5
    for regime, by_standard in board["found"].items():
        for name, points in by_standard.items():
            for value, (mean, low, high, text, verdict) in zip((-20.0, 0.0, 8.0), points, strict=True):
                row = told[regime, name, value]
                assert (mean, low, high) == (float(row["difference"]), float(row["low"]), float(row["high"]))
                assert text == interval_text(Interval(mean, low, high, 5))
                assert verdict == ("gain" if low > 0 else "loss" if high < 0 else verdict)


def test_sources_and_provenance_are_those_of_the_folder(pages, folders):
    page = parsed(pages("watched"))
    manifest = json.loads((folders["watched"] / "manifest.json").read_text(encoding="utf-8"))
    told = page.all("section", id="provenance")[0].text()
    for part in (manifest["plan"]["scenario"], str(manifest["plan"]["seed"]), manifest["started"],
                 manifest["packages"]["numpy"], manifest["files"]["comparison.npz"]["sha256"]):  # fmt: skip
        assert part in told
    numbers = rows(folders["watched"] / "facts.csv")
    section = page.all("section", id="sources")[0]
    counted = [int(line.children[4].text()) for body in section.all("tbody") for line in body.all("tr")]
    assert sum(counted) == len(numbers)
    for one in numbers:
        assert one["source"] in section.text()


def test_cells_sort_by_their_first_number():
    assert [sort_key(text) for text in ("+1,375 ± 122 +", "-0.5 ± 2 -", "56 % (44-61)*", "-")] == [
        "1375", "-0.5", "56", None,
    ]  # fmt: skip


def test_no_text_becomes_markup():
    assert escaped("</script><b a='1' c=\"2\">&\u202e\x00") == (
        "&lt;/script&gt;&lt;b a=&#x27;1&#x27; c=&quot;2&quot;&gt;&amp;��"
    )
    told = data("x", {"a": "</script><!--\u2028\u2029&"})
    assert re.fullmatch(r'<script type="application/json" id="x">[^<>&\u2028\u2029]*</script>', told)
    assert json.loads(told[told.index(">") + 1 : -len("</script>")]) == {"a": "</script><!--\u2028\u2029&"}


def test_a_page_that_would_be_too_large_leaves_out_the_figures_of_sweeps(folders, monkeypatch):
    told = read_folder(folders["watched"])
    drawn = {name: Html(f"<figure id='{name}'></figure>") for name in ("gains", "sweep_retained_welfare")}
    monkeypatch.setattr(comparison_page, "pictures", lambda *_: drawn)
    whole = comparison_page.comparison_page(told, comparison_page.Extras("never"), "en", lambda *_: None)
    assert "sweep_retained_welfare" in whole
    monkeypatch.setattr(comparison_page, "LARGEST", len(whole.encode()))
    smaller = parsed(comparison_page.comparison_page(told, comparison_page.Extras("never"), "en", lambda *_: None))
    assert [figure.attributes["id"] for figure in smaller.all("figure")] == ["gains"]
    assert "left out to keep this file below 2 MB: 1" in smaller.all("section", id="conditions")[0].text("en")


@pytest.mark.parametrize("name", ["small", "watched"])
def test_who_gains_is_marked_by_the_interval_that_stands_beside_it(pages, name):
    """Paired differences of each party: + where all of the interval is above zero, - where all is below, else =."""
    shown = table(parsed(pages(name)), "Who gains and who pays")
    marked = [cell for cells in shown.values() for cell in cells]
    for cell in marked:
        told, mark = cell.rsplit(" ", 1)
        mean, _, half = told.replace(",", "").partition(" ± ")
        low, high = float(mean) - float(half or 0.0), float(mean) + float(half or 0.0)
        if abs(low) > 1e-9 and abs(high) > 1e-9:  # rounded to zero, a bound says nothing
            assert mark == ("+" if low > 0 else "-" if high < 0 else "="), cell
    assert {cell[-1] for cell in marked} >= {"+", "-"}
