"""The sets of parameter values that are held against the targets."""

from typing import Final

from experiments.calibration.samples import Calibration

DEFAULT: Final = Calibration("default")
"""The bundled scenarios as they are."""

CALIBRATIONS: Final = (DEFAULT,)
"""All of them, the default first."""
