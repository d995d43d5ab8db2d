"""The register of firms grows in place, and what was there before never changes."""

from copy import copy, deepcopy

import numpy as np

from sim.state import COLUMNS, Firms


def rows(first: int, count: int) -> Firms:
    numbers = np.arange(first, first + count)
    return Firms(**{name: numbers.astype(getattr(Firms.none(), name).dtype) for name in COLUMNS})


def expected(*parts: Firms) -> dict[str, list[float]]:
    return {name: np.concatenate([getattr(part, name) for part in parts]).tolist() for name in COLUMNS}


def columns(firms: Firms) -> dict[str, list[float]]:
    return {name: getattr(firms, name).tolist() for name in COLUMNS}


def test_an_extended_register_holds_all_rows_in_order() -> None:
    register, parts = Firms.none(), [rows(10 * number, number) for number in range(1, 9)]
    for part in parts:
        register = register.extended(part)
    assert columns(register) == expected(*parts)
    assert register.extended(Firms.none()).count == register.count


def test_two_registers_from_one_do_not_touch_each_other() -> None:
    start = Firms.none().extended(rows(0, 3)).extended(rows(3, 2))
    one, other = start.extended(rows(100, 4)), start.extended(rows(200, 4))
    assert columns(one) == expected(start, rows(100, 4))
    assert columns(other) == expected(start, rows(200, 4))


def test_contracts_that_end_later_end_only_in_the_register_that_is_asked() -> None:
    start = Firms.none().extended(rows(0, 5))
    longer = start.extended(rows(5, 1))
    longer.ends[:] = -1
    assert start.ends.tolist() == [0, 1, 2, 3, 4]


def test_a_copy_has_arrays_of_its_own() -> None:
    start = Firms.none().extended(rows(0, 5))
    for other in (copy(start), deepcopy(start)):
        assert columns(other) == columns(start)
        assert not any(np.shares_memory(getattr(other, name), getattr(start, name)) for name in COLUMNS)
        assert other.extended(rows(5, 1)).count == start.extended(rows(7, 2)).count - 1
