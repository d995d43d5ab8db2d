"""Regimes: named lists of dated levers."""

from collections.abc import Sequence
from typing import Any

from sim.levers import LeverSpec
from sim.quantity import Key, Model, Seq, Text, choice


class RegimeEntry(Model):
    """One regime to compare; the empty list is the world as it is.

    A regime can be said in terms of another one: `like: package` has all its levers, `only` keeps some of them by name,
    `without` leaves some out; levers of its own come on top. Once a scenario is read, the levers are written out.
    """

    key: Key = choice(..., en="Key", zh="代号")
    title: Text = choice(..., en="Name", zh="名称")
    levers: Seq[LeverSpec] = choice((), en="Levers", zh="政策杠杆")
    like: Key | None = choice(
        None, en="Regime whose levers it has (none: only its own)", zh="沿用其杠杆的政策情景", refers_to="regime"
    )
    only: Seq[Key] = choice((), en="Levers that are kept of it (none: all)", zh="只保留的杠杆")
    without: Seq[Key] = choice((), en="Levers that are left out of it", zh="去掉的杠杆")


def written_out(regimes: Sequence[Any]) -> list[Any]:
    """Regimes with the levers that they share with others written out.

    Args:
        regimes: Regimes as plain data or as entries.

    Raises:
        ValueError: If one is like itself, like one that is like another, or names a lever that the other has not.
    """
    plain = [entry.model_dump() if isinstance(entry, RegimeEntry) else entry for entry in regimes]
    if not all(_readable(entry) for entry in plain):
        return list(regimes)  # what is of the wrong type is refused field by field
    by_key = {entry.get("key"): entry for entry in plain}
    return [_written_out(entry, by_key) for entry in plain]


def _readable(entry: Any) -> bool:
    if not isinstance(entry, dict):
        return False
    lists = [entry.get(name) or () for name in ("only", "without", "levers")]
    names = (entry.get("key"), entry.get("like"), *(name for each in lists[:2] if _listed(each) for name in each))
    return all(_listed(each) for each in lists) and all(isinstance(name, str | None) for name in names)


def _listed(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _written_out(entry: dict[str, Any], by_key: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    key, like = entry.get("key"), entry.get("like")
    only, without = entry.get("only") or (), entry.get("without") or ()
    if like is None:
        if only or without:
            raise ValueError(f"regime {key}: only and without go with like")
        return entry
    other = by_key.get(like)
    if other is None or other.get("like") is not None:
        raise ValueError(f"regime {key}: like must name a regime that has its own levers")
    levers = list(other.get("levers") or ())
    names = [_name(lever) for lever in levers]
    for name in (*only, *without):
        if name not in names:
            raise ValueError(f"regime {key}: regime {like} has no lever {name}")
    kept = [
        lever for lever, name in zip(levers, names, strict=True) if (not only or name in only) and name not in without
    ]
    rest = {name: value for name, value in entry.items() if name not in ("like", "only", "without")}
    return {**rest, "levers": [*kept, *(entry.get("levers") or ())]}


def _name(lever: Any) -> Any:
    """Name of a lever, given as plain data or as a model."""
    return lever.get("lever") if isinstance(lever, dict) else getattr(lever, "lever", None)
