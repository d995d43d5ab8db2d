"""Lists that the ODD form asks for and the code holds: events, state, streams, outcomes, levers, strategies."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from experiments.odd.docstring import markdown, read
from experiments.odd.tables import sentence, table
from sim import state
from sim.columns import CITY_COLUMNS, DEAL_COLUMNS, Column
from sim.levers import LEVERS
from sim.outcomes import OUTCOMES
from sim.schedule import SCHEDULE
from sim.schema import City
from sim.schema.industries import Industry
from sim.strategies import STRATEGIES
from sim.streams import STREAMS

_UNITS: Final[Mapping[str, type]] = {"Cities": City, "Industries": Industry}
"""Classes of the schema that tell what the arrays of fixed facts hold."""

_KINDS: Final[Mapping[str, str]] = {
    "int": "integer", "Ints": "integers", "Floats": "numbers",
    "NDArray[np.bool_]": "flags", "NDArray[np.str_]": "words", "list[Floats]": "arrays of numbers",
    "tuple[str, ...]": "words", "tuple[tuple[str, str], ...]": "pairs of words",
}  # fmt: skip


def schedule() -> str:
    """The events of a period in order, each with the first sentence of its docstring."""
    rows = []
    for number, event in enumerate(SCHEDULE, 1):
        file = event.__module__.replace(".", "/") + ".py"
        rows.append([str(number), f"[`{event.__name__}`](../{file})", sentence(read(event).summary)])
    return table(["", "event", "what happens"], rows, right=frozenset({0}))


def variables(name: str) -> str:
    """Variables of a class of `sim/state.py`: name, kind of value, meaning with shape and unit.

    Args:
        name: Name of the class.
    """
    return table(["variable", "values", "meaning"], [[f"`{field}`", kind, text] for field, kind, text in _fields(name)])


def _fields(name: str) -> Iterator[tuple[str, str, str]]:
    """Fields of a class: name, kind of value, and the text behind it, in its `Attributes:`, or in the schema."""
    tree = ast.parse(Path(inspect.getfile(state)).read_text(encoding="utf-8"))
    (body,) = (node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)
    told = dict(read(getattr(state, name)).sections.get("Attributes", []))
    schema = getattr(_UNITS.get(name), "model_fields", {})
    for node, behind in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            field, written = node.target.id, ast.unparse(node.annotation)
            text = _text(behind) or told.get(field) or _in_schema(schema.get(field))
            yield field, _KINDS.get(written, f"`{written}`"), sentence(text)


def _in_schema(field: Any) -> str:
    if field is None:
        return ""
    unit = field.json_schema_extra["unit"]
    return f"{field.title}, {unit}" if unit != "-" else str(field.title)


def _text(node: ast.stmt | None) -> str:
    """The text of a bare string in the code, empty for anything else."""
    literal = node.value if isinstance(node, ast.Expr) else None
    return literal.value if isinstance(literal, ast.Constant) and isinstance(literal.value, str) else ""


def flows() -> str:
    """Every flow of money that is booked: name, account that pays, account that receives, and where it is booked."""
    found: dict[tuple[str, str, str], set[str]] = {}
    root = Path(inspect.getfile(state)).parent
    for file in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            flow = _flow(node) if isinstance(node, ast.Call) else None
            if flow is not None:
                found.setdefault(flow, set()).add(f"`{file.relative_to(root.parent).as_posix()}`")
    rows = [[f"`{name}`", pays, gets, ", ".join(sorted(files))] for (name, pays, gets), files in found.items()]
    return table(["flow", "from", "to", "booked in"], rows)


def _flow(call: ast.Call) -> tuple[str, str, str] | None:
    """Name and ends of a flow that a call books with words written out; None for other calls."""
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    words = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    if called in ("book", "Flow") and len(words) >= 3:
        return words[0], words[1], words[2]
    return (words[0], "city", "city") if called == "book_between_cities" and words else None


def streams() -> str:
    """Every random stream with its law and what it decides."""
    return table(["stream", "law", "decides"], [[f"`{name}`", law, what] for name, (law, what) in STREAMS.items()])


def outcomes() -> str:
    """Every outcome of a run with unit, formula and the direction that is better."""
    rows = [[f"`{one.name}`", one.en, one.unit, one.formula, one.better] for one in OUTCOMES]
    return table(["outcome", "meaning", "unit", "formula", "better"], rows)


def columns(which: str) -> str:
    """Columns of the table of `deals` or of `cities`.

    Args:
        which: The table.
    """
    known: Mapping[str, Mapping[str, Column]] = {"deals": DEAL_COLUMNS, "cities": CITY_COLUMNS}
    return table(["column", "meaning", "unit"], [[f"`{name}`", one.en, one.unit] for name, one in known[which].items()])


def levers() -> str:
    """Every lever with its kind and what it does."""
    rows = []
    for lever in LEVERS:
        name = lever.model_fields["lever"].default
        rows.append([f"[`{name}`](levers/{name}.md)", lever.kind, sentence(read(lever).summary)])
    return table(["lever", "kind", "what it does"], rows)


def lever_rules() -> str:
    """What every lever sets, in full."""
    found = []
    for lever in LEVERS:
        kind = " ®" if lever.kind == "real" else ""
        found.append("\n".join([f"#### `{lever.model_fields['lever'].default}`{kind}", "", *markdown(read(lever))]))
    return "\n\n".join(found)


def strategies() -> str:
    """Every strategy with its rule and what it looks at."""
    rows = []
    for one in STRATEGIES:
        looks = ", ".join(sorted(one.information - {"own values"})) or "nothing but its own values"
        rows.append([f"`{one.model_fields['name'].default}`", one.rule, looks, one.sources])
    return table(["strategy", "rule", "looks at", "source"], rows)
