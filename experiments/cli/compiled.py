"""Whether compiled passes, which the environment may ask for, can be had."""

import os
from importlib import import_module

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
    if asked != "always":
        return
    try:
        import_module("numba")
    except Exception as error:  # whatever is wrong with it, it is not there
        missing = words("cli.compiled.missing", variable=VARIABLE)
        raise Stop(Exit.ENVIRONMENT, f"{missing} ({error or type(error).__name__})") from None
