"""The schema that editors read beside the bundled scenarios is the one of the code."""

import json
from pathlib import Path

from sim.scenario import bundled, json_schema

FOLDER = Path(__file__).resolve().parents[2] / "scenarios"


def test_the_schema_file_is_current() -> None:
    """Refresh with `citybid schema > scenarios/citybid.schema.json`."""
    assert json.loads((FOLDER / "citybid.schema.json").read_text(encoding="utf-8")) == json_schema()


def test_every_bundled_scenario_names_the_schema_file() -> None:
    for path in bundled().values():
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema=")
        assert (path.parent / first.partition("$schema=")[2]).resolve() == FOLDER / "citybid.schema.json"
