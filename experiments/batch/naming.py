"""Which designs there are, and whether a file is one."""

from pathlib import Path

from sim.scenario.layers import read_layer
from sim.scenario.node import Origin, Place
from sim.scenario.problem import Ledger


def designs() -> dict[str, Path]:
    """The designs that come with the program, by name."""
    folder = Path(__file__).parent.parent / "designs"
    return {file.stem: file for file in sorted(folder.glob("*.yaml"))}


def is_design(source: str) -> bool:
    """Whether a file, or a name, means a design: it names a scenario to run instead of being one."""
    path = Path(source)
    if not path.is_file():
        return source in designs()
    top = read_layer(path, Origin(source, "yaml"), Ledger(), (Place(Origin(source, "yaml")), ()))
    return top is not None and "scenario" in top.entries and "regimes" not in top.entries
