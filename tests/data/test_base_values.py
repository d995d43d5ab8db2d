"""The base scenario and the one for the long run hold the central values of the schema, or say why not."""

from pathlib import Path

import pytest
import yaml

from sim.schema import (
    City,
    Contest,
    Economy,
    Industry,
    Match,
    Outside,
    Pipeline,
    Reach,
    Research,
    Spillover,
    Talent,
    Wages,
)
from sim.schema.projects import Size

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"


def laid_over(below, above):
    """Blocks of a scenario laid over another's, as `extends` does."""
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return {**below, **{key: laid_over(below.get(key), value) for key, value in above.items()}}


# What works over years is neutral in the base scenario and has its central value in the one for the long run.
BASE = laid_over(*(yaml.safe_load((SCENARIOS / f"{name}.yaml").read_text("utf-8")) for name in ("base", "long_run")))
PROJECTS = BASE["projects"]
BLOCKS = {
    "economy": (Economy, BASE["economy"]),
    "reach": (Reach, BASE["reach"]),
    "wages": (Wages, BASE["wages"]),
    "talent": (Talent, BASE["talent"]),
    "research": (Research, BASE["research"]),
    "pipeline": (Pipeline, PROJECTS["pipeline"]),
    "size": (Size, PROJECTS["pipeline"]["size"]),
    "match": (Match, PROJECTS["match"]),
    "outside": (Outside, PROJECTS["outside"]),
    "spillover": (Spillover, PROJECTS["spillover"]),
    "contest": (Contest, BASE["contest"]),
    "cities": (City, BASE["cities"]["defaults"]),
    **{f"industries.{key}": (Industry, block) for key, block in BASE["industries"].items()},
}

TABLE = "every row of the table has its own"
DEVIATIONS = {
    "cities.list_price": TABLE,
    "cities.land_cost": TABLE,
    "cities.wage": TABLE,
    "cities.fit": "not known for any place: the stocks explain what they explain",
    "cities.political_weight": "0 is the neutral value; .02 is run beside it",
    "cities.infrastructure": "land cost already contains servicing",
    "industries.automotive.jobs_per_100m": "announced 70-180",
    "industries.equipment.jobs_per_100m": "announced 70-180",
    "industries.biomedicine.jobs_per_100m": "announced 100-179",
    "industries.textiles.jobs_per_100m": "labour-intensive: top of the range",
}


def declared():
    """(path, block, field, range) of every field with a declared range."""
    for name, (model, block) in BLOCKS.items():
        for field, info in model.model_fields.items():
            bounds = (info.json_schema_extra or {}).get("range")
            if bounds is not None and bounds["central"] is not None:
                yield f"{name}.{field}", block, field, bounds


def differs(block, field, bounds):
    return field not in block or block[field] != bounds["central"]


@pytest.mark.parametrize(("path", "block", "field", "bounds"), [pytest.param(*d, id=d[0]) for d in declared()])
def test_the_central_value_or_a_reason(path, block, field, bounds):
    assert differs(block, field, bounds) == (path in DEVIATIONS), "say why in DEVIATIONS, or drop the entry"
    value = block.get(field)
    if isinstance(value, int | float):
        assert bounds["low"] is None or bounds["low"] <= value
        assert bounds["high"] is None or value <= bounds["high"]


def test_no_reason_is_left_over():
    assert set(DEVIATIONS) <= {path for path, *_ in declared()}
