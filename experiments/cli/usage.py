"""Mistakes in the command line, told in the user's language."""

from typing import Any

from experiments.words import Words


def is_usage_error(error: BaseException) -> bool:
    """Whether an exception is a mistake in the command line that the parser found."""
    return getattr(error, "exit_code", None) == 2 and hasattr(error, "format_message")


def usage_lines(error: Any, w: Words) -> list[str]:
    """What is wrong with the command line, what may have been meant, and where help is."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "citybid"
    return [f"citybid: {_message(error, w)}", w("cli.usage.help", command=command)]


def _message(error: Any, w: Words) -> str:
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    name = _name(parameter) if parameter is not None else str(getattr(error, "param_hint", "") or "")
    if kind == "NoSuchOption":
        return w("cli.usage.no_such_option", option=error.option_name) + meant(error.possibilities or (), w)
    if kind == "MissingParameter":
        return w("cli.usage.missing", name=name)
    if kind == "BadParameter":
        return w("cli.usage.bad_value", name=name, why=error.message)
    if kind == "NoSuchCommand" or "No such command" in str(error.message):
        known = context_commands(error)
        word = str(error.message).split("'")[1] if "'" in str(error.message) else ""
        return w("cli.usage.no_such_command", command=word) + meant(close(word, known), w)
    return w("cli.usage.other", why=error.format_message())


def _name(parameter: Any) -> str:
    options = [option for option in getattr(parameter, "opts", ()) if option.startswith("-")]
    return options[0] if options else str(parameter.metavar or parameter.name or "").upper()


def context_commands(error: Any) -> list[str]:
    """Names of the commands that exist where an error arose."""
    command = getattr(getattr(error, "ctx", None), "command", None)
    return list(getattr(command, "commands", {}))


def close(word: str, names: list[str] | tuple[str, ...]) -> list[str]:
    """Names that look like a word."""
    from difflib import get_close_matches

    return get_close_matches(word, names, n=3, cutoff=0.5)


def meant(names: list[str] | tuple[str, ...], w: Words) -> str:
    """A hint at what was probably meant, or nothing."""
    return w("cli.usage.meant", names=w("figure.list").join(sorted(names))) if names else ""
