"""When a pass is compiled: where numba is installed, once so much was decided that loading it pays.

Results are the same to the last bit. The environment variable `CITYBID_COMPILED` chooses: `auto`, `never` or `always`.
"""

import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

VARIABLE: Final = "CITYBID_COMPILED"

CHOICES: Final = ("auto", "never", "always")

ENOUGH: Final = 10_000_000
"""Pairs of project and city that this process has decided when compiled passes are loaded, which takes about as long
as they would have saved by then: some 0.4 s, and 2 s more where the machine has never compiled them.
"""

EACH: Final = 8_192
"""Pairs that take as long as the fixed cost of deciding any number of them at once."""


@dataclass(slots=True)
class Work:
    """What this process has decided without compiled passes, in pairs of project and city, and whether it has them."""

    pairs: int = 0
    loaded: bool = False

    def add(self, pairs: int) -> None:
        """Count pairs that were decided at once."""
        self.pairs += pairs + EACH


work: Final = Work()


def choice() -> str:
    """What the environment asks for.

    Raises:
        ValueError: If it is none of `CHOICES`.
    """
    asked = os.environ.get(VARIABLE) or CHOICES[0]
    if asked not in CHOICES:
        raise ValueError(f"{VARIABLE}={asked}: allowed are {', '.join(CHOICES)}")
    return asked


def ready() -> bool:
    """Whether compiled passes are to be used: they are asked for, or they pay and `prepare` has loaded them."""
    asked = choice()
    return asked == "always" or (asked == "auto" and work.loaded)


def prepare() -> None:
    """Load compiled passes if they are asked for, or pay by now.

    Only here, between two runs: loading takes time and memory that a run may not have.
    """
    asked = choice()
    if asked == "always" or (asked == "auto" and work.pairs >= ENOUGH and not work.loaded):
        from sim.rules.one_by_one import SIGNATURE, in_turn

        work.loaded = form(in_turn, SIGNATURE) is not None


def form[R](function: Callable[..., R], signature: str) -> Callable[..., R] | None:
    """The compiled form of a pass; None where there is none and nobody insists on it.

    Args:
        function: The pass: arrays in, arrays out, nothing called that numba does not know.
        signature: Types of its arguments as numba writes them.

    Raises:
        ImportError: If it has to be compiled and numba is missing, or does not go with this numpy.
    """
    if choice() == "always":
        return _built(function, signature)
    return _built_or_none(function, signature)


@lru_cache
def _built_or_none(function: Callable[..., Any], signature: str) -> Callable[..., Any] | None:
    try:
        return _built(function, signature)
    except ImportError:
        return None
    except Exception as error:
        # A new release of numba must not end a long batch: the plain form is slower and as good.
        warnings.warn(f"numba does not compile {function.__name__}: {error}", RuntimeWarning, stacklevel=2)
        return None


@lru_cache
def _built(function: Callable[..., Any], signature: str) -> Callable[..., Any]:
    import numba

    try:
        built: Callable[..., Any] = numba.njit([signature], cache=True)(function)
    except Exception:
        # No folder to keep it in, a full disk, a broken file: whatever is wrong with the cache, it works without.
        built = numba.njit([signature])(function)
    return built
