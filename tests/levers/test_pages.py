"""Every lever has a scenario in which it helps, one in which it does not, and a page that quotes both.

Both files have the regimes `without` and `with`, the second with this lever in addition. The last line of
`description.en` names the outcomes that decide. Numbers on pages are refreshed by `python -m experiments.lever_pages`.
"""

from functools import cache

import pytest

from experiments import lever_pages
from experiments.lever_pages import REGIMES, SIDES, lever_names, measure, page, standards, with_pages
from sim.levers import Lever, Pact
from sim.scenario import load

HEADINGS = (
    "## Idea",
    "## What the regime gets",
    "## When it helps, and when it does not",
    "## Who loses",
    "## Sources",
)

measured = cache(measure)


def test_every_lever_has_its_pair_and_its_page():
    assert set(lever_names()) == set(with_pages())
    assert {path.stem for path in lever_pages.PAGES.glob("*.md")} - {"README"} == set(with_pages())


@pytest.mark.parametrize("lever", with_pages())
def test_the_second_regime_has_the_lever_alone(lever):
    for side in SIDES:
        scenario = load(f"levers/{lever}_{side}")
        assert [entry.key for entry in scenario.regimes] == list(REGIMES)
        without, with_it = (list(entry.levers) for entry in scenario.regimes)
        added = [one for one in with_it if one not in without]
        assert [one.lever for one in added] == [lever]
        assert len(with_it) == len(without) + 1
        assert scenario.replications <= 8
        assert scenario.title.en.partition(": ")[2]


@pytest.mark.parametrize("lever", with_pages())
def test_the_two_files_differ_in_few_numbers(lever):
    helps, fails = (load(f"levers/{lever}_{side}") for side in SIDES)
    assert helps.seed == fails.seed
    assert standards(helps) == standards(fails)
    assert 1 <= len(lever_pages.differences(helps, fails)) <= 4


@pytest.mark.parametrize("lever", with_pages())
def test_it_helps_in_one_file_and_not_in_the_other(lever):
    helps, fails = (measured(lever, side) for side in SIDES)
    for outcome in standards(helps.scenario):
        assert helps.gain(outcome) > 1e-6 * max(1.0, abs(helps.outcomes["without"][outcome])), outcome
    first, *_ = standards(fails.scenario)
    assert fails.gain(first) <= 1e-9 * max(1.0, abs(fails.outcomes["without"][first]))


@pytest.mark.parametrize("lever", with_pages())
def test_the_page_quotes_what_comes_out(lever):
    text = page(lever).read_text(encoding="utf-8")
    found = lever_pages.MARKED.search(text)
    assert found is not None
    more = found["more"].split()
    expected = lever_pages.block(lever, {side: measured(lever, side) for side in SIDES}, more)
    shown = found[0].partition("-->\n")[2].removesuffix("<!-- end of numbers -->")
    assert shown == expected, f"run python -m experiments.lever_pages {lever}"


@pytest.mark.parametrize("lever", with_pages())
def test_the_page_says_what_it_must(lever):
    lines = page(lever).read_text(encoding="utf-8").splitlines()
    assert 40 <= len(lines) <= 100
    assert [line for line in lines if line.startswith("## ")] == list(HEADINGS)
    assert f"`{lever}`" in lines[0]
    assert lever_names()[lever].title[1] in lines[0]
    fields = set(lever_names()[lever].model_fields) - {"lever"}
    if issubclass(lever_names()[lever], Pact) and lever != "agreement":
        # What holds members to it is told on one page.
        fields -= set(Pact.model_fields) - set(Lever.model_fields) - {"compliance"}
        assert "](agreement.md)" in "\n".join(lines)
    assert [name for name in fields if f"`{name}`" not in "\n".join(lines)] == []


def test_the_index_lists_them_all():
    assert (lever_pages.PAGES / "README.md").read_text(encoding="utf-8") == lever_pages.index(), (
        "run python -m experiments.lever_pages"
    )
