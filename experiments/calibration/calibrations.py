"""The sets of parameter values that are held against the targets."""

from pathlib import Path
from typing import Any, Final

import yaml

from experiments.calibration.samples import Calibration
from sim.scenario.library import bundled_folder

DEFAULT: Final = Calibration("default")
"""The bundled scenarios as they are."""

RECALIBRATED: Final = bundled_folder() / "recalibrated.yaml"
"""The scenario that holds the moved numbers."""


def moved(file: Path = RECALIBRATED) -> tuple[str, ...]:
    """What a scenario file changes in the one that it extends, as `path=value` settings."""
    text = yaml.safe_load(file.read_text(encoding="utf-8"))
    told = ("extends", "title", "description", "schema_version")
    return tuple(_settings({key: value for key, value in text.items() if key not in told}, ""))


def _settings(value: Any, path: str) -> list[str]:
    if isinstance(value, dict):
        return [one for key, below in value.items() for one in _settings(below, f"{path}.{key}" if path else key)]
    return [f"{path}={value}"]


CALIBRATIONS: Final = (DEFAULT, Calibration("recalibrated", moved()))
"""All of them, the default first."""
