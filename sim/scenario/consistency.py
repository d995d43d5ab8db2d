"""What must agree across a scenario: names, dates and the calendar, projects, prices of land."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from sim.levers import Lever
from sim.scenario.echo import joined, visible
from sim.scenario.node import Node, Route
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger
from sim.schema import City, Scenario, Time

_KEYED: Final[tuple[Route, ...]] = (("regimes",), ("sweeps",), ("projects", "watched"), ("projects", "listed"))


def check_consistency(top: Node, cities: Mapping[str, Node] | None, ledger: Ledger) -> None:
    """Report what does not agree; values that the schema refuses are passed over.

    Args:
        top: The scenario with its cities resolved.
        cities: The cities; None where it is open which there are.
        ledger: Takes the problems.
    """
    _distinct_keys(top, ledger)
    time = calendar(top)
    for route, lever in _levers(top):
        _dates(lever, route, time, ledger)
    _arrivals(top, time, ledger)
    _sweep_lengths(top, time, ledger)
    _match_of_posted(top, cities, ledger)
    if cities is not None:
        _coverage(top, cities, ledger)
        _land_grades(top, cities, ledger)
        for key, city in cities.items():
            _prices(key, city, ledger)


def _distinct_keys(top: Node, ledger: Ledger) -> None:
    for route in _KEYED:
        found = top.get(*route)
        first: dict[str, Node] = {}
        for index, item in enumerate(found.items if found else ()):
            key = item.get("key")
            if key is None or not isinstance(key.value, str):
                continue
            before = first.setdefault(key.value, key)
            if before is not key:
                what = phrase("key_given_twice", key=visible(key.value, 60), line=before.place.line or 0)
                ledger.add(key.place, (*route, index, "key"), what)


def calendar(top: Node) -> Time | None:
    """The calendar, if each of its numbers is acceptable."""
    block = top.get("time")
    try:
        return Time() if block is None else Time.model_validate(block.plain())
    except ValueError:
        return None


def _levers(top: Node) -> Iterator[tuple[Route, Node]]:
    regimes = top.get("regimes")
    for number, regime in enumerate(regimes.items if regimes else ()):
        levers = regime.get("levers")
        for index, lever in enumerate(levers.items if levers else ()):
            route: Route = ("regimes", number, "levers", index)
            yield route, lever
            wrapped = lever.get("levers")
            for inside, part in enumerate(wrapped.items if wrapped else ()):
                yield (*route, "levers", inside), part


def _dates(lever: Node, route: Route, time: Time | None, ledger: Ledger) -> None:
    days: dict[str, date] = {}
    for name in ("start", "end"):
        node = lever.get(name)
        if node is None or not isinstance(node.value, str) or len(node.value) != 10:
            continue
        try:
            days[name] = date.fromisoformat(node.value)
        except ValueError as error:
            if "month must" not in str(error) and node.value[4] == node.value[7] == "-":
                ledger.add(node.place, (*route, name), phrase("no_such_day", value=visible(node.value)))
            return
    start, end = days.get("start"), days.get("end")
    if start is not None and end is not None and end <= start:
        node = lever.entries["end"]
        ledger.add(node.place, (*route, "end"), phrase("ends_before_start", start=str(start), end=str(end)))
    elif time is not None and days:
        _in_force(lever, route, days, time, ledger)


def _in_force(lever: Node, route: Route, days: Mapping[str, date], time: Time, ledger: Ledger) -> None:
    from sim.regime_book import active_periods  # imports numpy code that reading alone does not need

    start, end = (days[name].isoformat() if name in days else None for name in ("start", "end"))
    model = Lever.model_construct(lever="", start=start, end=end)
    if active_periods(model, Scenario.model_construct(time=time)):
        return
    node = lever.entries["start" if "start" in days else "end"]
    last = time.start_year + (time.periods - 1) // time.periods_per_year
    what = phrase("never_in_force", first=str(time.start_year), last=str(last), periods=time.periods)
    ledger.add(node.place, (*route, "start" if "start" in days else "end"), what, allowed=phrase("begin_rule"))


def _arrivals(top: Node, time: Time | None, ledger: Ledger) -> None:
    leads = [
        (name, index, lead)
        for name in ("watched", "listed")
        for index, lead in enumerate((top.get("projects", name) or Node([], top.place)).items)
    ]
    for name, index, lead in leads:
        period = lead.get("period")
        if time is None or period is None or isinstance(period.value, bool) or not isinstance(period.value, int):
            continue
        if period.value >= time.periods:
            what = phrase("arrives_too_late", period=period.value)
            allowed = phrase(
                "number_within", kind=phrase("a_whole_number"), bounds=phrase("from_to", a=0, b=time.periods - 1)
            )
            ledger.add(period.place, ("projects", name, index, "period"), what, allowed=allowed)


def _sweep_lengths(top: Node, time: Time | None, ledger: Ledger) -> None:
    sweeps = top.get("sweeps")
    for index, sweep in enumerate(sweeps.items if sweeps else ()):
        periods = sweep.get("periods")
        if time is None or periods is None or isinstance(periods.value, bool) or not isinstance(periods.value, int):
            continue
        if periods.value > time.periods:
            what = phrase("sweep_too_long", periods=periods.value)
            ledger.add(periods.place, ("sweeps", index, "periods"), what, allowed=phrase("at_most", x=time.periods))


def _match_of_posted(top: Node, cities: Mapping[str, Node] | None, ledger: Ledger) -> None:
    """Posted concessions have a best reply only where firms differ in where they match best, site by site."""
    form = top.get("contest", "format")
    if form is None or form.value != "posted":
        return
    stylised = top.get("projects", "stylised")
    name = "scale" if stylised is None or stylised.value is None else "scale_money"
    law, scale = top.get("projects", "match", "law"), top.get("projects", "match", name)
    drawn = law is not None and law.value != "none"
    alike = top.get("projects", "match", "correlation_km")
    if alike is not None and alike.value != 0:
        what = phrase("posted_with_alike_sites", name="projects.match.correlation_km")
        ledger.add(form.place, ("contest", "format"), what)
    what = phrase("posted_without_match", law="projects.match.law", scale=f"projects.match.{name}")
    if not drawn or scale is None or scale.value == 0:
        ledger.add(form.place, ("contest", "format"), what)
    for route, lever in _levers(top):
        cut, bound = lever.get("match_cut"), lever.get("cities")
        members = None if bound is None or not isinstance(bound.value, list) else {item.value for item in bound.items}
        everywhere = members is None or (cities is not None and set(cities) <= members)
        if cut is not None and cut.value == 1 and not isinstance(cut.value, bool) and everywhere:
            ledger.add(cut.place, (*route, "match_cut"), what)


def lacks_industries(top: Node, ledger: Ledger) -> bool:
    """Report projects that need industries where there are none; whether that is so."""
    industries = top.get("industries")
    if industries is not None and industries.value != {}:
        return False
    for name in ("pipeline", "watched", "listed", "anchors", "incumbents"):
        projects = top.get("projects", name)
        if projects is not None and projects.value not in (None, []):
            place = projects.spot if industries is None else industries.spot
            ledger.add(place, ("industries",), phrase("no_industries", projects=f"projects.{name}"))
            return True
    return False


def _coverage(top: Node, cities: Mapping[str, Node], ledger: Ledger) -> None:
    each = top.get("projects", "stylised", "each")
    several = len(each.items) if each is not None else 0
    places: list[Route] = [("projects", "stylised")]
    places += [("projects", "stylised", "each", number) for number in range(several)]
    for route in ((*place, name) for place in places for name in ("site_value", "public_value")):
        table = top.get(*route)
        if table is None or not isinstance(table.value, dict):
            continue
        left_out = [key for key in cities if key not in table.value]
        if left_out:
            ledger.add(table.spot, route, phrase("cities_left_out", names=joined(left_out)))


def _land_grades(top: Node, cities: Mapping[str, Node], ledger: Ledger) -> None:
    grades = {key: city.get("land_grade") for key, city in cities.items()}
    ungraded = [
        key
        for key, grade in grades.items()
        if grade is None or (grade.value is None and grade.place not in ledger.poisoned)
    ]
    if not ungraded:
        return
    for route, lever in _levers(top):
        basis = lever.get("basis")
        kind = lever.get("lever")
        if kind is None or kind.value != "land_price_floor":
            continue
        if basis is not None and basis.value != "land_grade":
            continue
        bound = lever.get("cities")
        members = None if bound is None or not isinstance(bound.value, list) else [item.value for item in bound.items]
        missing = [key for key in ungraded if members is None or key in members]
        if missing:
            what = phrase("no_land_grade", names=joined(missing))
            allowed = phrase("other_bases")
            ledger.add((basis or kind).place, (*route, "basis"), what, allowed=allowed)


def _prices(key: str, city: Node, ledger: Ledger) -> None:
    price, floor = _number(city, "list_price"), _number(city, "land_floor")
    if price is None or floor is None or price >= floor:
        return
    name = "list_price" if "list_price" in city.entries else "land_floor"
    what = phrase("price_below_floor", price=price, floor=floor)
    ledger.add(city.entries[name].place, ("cities", key, name), what)


def _value(city: Node, name: str) -> object:
    node = city.get(name)
    return City.model_fields[name].default if node is None else node.value


def _number(city: Node, name: str) -> float | None:
    value = _value(city, name)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
