"""Which run a run is: a hash of everything that its result depends on."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import sim
from experiments.manifest import version
from sim.scenario import resolved
from sim.schema import Scenario

KEY_LENGTH: Final = 32
"""Hexadecimal digits of a key: 128 bits, so that two of a million million runs never share one."""

_NOT_THE_MODELS: Final = ("title", "description", "replications", "sweeps", "prior", "planner", "regimes")
"""What a scenario says that no single run depends on, or that the key names itself."""


@cache
def model_version() -> str:
    """Version of the model: the program's, a hash of the code that results come from, and its libraries.

    Whoever changes a rule changes the hash, also between two releases, so that results of two models never mix. numpy
    may change its normal draws from one release to the next, and the planner's solver comes with scipy.
    """
    digest = hashlib.sha256()
    folder = Path(sim.__file__).parent
    for file in sorted(folder.rglob("*.py")):
        digest.update(file.relative_to(folder).as_posix().encode("utf-8") + b"\0")
        digest.update(file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    libraries = " ".join(f"{name} {metadata.version(name)}" for name in ("numpy", "scipy"))
    return f"{version()}+{digest.hexdigest()[:12]} {libraries}"


def setting_hash(scenario: Scenario, regime: str, refused: Mapping[str, float] | None = None) -> str:
    """SHA-256 of what a scenario says about the runs of one regime: all its numbers and data, and the regime itself.

    Args:
        scenario: The scenario.
        regime: Key of the regime.
        refused: Numbers by path that the scenario does not take, where it is to be run with such.
    """
    told = resolved(scenario)
    (chosen,) = (entry for entry in told["regimes"] if entry["key"] == regime)
    kept: dict[str, Any] = {name: value for name, value in told.items() if name not in _NOT_THE_MODELS}
    more = {} if refused is None else {"refused": dict(refused)}
    return _hashed({**kept, "levers": chosen["levers"], **more})


def run_key(setting: str, replication: int, seed: int, with_planner: bool, model: str) -> str:
    """The key of a run.

    Args:
        setting: Hash of scenario and regime.
        replication: Number of the replication.
        seed: Master seed.
        with_planner: Whether efficiency is computed.
        model: Version of the model.
    """
    told = {"setting": setting, "replication": replication, "seed": seed, "planner": with_planner, "model": model}
    return _hashed(told)[:KEY_LENGTH]


def _hashed(told: Any) -> str:
    text = json.dumps(told, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
