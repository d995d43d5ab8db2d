"""A comparison comes back from its folder as it was; what is not what was written is refused."""

import json
import shutil

import numpy as np
import pytest

import sim
from experiments.comparison import compare
from experiments.comparison_file import comparison_bytes, read_comparison
from experiments.leaflet.reading import Unreadable, read_folder
from experiments.summary import summary_file
from experiments.table_files import csv_bytes
from experiments.tables import tables
from sim.scenario import facts
from tests.cli.conftest import SMALL


@pytest.mark.parametrize("name", ["small", "watched"])
def test_tables_and_words_of_what_is_read_are_those_of_the_folder(folders, name):
    told = read_folder(folders[name])
    for table in tables(told.comparison):
        if table.name != "deals":
            assert csv_bytes(table) == (folders[name] / f"{table.name}.csv").read_bytes(), table.name
    assert summary_file(told.comparison).encode() == (folders[name] / "summary.md").read_bytes()


def test_the_numbers_of_the_scenario_come_back_with_their_sources(folders, tmp_path):
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    read = read_folder(folders["small"]).numbers
    assert [(one.path, one.value, one.status, one.source) for one in read] == [
        (one.path, one.value, one.status, one.source) for one in facts(str(file))
    ]
    assert all(type(one.value) is type(other.value) for one, other in zip(read, facts(str(file)), strict=True))


def test_the_same_comparison_gives_the_same_bytes_and_breaches_come_back():
    scenario = sim.load("levers/agreement_fails", overrides=["time.periods=3"])
    found = compare(scenario, 3)
    content = comparison_bytes(found)
    assert content == comparison_bytes(compare(scenario, 3))
    again = read_comparison(content, scenario)
    for key in found.regimes:
        for ours, theirs in zip(found.breaches[key], again.breaches[key], strict=True):
            np.testing.assert_array_equal(ours, theirs)


def refused(folder):
    with pytest.raises(Unreadable) as caught:
        read_folder(folder)
    return caught.value.reason


def test_folders_that_cannot_be_read_say_why(folders, tmp_path):
    def copy(name):
        return shutil.copytree(folders["small"], tmp_path / name)

    empty = tmp_path / "empty"
    empty.mkdir()
    assert refused(empty) == "not_ours"
    cut = copy("cut")
    (cut / "comparison.npz").write_bytes((cut / "comparison.npz").read_bytes()[:-9])
    assert refused(cut) == "damaged"
    gone = copy("gone")
    (gone / "facts.csv").unlink()
    assert refused(gone) == "damaged"
    changed = {"other": ("plan", {"command": "run"}), "without": ("files", {}), "older": ("scenario", {"x": 1})}
    reasons = {"other": "not_a_comparison", "without": "nothing_stored", "older": "other_version"}
    for name, (part, content) in changed.items():
        folder = copy(name)
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest[part] = {**manifest[part], **content} if part == "plan" else content
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        assert refused(folder) == reasons[name]
