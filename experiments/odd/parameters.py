"""The table of parameters: every field of the scenario schema with unit, bounds, default, range and source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAliasType, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from experiments.odd.docstring import read
from experiments.odd.tables import sentence, table
from sim.levers import Lever
from sim.quantity import Text
from sim.schema import Scenario
from sim.strategies import Strategy

HEADINGS: Final = ("parameter", "meaning", "unit", "allowed", "default", "low – central – high", "source")
_NAMES: Final[dict[str, str]] = {
    "city": "cities", "industry": "industries", "regime": "regimes",
    "city:industry": "industries by city", "industry:industry": "industries by industry",
}  # fmt: skip
"""What the words or keys of a field must name, by `refers_to` of the schema."""
ANY: Final = "*"
"""Stands in a path for any key, and for any place in a list."""


@dataclass
class Group:
    """The fields of one class of the schema, and every path at which it stands with what a file leaves out there."""

    kind: type[BaseModel]
    paths: list[tuple[str, Any]] = field(default_factory=list)


def groups() -> dict[type[BaseModel], Group]:
    """All classes of the schema with their paths, in the order in which a scenario holds them."""
    found: dict[type[BaseModel], Group] = {}
    _collect(Scenario, "", None, found)
    return found


def _collect(kind: type[BaseModel], path: str, default: Any, found: dict[type[BaseModel], Group]) -> None:
    group = found.setdefault(kind, Group(kind))
    group.paths.append((path, default))
    if len(group.paths) > 1:
        return
    for name, each in kind.model_fields.items():
        for inner, keys in _inside(each.annotation):
            _collect(inner, ".".join([part for part in (path, name) if part] + keys), each.default, found)


def _inside(annotation: Any) -> Iterator[tuple[type[BaseModel], list[str]]]:
    """Classes of the schema inside an annotation, with the keys that lead to them."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation is not Text:
            yield annotation, []
        return
    if isinstance(annotation, TypeAliasType):
        yield from _inside(annotation.__value__)
        return
    origin = get_origin(annotation)
    if origin is None or origin is Literal:
        return
    listed = origin in (dict, tuple, list) or (isinstance(origin, TypeAliasType) and origin.__name__ == "Seq")
    for argument in get_args(annotation):
        for inner, keys in _inside(argument):
            yield inner, [ANY, *keys] if listed else keys


def parameters(*names: str) -> str:
    """Tables of the parameters of some classes of the schema; `levers` and `strategies` stand for whole catalogues.

    Args:
        *names: Names of classes.

    Raises:
        ValueError: If the schema has no such class.
    """
    known: dict[str, list[Group]] = {}
    for kind, group in groups().items():
        known.setdefault(family(kind), []).append(group)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"the schema has no {', '.join(unknown)}; it has {', '.join(known)}")
    return "\n\n".join(_section(group) for name in names for group in known[name])


def family(kind: type[BaseModel]) -> str:
    """What a class is asked for by: its catalogue, or its own name."""
    return "levers" if issubclass(kind, Lever) else "strategies" if issubclass(kind, Strategy) else kind.__name__


def _section(group: Group) -> str:
    entry = _entry(group.kind)
    places = ", ".join(f"`{path}`" for path, _ in group.paths if path)
    about = read(group.kind).summary + (f" Stands at {places}." if places and not entry else "")
    other = [_other_defaults(group.kind, path, default) for path, default in group.paths]
    heading = f"#### `{entry}`" if entry else f"#### {group.kind.__name__}"
    rows = list(_rows(group.kind))
    body = ["", table(HEADINGS, rows)] if rows else []
    return "\n".join([heading, "", about, *(f"Left out at {text}." for text in other if text), *body])


def _entry(kind: type[BaseModel]) -> str:
    """The name of a lever or strategy in files; empty for blocks."""
    if issubclass(kind, Lever):
        return str(kind.model_fields["lever"].default)
    return str(kind.model_fields["name"].default) if issubclass(kind, Strategy) else ""


def _other_defaults(kind: type[BaseModel], path: str, default: Any) -> str:
    """What a block is that a file leaves out, where that is not the default of its fields."""
    if not isinstance(default, kind):
        return ""
    differ = [name for name in kind.model_fields if getattr(default, name) != kind.model_fields[name].default]
    return f"`{path}`: " + ", ".join(f"`{name}` {_value(getattr(default, name))}" for name in differ) if differ else ""


def _rows(kind: type[BaseModel]) -> Iterator[list[str]]:
    known = {"lever"} if issubclass(kind, Lever) else {"name"} if issubclass(kind, Strategy) else set()
    for name, each in kind.model_fields.items():
        extra = each.json_schema_extra
        if name in known or each.annotation is Text or not isinstance(extra, dict):
            continue
        blocks = [family(inner) for inner, _ in _inside(each.annotation)]
        about = [f"`{name}`", sentence(each.title or "")]
        if blocks:
            yield [*about, "", f"block {blocks[0]}", "", "", ""]
        else:
            range_ = _range(extra.get("range"))
            yield [*about, str(extra["unit"]), _allowed(each), _default(each), range_, sentence(str(extra["source"]))]


def _allowed(one: FieldInfo) -> str:
    """Bounds as an interval, the words of a choice, or the kind of value."""
    words = _words(one.annotation)
    if words:
        return ", ".join(words)
    if not _numeric(one.annotation):
        extra = one.json_schema_extra
        refers = extra.get("refers_to") if isinstance(extra, dict) else None
        return _NAMES[str(refers)] if refers else "text"
    low, high = "(−∞", "∞)"
    for bound in (*one.metadata, *_metadata(one.annotation)):
        match bound:
            case Ge():
                low = f"[{_value(bound.ge)}"
            case Gt():
                low = f"({_value(bound.gt)}"
            case Le():
                high = f"{_value(bound.le)}]"
            case Lt():
                high = f"{_value(bound.lt)})"
    return f"{low}, {high}"


def _parts(annotation: Any) -> Iterator[Any]:
    """An annotation and everything inside it."""
    yield annotation
    if isinstance(annotation, TypeAliasType):
        yield from _parts(annotation.__value__)
    elif get_origin(annotation) is not Literal:
        for argument in get_args(annotation):
            yield from _parts(argument)


def _metadata(annotation: Any) -> list[Any]:
    """Bounds inside an annotation, such as those of the numbers of a table."""
    found = []
    for part in _parts(annotation):
        for each in getattr(part, "__metadata__", ()):
            found += each.metadata if isinstance(each, FieldInfo) else [each]
    return found


def _numeric(annotation: Any) -> bool:
    return any(part in (int, float) for part in _parts(annotation))


def _words(annotation: Any) -> list[str]:
    """The words of a choice; empty if it is none."""
    for part in _parts(annotation):
        if part is bool:
            return ["true", "false"]
        if get_origin(part) is Literal:
            return [f"`{word}`" for word in get_args(part)]
    return []


def _default(one: FieldInfo) -> str:
    return "required" if one.is_required() else _value(one.default)


def _value(value: Any) -> str:
    """A default as a scenario file has it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, tuple):
        return ", ".join(_value(each) for each in value) or "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_value(each)}" for key, each in value.items()) or "none"
    return str(value)


def _number(value: float) -> str:
    """Up to six digits, thousands set apart; powers of ten from a million on."""
    size = abs(value)
    text = f"{size:.3g}".replace("e+0", "e").replace("e+", "e") if size >= 1e6 else f"{size:,.6g}".replace(",", " ")
    return ("−" if value < 0 else "") + text


def _range(found: Any) -> str:
    if not isinstance(found, dict):
        return ""
    return " – ".join("…" if found[end] is None else _number(found[end]) for end in ("low", "central", "high"))
