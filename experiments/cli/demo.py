"""`citybid demo`: the live page on this machine."""

import os
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from experiments.cli import screen
from experiments.cli.exits import Exit, Stop
from experiments.cli.usage import close, meant
from experiments.words import Words
from sim.compiled import VARIABLE

if TYPE_CHECKING:
    from demo.settings import Settings


def open_demo(
    words: Words, scenario: str | None, lesson: str | None, host: str, port: int, large: bool, replications: int,
    browser: bool,
) -> int:  # fmt: skip
    """Serve the live page until the process is told to end.

    Args:
        words: The language.
        scenario: Name or path of the scenario that it opens with; the worked case if none is given.
        lesson: Name of a lesson that it opens with.
        host: Address to listen on.
        port: Port to listen on; 0 for a free one.
        large: Whether pages are large, for a projector.
        replications: Replications of the bands, at most.
        browser: Whether to open a browser.
    """
    if find_spec("nicegui") is None:
        raise Stop(Exit.ENVIRONMENT, words("cli.demo.missing"))
    settings = replace(_settings(words, scenario, host, port, large), replications=replications)
    path = "/" if lesson is None else f"/lesson/{_lesson(lesson, words)}"
    # A page must not stand still while passes are compiled; that pays in long batches.
    os.environ[VARIABLE] = os.environ.get(VARIABLE) or "never"
    from demo.serve import PortTaken, address, serve

    def told() -> None:
        screen.say(words("cli.demo.open", address=address(settings, path)))
        if not settings.local:
            screen.complain(words("cli.demo.reachable"))

    try:
        serve(settings, path, browser, told)
    except PortTaken:
        why = words("cli.demo.taken_meanwhile")
        raise Stop(Exit.ENVIRONMENT, words("cli.demo.taken", host=host, port=settings.port, why=why)) from None
    return Exit.DONE


def _settings(words: Words, scenario: str | None, host: str, port: int, large: bool) -> "Settings":
    import socket

    from demo.catalogue import catalogue
    from demo.serve import free_port
    from demo.settings import Settings

    found = catalogue(scenario, words.language)
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        raise Stop(Exit.INPUT, "citybid: " + words("cli.demo.no_host", host=host)) from None
    if port:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((host, port))
            except OSError as error:
                why = error.strerror or str(error)
                raise Stop(Exit.ENVIRONMENT, words("cli.demo.taken", host=host, port=port, why=why)) from None
    return Settings(found, words.language, large, host, port or free_port(host))


def _lesson(name: str, words: Words) -> str:
    """The lesson of a name.

    Raises:
        Stop: If there is none.
    """
    known = list(import_module("demo.lessons").LESSONS) if find_spec("demo.lessons") else []
    if name not in known:
        said = words("cli.demo.no_lesson", name=name, names=words("figure.list").join(known))
        raise Stop(Exit.INPUT, "citybid: " + said + meant(close(name, known), words))
    return name
