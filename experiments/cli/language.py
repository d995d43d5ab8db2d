"""The language of the screen: as asked for, else that of the environment, else English."""

import os
from collections.abc import Mapping, Sequence

from experiments.words import Language


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language of a command line, read before anything else so that even its mistakes are told in it.

    Args:
        arguments: Arguments after the program's name.
        environment: Variables; LC_ALL counts before LC_MESSAGES and LANG.
    """
    asked = "auto"
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and index + 1 < len(arguments):
            asked = arguments[index + 1]
        elif argument.startswith("--lang="):
            asked = argument.partition("=")[2]
    if asked in ("en", "zh"):
        return "zh" if asked == "zh" else "en"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return _of_windows() if os.name == "nt" else "en"


def _of_windows() -> Language:
    import locale

    name = (locale.getlocale()[0] or "").lower()
    return "zh" if name.startswith(("chinese", "zh")) else "en"
