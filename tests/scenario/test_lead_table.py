"""A table of project leads: what rows mean, and that bad ones are told by line while nothing else is lost."""

import time
from pathlib import Path

import numpy as np
import pytest

from sim.lots import KINDS
from sim.scenario import ScenarioError, load
from sim.schema import Lead
from sim.simulate import simulate

HEADER = "key,title,industry,announced_investment,realised_share,year,candidates,kind,jobs,note\n"
GOOD = {
    2: "a1,Plant A,electronics,900,0.55,2023,rongchang;longchang,,300,hello",
    4: 'b1,"大项目, 重庆",equipment,5000,,2024-03,,anchor,,',
    7: "c1,,food,150,0.5,2025-12-31,,assigned,,",
    9: "d1,,food,120,0.5,,,uncontested,,",
}
BAD = {
    3: ("a2,,electronics,abc,1,2024,,,,", "not_a_number", "announced_investment"),
    5: ("a3,,electronic,100,1,2024,,,,", "unknown_industry", "industry"),
    6: ("a4,,food,100,1,2031,,,,", "outside_run", "year"),
    8: ("a5,,food,100,1,2024-13-01,,,,", "not_a_date", "year"),
    10: ("a6,,food,100,1,2024,rongchang;nowhere,,,", "unknown_city", "candidates[1]"),
    11: ("a1,,food,100,1,2024,,,,", "csv_duplicate_lead", "key"),
    12: ("a7,,food,-5,1,2024,,,,", "out_of_bounds", "announced_investment"),
    13: ("a8,,food,100,1", "csv_row_length", ""),
    14: ("A9,,food,100,1,2024,,,,", "bad_name", "key"),
    15: ("b9,,food,100,1,2024,,friendly,,", "not_one_of", "kind"),
}


def scenario(folder, rows, header=HEADER, **projects):
    lines = [rows[line] if isinstance(rows[line], str) else rows[line][0] for line in sorted(rows)]
    (folder / "leads.csv").write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
    more = "".join(f", {name}: {value}" for name, value in projects.items())
    file = folder / "s.yaml"
    file.write_text(
        "extends: bundled:base\ntitle: {en: t, zh: t}\n"
        f"projects: {{leads_file: leads.csv, suppliers: {{within_years: 1}}{more}}}\n",
        encoding="utf-8",
    )
    return file


def test_rows_become_projects_in_place_of_the_pipeline(tmp_path):
    whole = load(scenario(tmp_path, GOOD))
    first, big, assigned, alone = whole.projects.listed
    assert (first.title.en, first.title.zh, first.candidates) == ("Plant A", "Plant A", ("rongchang", "longchang"))
    assert (big.title.zh, big.kind, big.period, big.realised_share) == ("大项目, 重庆", "anchor", 1, 1.0)
    assert (assigned.title.en, assigned.period, alone.period) == ("c1", 2, 0)
    assert [lead.number for lead in whole.projects.listed] == [0, 1, 2, 3]
    deals = simulate(whole, with_planner=False).deals
    assert sorted(deals["slot"].tolist()) == [0, 1, 2, 3]
    row = {int(slot): i for i, slot in enumerate(deals["slot"])}
    assert deals["investment"][row[0]] == pytest.approx(495.0)
    assert deals["jobs"][row[0]] == 300
    assert deals["jobs"][row[1]] == pytest.approx(5000 / 100 * 100)
    assert [KINDS[deals["kind"][row[n]]] for n in range(4)] == ["contested", "anchor", "assigned", "uncontested"]


def test_every_bad_row_is_told_at_once_with_line_and_column(tmp_path):
    with pytest.raises(ScenarioError) as caught:
        load(scenario(tmp_path, GOOD | BAD))
    found = {problem.line: problem for problem in caught.value.problems}
    assert sorted(found) == sorted(BAD)
    names = HEADER.strip().split(",")
    for line, (text, kind, column) in BAD.items():
        before = text.split(",")[: names.index(column.partition("[")[0])] if column else []
        assert found[line].kind == kind, found[line].text()
        assert found[line].column == sum(len(cell) + 1 for cell in before) + 1, found[line].text()
        assert found[line].file.endswith("leads.csv")
        assert not column or f"column {column}" in found[line].message(), found[line].message()
        assert found[line].text("zh") != found[line].text("en")


def test_bad_rows_can_be_left_out_and_change_nothing_for_the_good_ones(tmp_path):
    told = []
    whole = load(scenario(tmp_path, GOOD | BAD, skip_bad_leads="true"), warn=told.append)
    assert [problem.line for problem in told] == sorted(BAD)
    assert [lead.key for lead in whole.projects.listed] == ["a1", "b1", "c1", "d1"]
    # Numbers are those of the rows, so a table without the bad lines but with as many others has the same luck.
    filled = {line: f"x{line},,food,100,1,2027,,,," for line in BAD}
    other = load(scenario(tmp_path, GOOD | filled))
    kept = {lead.key: lead.number for lead in whole.projects.listed}
    assert kept == {lead.key: lead.number for lead in other.projects.listed if lead.key in kept}
    one, two = (simulate(each, with_planner=False).deals for each in (whole, other))
    for number in kept.values():
        first, second = (int(np.flatnonzero(deals["slot"] == number)[0]) for deals in (one, two))
        for name in ("investment", "outside", "site_value"):
            assert one[name][first] == two[name][second], name


def test_without_a_listener_rows_left_out_are_warnings(tmp_path):
    with pytest.warns(UserWarning, match=r"leads.csv:3:17"):
        load(scenario(tmp_path, {2: GOOD[2], 3: BAD[3]}, skip_bad_leads="true"))


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("key,industry\n", "csv_missing_column"),
        (HEADER.replace("jobs", "jbos"), "csv_unknown_column"),
        (HEADER.replace("jobs", "key"), "csv_duplicate_column"),
        ("key;industry;announced_investment\n", "csv_separator"),
    ],
)
def test_a_table_with_another_header_is_refused_either_way(tmp_path, header, kind):
    for skip in ("true", "false"):
        with pytest.raises(ScenarioError) as caught:
            load(scenario(tmp_path, GOOD, header, skip_bad_leads=skip))
        assert kind in [problem.kind for problem in caught.value.problems]


def test_a_table_without_a_good_row_and_one_outside_the_folder_are_refused(tmp_path):
    with pytest.raises(ScenarioError) as caught:
        load(scenario(tmp_path, {3: BAD[3]}, skip_bad_leads="true"))
    assert [problem.kind for problem in caught.value.problems] == ["no_good_leads"]
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "leads.csv").write_text(HEADER, encoding="utf-8")
    file = scenario(inside, GOOD)
    with pytest.raises(ScenarioError) as caught:
        load(file, overrides=["projects.leads_file=../leads.csv"])
    assert [problem.kind for problem in caught.value.problems] == ["outside_folder"]


def test_a_key_that_is_too_long_is_one_mistake(tmp_path):
    path = scenario(tmp_path, {2: "p" * 5000 + ",automotive,500"}, "key,industry,announced_investment\n")
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert [(problem.kind, problem.path) for problem in caught.value.problems] == [
        ("text_too_long", "projects.listed[0].key")
    ]


def test_thousands_of_rows_are_read_and_run_in_no_time(tmp_path):
    rows = {line: f"p{line},,food,{100 + line % 700},0.55,{2023 + line % 5},,,," for line in range(2, 3002)}
    file = scenario(tmp_path, rows)
    start = time.process_time()
    whole = load(file)
    read = time.process_time()
    run = simulate(whole, with_planner=False)
    assert run.deals["slot"].size == 3000
    assert read - start < 3.0
    assert time.process_time() - read < 2.0


def test_the_page_tells_every_column():
    page = (Path(__file__).parents[2] / "docs" / "project_leads.md").read_text(encoding="utf-8")
    told = "".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))
    assert [name for name in Lead.model_fields if name != "number" and f"`{name}`" not in told] == []
