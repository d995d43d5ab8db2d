"""The pages in the ODD form: generated parts are those of today's code, and the form is complete."""

import importlib
import re
from collections.abc import Iterator
from typing import Any

import pytest

from experiments import odd_page
from experiments.odd import listings
from experiments.odd.docstring import BASES, bases, markdown, read
from experiments.odd.parameters import family, groups
from experiments.odd.submodels import functions, rule_modules, submodels
from sim.outcomes import OUTCOMES
from sim.scenario import load
from sim.schedule import SCHEDULE
from sim.schema import Scenario
from sim.simulate import Run, project_source
from sim.streams import STREAMS
from sim.world import build_world, opening_state

TEXTS = {page: (odd_page.DOCS / page).read_text(encoding="utf-8") for page in odd_page.PAGES}
ELEMENTS = (
    "1 Purpose and patterns", "2 Entities, state variables and scales", "3 Process overview and scheduling",
    "4 Design concepts", "5 Initialisation", "6 Input data", "7 Submodels",
)  # fmt: skip
CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction",
    "Stochasticity", "Collectives", "Observation",
)  # fmt: skip


def headings(text: str, level: int) -> list[str]:
    return re.findall(rf"^{'#' * level} (.+)$", text, re.MULTILINE)


# ---------------------------------------------------------------- generated parts


@pytest.mark.parametrize("page", odd_page.PAGES)
def test_what_is_generated_is_todays(page):
    assert odd_page.refreshed(page) == TEXTS[page], "run python -m experiments.odd_page"
    assert odd_page.MARKED.search(TEXTS[page])
    assert TEXTS[page].count("<!-- generated:") == TEXTS[page].count("<!-- end -->")


def test_prose_outside_the_markers_is_left_alone(tmp_path, monkeypatch):
    own = "before\n<!-- generated: streams -->\nwhat was there\n<!-- end -->\nbehind\n"
    (tmp_path / "page.md").write_text(own, encoding="utf-8")
    monkeypatch.setattr(odd_page, "DOCS", tmp_path)
    new = odd_page.refreshed("page.md")
    assert new.startswith("before\n<!-- generated: streams -->\n\n| stream")
    assert new.endswith("\n\n<!-- end -->\nbehind\n")
    assert "what was there" not in new


def test_a_marker_for_something_unknown_is_an_error():
    with pytest.raises(ValueError, match="no public function nowhere"):
        submodels("sim.moves:nowhere")
    with pytest.raises(ValueError, match="no Nothing; it has Scenario"):
        odd_page.parameters("Nothing")


# ---------------------------------------------------------------- the form


def test_the_seven_elements_and_eleven_concepts_stand_in_order():
    assert headings(TEXTS["odd.md"], 2) == list(ELEMENTS)
    assert headings(TEXTS["odd.md"], 3) == list(CONCEPTS)


def test_elements_say_why():
    parts = re.split(r"^##+ ", TEXTS["odd.md"], flags=re.MULTILINE)[1:]
    reasons = {part.splitlines()[0]: bool(re.search(r"\*Why\b|why it is in the model", part)) for part in parts}
    silent = {name for name, given in reasons.items() if not given}
    # The form asks for the reasons of submodels at the submodels; concepts without a choice of ours need none.
    told_elsewhere = {"4 Design concepts", "7 Submodels"}
    assert silent <= told_elsewhere | {"Emergence", "Prediction", "Interaction", "Observation"}


def test_every_event_stands_in_order():
    schedule = TEXTS["odd.md"].split("## 3 ")[1].split("## 4 ")[0]
    assert re.findall(r"^\| \d+ \| \[`(\w+)`\]", schedule, re.MULTILINE) == [event.__name__ for event in SCHEDULE]


def test_the_chinese_overview_has_the_same_elements_concepts_and_events():
    text = (odd_page.DOCS / "odd.zh.md").read_text(encoding="utf-8")
    assert [heading[0] for heading in headings(text, 2)] == [element[0] for element in ELEMENTS]
    assert re.findall(r"^\d+\. `(\w+)`", text, re.MULTILINE) == [event.__name__ for event in SCHEDULE]
    concepts = text.split("## 4 ")[1].split("## 5 ")[0]
    assert len(re.findall(r"^- \*\*", concepts, re.MULTILINE)) == len(CONCEPTS)


def test_every_stream_and_outcome_is_listed():
    assert [name for name in STREAMS if f"| `{name}` |" not in TEXTS["odd.md"]] == []
    assert [one.name for one in OUTCOMES if f"| `{one.name}` |" not in TEXTS["odd_outcomes.md"]] == []


@pytest.mark.parametrize(
    ("name", "regime"),
    [("border_war_truce", "tax_sharing"), ("gaozhu_joint_park", "net_split"), ("theory/case_01_n", "competition")],
)
def test_every_flow_that_a_run_books_is_listed(name, regime):
    listed = set(re.findall(r"^\| `(\w+)` \| \w+ \|", listings.flows(), re.MULTILINE))
    scenario = load(name)
    world, source = build_world(scenario, regime), project_source(scenario, 0)
    run = Run(world, 0, opening_state(world))
    booked: set[str] = set()
    for number in range(min(scenario.time.periods, 4)):
        period = run.step(source.period(number), with_planner=False)
        booked |= {*period.signing.flows, *period.ledger.flows}
    assert len(booked) > 3
    assert booked <= listed


def test_every_variable_of_the_state_says_what_it_is():
    names = ("State", "Firms", "Compliance", "MobileFirms", "Cities", "Industries")
    assert [row for name in names for row in listings.variables(name).splitlines() if row.endswith("|  |")] == []


# ---------------------------------------------------------------- submodels


def rules() -> Iterator[tuple[str, Any]]:
    for name in rule_modules():
        for each, function in functions(importlib.import_module(name)).items():
            yield f"{name.removeprefix('sim.')}.{each}", function


def test_every_rule_has_its_place_among_the_submodels_once():
    found = headings(TEXTS["odd_submodels.md"], 4)
    assert sorted(set(found)) == sorted(found)
    assert [name for name, _ in rules() if f"`{name}`" not in found] == []
    files = {path.stem for path in (odd_page.DOCS.parent / "sim" / "rules").glob("*.py")} - {"__init__"}
    assert {name.split(".")[1] for name in found if name.startswith("`rules.")} == files


def test_every_event_has_its_place_among_the_submodels():
    found = headings(TEXTS["odd_submodels.md"], 4)
    names = [f"`{event.__module__.removeprefix('sim.')}.{event.__name__}`" for event in SCHEDULE]
    assert [name for name in names if name not in found] == []


def test_every_rule_says_on_what_it_rests():
    silent = [name for name, function in rules() if not bases(function)]
    assert silent == [], f"say so in the docstring by one of: {', '.join(BASES)}"


def test_every_theme_says_why():
    for theme in re.split(r"^## ", TEXTS["odd_submodels.md"], flags=re.MULTILINE)[1:]:
        prose = theme.split("<!-- generated")[0].splitlines()[1:]
        assert len(" ".join(prose).split()) > 25, theme.splitlines()[0]


def test_docstrings_are_taken_apart():
    def rule(x: float) -> float:
        """What it is.

        y = x + 1
            - 2

        y = x holds at 1. A sentence follows.

        Args:
            x: A number, in
                two lines.

        Returns:
            The number.
        """
        return x

    assert markdown(read(rule)) == [
        "What it is.", "", "```text", "y = x + 1", "    - 2", "```", "", "y = x holds at 1. A sentence follows.",
        "", "- `x`: A number, in two lines.", "", "- returns: The number.",
    ]  # fmt: skip
    assert bases(rule) == []


# ---------------------------------------------------------------- parameters


def fields_of_the_editor_schema() -> set[tuple[str, str]]:
    """Title and unit of every field with a unit, by way of the JSON Schema that editors read."""
    found = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            for each in node.get("properties", {}).values():
                if each.get("unit", "-") != "-":
                    found.add((each["title"], each["unit"]))
            for below in node.values():
                walk(below)
        elif isinstance(node, list):
            for below in node:
                walk(below)

    walk(Scenario.model_json_schema())
    return found


def test_every_number_of_the_schema_stands_in_the_table_of_parameters():
    text = TEXTS["odd_parameters.md"].replace("\\|", "|")
    wanted = fields_of_the_editor_schema()
    assert len(wanted) > 200
    assert [one for one in wanted if f"| {one[0]} | {one[1]} |" not in text] == []


def test_every_block_of_the_schema_is_asked_for():
    asked = " ".join(re.findall(r"<!-- generated: parameters (.+) -->", TEXTS["odd_parameters.md"])).split()
    missing = {family(kind) for kind in groups()} - set(asked)
    assert missing == set(), "name it in a marker of docs/odd_parameters.md"
    assert len(asked) == len(set(asked))


def test_every_parameter_has_a_source_or_is_an_assumption():
    rows = [line for line in TEXTS["odd_parameters.md"].splitlines() if line.startswith("| `")]
    assert [row for row in rows if "block " not in row and not re.search(r"\| [^|]*\w[^|]* \|$", row)] == []


def test_numbers_of_a_parameter_are_those_of_the_schema():
    (row,) = re.findall(r"^\| `leader_rate` \|.*$", TEXTS["odd_parameters.md"], re.MULTILINE)
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[2:6] == ["per year", "[0, 0.5]", "0.06", "0.04 – 0.06 – 0.09"]


def test_trace_has_its_eight_parts():
    text = (odd_page.DOCS / "trace.md").read_text(encoding="utf-8")
    parts = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert [part.splitlines()[0] for part in parts] == [
        "1 Problem formulation", "2 Model description", "3 Data evaluation", "4 Conceptual model evaluation",
        "5 Implementation verification", "6 Model output verification", "7 Model analysis",
        "8 Model output corroboration",
    ]  # fmt: skip
    for part in parts:
        assert all(f"**{word}.**" in part for word in ("Evidence", "Missing")), part.splitlines()[0]
        evidence = part.split("**Evidence.**")[1].split("**Missing.**")[0]
        assert re.search(r"\]\(|`tests/", evidence), part.splitlines()[0]
