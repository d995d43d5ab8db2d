"""Whether compiled passes, which the environment may ask for, can be had."""

import os
from importlib.util import find_spec

from experiments.cli.exits import Exit, Stop
from experiments.words import Words
from sim.compiled import CHOICES, VARIABLE, choice


def check(words: Words) -> None:
    """Stop before anything is computed if the environment asks for what there is not."""
    try:
        asked = choice()
    except ValueError:
        given, allowed = os.environ[VARIABLE], ", ".join(CHOICES)
        raise Stop(Exit.INPUT, words("cli.compiled.choice", variable=VARIABLE, given=given, allowed=allowed)) from None
    if asked == "always" and find_spec("numba") is None:
        raise Stop(Exit.ENVIRONMENT, words("cli.compiled.missing", variable=VARIABLE))
