"""Which cities a scenario has, and what is known of each: defaults, then the table, then settings by city."""

from pathlib import Path
from typing import Final

from sim.scenario.echo import joined, visible
from sim.scenario.names import city_names
from sim.scenario.node import Node, Origin, merged
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger, Refused
from sim.scenario.shape import fields_of
from sim.scenario.table import read_table
from sim.schema import City

MOST_CITIES: Final = 5_000
"""Cities of one scenario."""


def resolved_cities(section: Node, ledger: Ledger) -> dict[str, Node] | None:
    """The fields of every city by key; None where problems leave it open which cities there are.

    Args:
        section: The `cities` block of the scenario.
        ledger: Takes the problems.
    """
    parts = {name: section.entries.get(name) for name in ("file", "include", "defaults", "set")}
    for name, part in parts.items():
        kind: type = {"file": str, "include": list}.get(name, dict)
        if part is not None and not isinstance(part.value, kind) and (part.value is not None or kind is dict):
            return None  # the schema reports it
    if not isinstance(section.value, dict):
        return None
    table = _table(parts["file"], ledger)
    if table is None:
        return None
    has_table = parts["file"] is not None and parts["file"].value is not None
    include = parts["include"] if parts["include"] is not None and parts["include"].value is not None else None
    if include is not None and not has_table:
        ledger.add(include.spot, ("cities", "include"), phrase("include_without_file"))
        return None
    settings = {} if parts["set"] is None else parts["set"].entries
    rows = table if include is None else _included(include, table, settings, ledger)
    rows = {**rows, **_new_cities(table, rows, settings, include, has_table, ledger)}
    if not rows:
        ledger.add(section.spot, ("cities",), phrase("no_cities"))
        return None
    if len(rows) > MOST_CITIES:
        what = phrase("too_many_cities", count=len(rows), limit=MOST_CITIES)
        ledger.add((parts["file"] or section).spot, ("cities",), what)
        return None
    defaults = parts["defaults"] or Node({}, section.place)
    return {key: _layered(defaults, row, settings.get(key)) for key, row in rows.items()}


def _layered(defaults: Node, row: Node, setting: Node | None) -> Node:
    city = merged(defaults, row)
    return city if setting is None or setting is row else merged(city, setting)


def _table(file: Node | None, ledger: Ledger) -> dict[str, Node] | None:
    if file is None or not isinstance(file.value, str):
        return {}
    origin, route = file.place.origin, ("cities", "file")
    try:
        if origin.folder is None or origin.fence is None:
            raise Refused(phrase("no_folder", name=visible(file.value, 100)), phrase("cities_in_set"))
        path: Path = origin.fence.reach(file.value, origin.folder)
    except Refused as reason:
        ledger.refuse(file.place, route, reason)
        return None
    table_origin = Origin(origin.fence.label(path), "csv", path.parent, origin.fence, path)
    return read_table(path, table_origin, fields_of(City), ledger, (file.place, route))


def _included(include: Node, table: dict[str, Node], settings: dict[str, Node], ledger: Ledger) -> dict[str, Node]:
    rows: dict[str, Node] = {}
    names = city_names(table)
    for index, item in enumerate(include.items):
        route = ("cities", "include", index)
        if not isinstance(item.value, str) or (item.value in settings and item.value not in table):
            continue  # not a name: the schema reports it; a city made by `set` is there anyway
        if item.value in rows:
            ledger.add(item.place, route, phrase("named_twice", name=visible(item.value, 60)))
        elif item.value in table:
            rows[item.value] = table[item.value]
        else:
            what = phrase("unknown_city", name=visible(item.value, 60))
            allowed = phrase("one_of", names=joined(names.keys))
            suggestions = ledger.close_to(item.value, names.keys, names.spellings)
            ledger.add(item.place, route, what, allowed=allowed, suggestions=suggestions, poison=True)
    return rows


def _new_cities(
    table: dict[str, Node],
    rows: dict[str, Node],
    settings: dict[str, Node],
    include: Node | None,
    has_table: bool,
    ledger: Ledger,
) -> dict[str, Node]:
    """The cities that settings add, and complaints about settings that set nothing."""
    added: dict[str, Node] = {}
    names = city_names(table)
    for key, setting in settings.items():
        if key in rows:
            continue
        if key in table:
            # Settings of a scenario that this one extends may concern cities that it leaves out.
            if include is not None and _is_deliberate(setting, include):
                what = phrase("setting_for_excluded", name=visible(key, 60))
                ledger.add(setting.spot, ("cities", "set", key), what)
            continue
        close = ledger.close_to(key, names.keys, names.spellings) if has_table else ()
        if close and not {"name_en", "name_zh"} <= set(setting.entries):
            what = phrase("unknown_city", name=visible(key, 60))
            hints = (phrase("new_city_needs_names"),)
            allowed = phrase("one_of", names=joined(names.keys))
            ledger.add(setting.spot, ("cities", "set", key), what, hints=hints, allowed=allowed, suggestions=close)
        else:
            added[key] = setting
    return added


def _is_deliberate(setting: Node, include: Node) -> bool:
    """Whether a setting was written where the choice of cities was, or as an override."""
    origins = {node.spot.origin for node in (setting, *setting.entries.values())}
    return include.spot.origin in origins or any(origin.kind == "set" for origin in origins)
