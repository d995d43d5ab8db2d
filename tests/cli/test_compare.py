"""`citybid compare`: what is printed and written, the same for any number of workers."""

import csv
import json
import math
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from experiments.figures.lettering import display_width
from experiments.report import MAIN_OUTCOMES
from sim.outcomes import OUTCOMES
from tests.cli.conftest import apart

TABLES = {"runs", "differences", "cities", "city_periods", "deals", "sweeps"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_screen_shows_the_tables_and_one_paragraph(here, small):
    done = here("compare", small)
    assert done.code == 0
    for text in (
        "Main outcomes",
        "Precision",
        "Welfare under three standards",
        "city by city",
        "Sweep: Outside option",
    ):
        assert text in done.out
    paragraphs = done.out.strip().split("\n\n")
    assert paragraphs[-1].startswith("Over 6 replications")
    assert done.err == ""


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 120])
def test_nothing_is_wider_than_the_terminal_or_cut(here, watched, monkeypatch, language, width):
    monkeypatch.setenv("COLUMNS", str(width))
    done = here("compare", watched, "--lang", language)
    assert done.code == 0
    assert max(display_width(line) for line in done.out.splitlines()) <= width
    assert "…" not in done.out
    assert ("自由竞争" in done.out) == (language == "zh")
    assert ("Competition" in done.out) == (language == "en")


def test_english_output_holds_no_chinese(here, watched):
    done = here("compare", watched, "--lang", "en")
    assert done.out.isascii() or set(done.out) - set(map(chr, range(128))) <= set("±→λΣ")


def test_a_watched_project_has_its_hosts_by_regime(here, watched):
    out = here("compare", watched).out
    assert "Vehicle plant: who hosts it" in out
    assert "without luck" in out


def test_json_is_one_document_with_units_and_without_nan(here, small):
    done = here("compare", small, "--json")
    found = json.loads(done.out, parse_constant=pytest.fail)
    assert done.code == 0
    assert done.err == ""
    assert found["baseline"] == "competition"
    assert [entry["key"] for entry in found["regimes"]] == ["competition", "cap", "ban"]
    assert {outcome["name"]: outcome["unit"] for outcome in found["outcomes"]} == {o.name: o.unit for o in OUTCOMES}
    assert set(found["paragraph"]) == {"en", "zh"}
    assert found["complete"] is True
    similarity = next(outcome for outcome in found["outcomes"] if outcome["name"] == "similarity")
    assert similarity["levels"]["competition"]["mean"] is None


def test_the_folder_holds_every_table_twice_and_says_what_columns_mean(here, small, tmp_path):
    out = tmp_path / "out"
    assert here("compare", small, "--out", str(out), "--no-figures").code == 0
    meaning = json.loads((out / "columns.json").read_text(encoding="utf-8"))
    assert set(meaning) == TABLES
    for name, columns in meaning.items():
        table = pq.read_table(out / f"{name}.parquet")
        text = rows(out / f"{name}.csv")
        assert table.column_names == list(columns) == list(text[0])
        assert table.num_rows == len(text)
        for field in table.schema:
            told = {key.decode(): value.decode() for key, value in field.metadata.items()}
            assert told["unit"] == columns[field.name]["unit"]
            assert told["label_en"] == columns[field.name]["en"]
            assert told["label_zh"] == columns[field.name]["zh"]
        for column, meant in columns.items():
            if meant["kind"] == "number":
                parquet = table[column].to_pylist()
                assert [None if row[column] == "" else float(row[column]) for row in text] == parquet
    assert "nan" not in (out / "runs.csv").read_text(encoding="utf-8")
    assert len(rows(out / "runs.csv")) == 3 * 6
    assert len(rows(out / "deals.csv")) == 3 * 5
    assert {row["host"] for row in rows(out / "deals.csv")} <= {"east", "west", ""}
    assert not (out / "figures").exists()


def test_numbers_in_files_agree_with_the_screen(here, small, tmp_path):
    out = tmp_path / "out"
    found = json.loads(here("compare", small, "--out", str(out), "--no-figures", "--json").out)
    table = {(row["outcome"], row["regime"]): row for row in rows(out / "differences.csv")}
    for outcome in found["outcomes"]:
        for regime, difference in outcome["differences"].items():
            row = table[outcome["name"], regime]
            for name in ("difference", "low", "high", "needed", "correlation"):
                value = difference["mean" if name == "difference" else name]
                assert (row[name] == "") == (value is None)
                assert value is None or math.isclose(float(row[name]), value)
    runs = [row for row in rows(out / "runs.csv") if row["regime"] == "competition"]
    level = next(o for o in found["outcomes"] if o["name"] == "concession")["levels"]["competition"]["mean"]
    assert math.isclose(level, sum(float(row["concession"]) for row in runs) / len(runs))


def test_figures_are_drawn_in_the_chosen_language(here, watched, tmp_path):
    out = tmp_path / "out"
    done = here("compare", watched, "--out", str(out), "--lang", "zh", "--quiet")
    assert done.code == 0
    names = {path.name for path in (out / "figures").iterdir()}
    stems = ["land_prices", "gains", "regimes", "sweep_retained_vehicle_plant", "sweep_retained_welfare",
             "ladder_vehicle_plant", "waterfall_vehicle_plant"]  # fmt: skip
    assert names == {f"{stem}.{ending}" for stem in stems for ending in ("png", "svg")}
    assert "自由竞争" in (out / "figures" / "gains.svg").read_text(encoding="utf-8")


def test_the_summary_holds_the_paragraph_in_both_languages(here, small, tmp_path):
    out = tmp_path / "out"
    found = json.loads(here("compare", small, "--out", str(out), "--no-figures", "--json").out)
    text = (out / "summary.md").read_text(encoding="utf-8")
    assert found["paragraph"]["en"] in text
    assert found["paragraph"]["zh"] in text


def test_the_number_of_workers_changes_no_byte(small, tmp_path, watched):
    for scenario in (small, watched):
        folders = [tmp_path / f"{Path(scenario).stem}{jobs}" for jobs in (1, 3)]
        for folder, jobs in zip(folders, ("1", "3"), strict=True):
            script = (
                "import sys, experiments.executor as e; e.PATIENCE = -1.0\n"
                "from experiments.cli import main\n"
                "if __name__ == '__main__': sys.exit(main(sys.argv[1:]))\n"
            )
            (tmp_path / "go.py").write_text(script, encoding="utf-8")
            arguments = ["compare", scenario, "--out", str(folder), "--jobs", jobs, "--no-figures", "--quiet"]
            subprocess.run([sys.executable, str(tmp_path / "go.py"), *arguments], check=True, capture_output=True)
        names = {path.name for path in folders[0].glob("*.csv")}
        assert names >= {f"{name}.csv" for name in TABLES}
        for name in names:
            assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes()
        assert (folders[0] / "summary.md").read_bytes() == (folders[1] / "summary.md").read_bytes()


def test_regimes_and_baseline_can_be_chosen(here, small):
    found = json.loads(here("compare", small, "--regime", "ban", "--no-sweeps", "--json").out)
    assert [entry["key"] for entry in found["regimes"]] == ["competition", "ban"]
    found = json.loads(here("compare", small, "--baseline", "ban", "--no-sweeps", "--json").out)
    assert [entry["key"] for entry in found["regimes"]] == ["ban", "competition", "cap"]
    found = json.loads(here("compare", small, "--regime", "cap", "--baseline", "cap", "--no-sweeps", "--json").out)
    assert [entry["key"] for entry in found["regimes"]] == ["cap"]
    assert "nothing is compared" in found["paragraph"]["en"]


def test_one_replication_has_no_interval_and_says_so(here, small):
    done = here("compare", small, "--replications", "1", "--no-sweeps")
    assert done.code == 0
    assert "There is one replication" in " ".join(done.out.split())
    assert "±" not in done.out


def test_settings_and_seed_change_the_result(here, small):
    def mean(*more: str) -> float:
        found = json.loads(here("compare", small, "--no-sweeps", "--json", *more).out)
        return next(o for o in found["outcomes"] if o["name"] == "concession")["levels"]["competition"]["mean"]

    first = mean()
    assert mean() == first
    assert mean("--seed", "8") != first
    assert mean("--set", "projects.stylised.generator.public_mean=5") < first
    assert mean("--replications", "3") != first


def test_main_outcomes_exist():
    assert set(MAIN_OUTCOMES) <= {outcome.name for outcome in OUTCOMES}


def test_a_terminal_that_cannot_show_chinese_does_not_stop_it(small):
    done = apart(["compare", small, "--lang", "zh", "--no-sweeps"], PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert done.err == ""


def test_json_is_pure_ascii_where_the_output_is_not_utf8(small):
    done = apart(["run", small, "--lang", "zh", "--json"], PYTHONUTF8="0", PYTHONIOENCODING="gbk")
    assert done.code == 0
    assert json.loads(done.out)["scenario"]["title"] == "两个城镇"
