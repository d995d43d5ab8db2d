"""Scenario files laid over each other: `extends`, followed from file to file."""

from pathlib import Path
from typing import Final

from sim.scenario.echo import joined, visible
from sim.scenario.fence import LARGEST_YAML, bundled_fence, read_text
from sim.scenario.library import PREFIX, bundled
from sim.scenario.misread import full_width_hint
from sim.scenario.node import Node, Origin, Place, Route, merged
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger, Refused
from sim.scenario.syntax import read_yaml

LONGEST_CHAIN: Final = 10
"""Files that one scenario may build on."""

_EXTENDS: Final[Route] = ("extends",)


def read_layer(path: Path, origin: Origin, ledger: Ledger, at: tuple[Place, Route]) -> Node | None:
    """One file as a mapping, or None after a problem.

    Args:
        path: The file.
        origin: Its name and folder.
        ledger: Takes the problems.
        at: Where a file that cannot be read is reported.
    """
    text = read_text(path, LARGEST_YAML, origin, ledger, at)
    if text is None:
        return None
    before = len(ledger)
    node = read_yaml(text, origin, ledger)
    if node is None:
        if len(ledger) == before:
            ledger.add(Place(origin, 1, 1), (), phrase("empty_file"))
        return None
    if not isinstance(node.value, dict):
        hints = full_width_hint(node.value) if isinstance(node.value, str) else ()
        ledger.add(node.place, (), hints[0] if hints else phrase("not_a_scenario"), allowed=phrase("key_value_lines"))
        return None
    return node


def assembled(top: Node, path: Path | None, ledger: Ledger) -> Node | None:
    """A scenario with everything that it extends laid under it, or None after a problem.

    Args:
        top: The scenario.
        path: Its file; None for a Python mapping.
        ledger: Takes the problems.
    """
    layers = [top]
    seen = [] if path is None else [path]
    while (extends := layers[-1].entries.pop("extends", None)) is not None:
        if extends.place in ledger.poisoned:
            return None
        if extends.value is None:
            break
        try:
            path, origin = _target(extends, ledger)
            if path in seen:
                chain = " → ".join(
                    visible(layer.place.origin.label, 100) for layer in [*layers, layers[seen.index(path)]]
                )
                raise Refused(phrase("circular_extends", chain=chain))
            if len(layers) > LONGEST_CHAIN:
                raise Refused(phrase("extends_too_long", limit=LONGEST_CHAIN))
        except Refused as reason:
            ledger.refuse(extends.place, _EXTENDS, reason)
            return None
        seen.append(path)
        layer = read_layer(path, origin, ledger, (extends.place, _EXTENDS))
        if layer is None:
            return None
        layers.append(layer)
    result = layers.pop()
    while layers:
        result = merged(result, layers.pop())
    return result


def _target(extends: Node, ledger: Ledger) -> tuple[Path, Origin]:
    name, origin = extends.value, extends.place.origin
    if not isinstance(name, str) or not name.strip():
        raise Refused(phrase("extends_not_a_file"), phrase("a_path_or_bundled"))
    if name.startswith(PREFIX):
        known = bundled()
        found = known.get(name.removeprefix(PREFIX))
        if found is None:
            allowed = phrase("one_of", names=joined(PREFIX + key for key in known))
            close = tuple(PREFIX + key for key in ledger.close_to(name.removeprefix(PREFIX), known))
            raise Refused(phrase("unknown_bundled", name=visible(name, 100)), allowed, close)
        fence, path = bundled_fence(), found.resolve()
    elif origin.folder is None or origin.fence is None:
        raise Refused(phrase("no_folder", name=visible(name, 100)), phrase("only_bundled"))
    else:
        fence = origin.fence
        path = fence.reach(name, origin.folder)
    return path, Origin(fence.label(path), "yaml", path.parent, fence, path)
