"""Section 7 of the ODD form: every rule with its equation, its arguments and what it rests on."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, Final

from experiments.odd.docstring import Docstring, bases, markdown, read
from experiments.odd.tables import sentence, table

RULES: Final = "sim.rules"


def rule_modules() -> list[str]:
    """Full names of the modules of rules."""
    package = importlib.import_module(RULES)
    return [f"{RULES}.{module.name}" for module in pkgutil.iter_modules(package.__path__)]


def public(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Public functions and classes that a module defines, in its order."""
    for name, value in vars(module).items():
        routine = inspect.isfunction(inspect.unwrap(value)) if callable(value) else False
        if not name.startswith("_") and (routine or inspect.isclass(value)) and value.__module__ == module.__name__:
            yield name, value


def functions(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """Public functions that a module defines, cached ones too, in its order."""
    return {name: value for name, value in public(module) if not inspect.isclass(value)}


def submodels(*places: str) -> str:
    """The rules of some modules, one heading each.

    Args:
        *places: `sim.rules.contest` for all of a module, `sim.moves:reopened,…` for some of its functions.

    Raises:
        ValueError: If a module has no public function of that name.
    """
    return "\n\n".join(part for place in places for part in _parts(place))


def _parts(place: str) -> Iterator[str]:
    name, _, chosen = place.partition(":")
    module = importlib.import_module(name)
    link = f"[`{_path(module)}`](../{_path(module)})"
    known = functions(module)
    names = chosen.split(",") if chosen else list(known)
    for each in names:
        if each not in known:
            raise ValueError(f"{name} has no public function {each}")
        rests = ", ".join(bases(known[each]))
        where = f"*{link}; rests on {rests}.*" if rests else f"*{link}*"
        told = read(known[each])
        head = [f"#### `{_label(module, each)}`", "", where, *_call(each, known[each], told), ""]
        yield "\n".join([*head, *markdown(told)])
    records = [] if chosen else [value for _, value in public(module) if inspect.isclass(value)]
    for record in records:
        heading = f"#### `{_label(module, record.__name__)}`"
        yield "\n".join([heading, "", f"*{link}; a record.*", "", *markdown(read(record)), *_methods(record)])


def _call(name: str, function: Callable[..., Any], told: Docstring) -> list[str]:
    """How a rule is called, where its docstring does not list the arguments; events have the period alone."""
    arguments = list(inspect.signature(function).parameters)
    return [] if "Args" in told.sections or arguments == ["p"] else ["", f"`{name}({', '.join(arguments)})`"]


def _methods(record: type) -> list[str]:
    told = [(name, value) for name, value in vars(record).items() if inspect.isfunction(value) and name[0] != "_"]
    return ["", "Methods:", "", *(f"- `{name}()`: {read(value).summary}" for name, value in told)] if told else []


def _label(module: ModuleType, name: str) -> str:
    """Name of a rule on its heading, such as `rules.contest.open_contest`: different for all rules."""
    return f"{module.__name__.removeprefix('sim.')}.{name}"


def _path(module: ModuleType) -> str:
    return module.__name__.replace(".", "/") + ".py"


def overview() -> str:
    """Every rule in one table: what it computes and what it rests on."""
    rows = []
    for name in rule_modules():
        module = importlib.import_module(name)
        for each, function in functions(module).items():
            label = _label(module, each).removeprefix("rules.")
            link = f"[`{label}`](odd_submodels.md#{_label(module, each).replace('.', '')})"
            rows.append([link, sentence(read(function).summary), ", ".join(bases(function))])
    return table(["rule", "what it computes", "rests on"], rows)
