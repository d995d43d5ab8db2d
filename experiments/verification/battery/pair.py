"""A pair: one parameter, two values of it, and what is compared under each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from experiments.verification.check import ITERATION, Case, Check, Docking, Relation, Value
from experiments.verification.theory import theory
from sim.schema import Scenario

type Compared = tuple[Value, Value]
"""The value that is looked at, and the one it is held against."""


class Change[World](Protocol):
    """One parameter with two values."""

    @property
    def parameter(self) -> str:
        """Its name: a path of a scenario, or a game and its field."""

    def worlds(self) -> tuple[World, World]:
        """The world at each value; they differ in nothing else."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of a theory scenario.

    Attributes:
        file: Name of the scenario.
        parameter: Path of the setting.
        values: As they would be written after `--set PATH=`.
        base: Settings that both share.
    """

    file: str
    parameter: str
    values: tuple[str, str]
    base: tuple[str, ...] = ()

    def worlds(self) -> tuple[Scenario, Scenario]:
        """The scenario at each value."""
        first, second = (theory(self.file, *self.base, f"{self.parameter}={value}") for value in self.values)
        return first, second


@dataclass(frozen=True, slots=True)
class Field[Game]:
    """A field of a textbook game.

    Attributes:
        game: The game.
        name: Name of the field.
        values: Of the field.
    """

    game: Game
    name: str
    values: tuple[float, float]

    @property
    def parameter(self) -> str:
        """The field with the name of its game."""
        return f"{type(self.game).__name__}.{self.name}"

    def worlds(self) -> tuple[Game, Game]:
        """The game at each value."""
        game: Any = self.game  # dataclasses.replace wants to know that it is one
        first, second = (replace(game, **{self.name: value}) for value in self.values)
        return first, second


@dataclass(frozen=True, slots=True)
class Reading:
    """Not the world but the column that is read changes: the standard of welfare.

    Attributes:
        file: Name of the scenario.
        values: Columns of the deals.
        base: Settings.
    """

    file: str
    values: tuple[str, str]
    base: tuple[str, ...] = ()

    @property
    def parameter(self) -> str:
        """What is read."""
        return " / ".join(self.values)

    def worlds(self) -> tuple[tuple[Scenario, str], tuple[Scenario, str]]:
        """The same scenario with either column."""
        scenario = theory(self.file, *self.base)
        first, second = self.values
        return (scenario, first), (scenario, second)


@dataclass(frozen=True, slots=True)
class Trial[World]:
    """What is compared under each value of a parameter.

    Attributes:
        change: The parameter and its values.
        labels: What each value is called, in signs that need no translation.
        quantity: What is compared, below `verify.quantity.` in the words.
        relations: How the value looked at must stand to the other, under each value of the parameter.
        compared: Both, in a world.
    """

    change: Change[World]
    labels: tuple[str, str]
    quantity: str
    relations: tuple[Relation, Relation]
    compared: Callable[[World], Compared]

    def checks(self) -> tuple[Check, Check]:
        """One for each value."""
        first, second = (
            check(label, self.quantity, self.compared(world), relation)
            for label, world, relation in zip(self.labels, self.change.worlds(), self.relations, strict=True)
        )
        return first, second


@dataclass(frozen=True, slots=True)
class Shift[World]:
    """Which way a quantity moves from one value of a parameter to the other.

    Attributes:
        change: The parameter and its values.
        label: The change, in signs that need no translation.
        quantity: What is compared, below `verify.quantity.` in the words.
        relation: How the quantity at the second value must stand to that at the first.
        measured: The quantity in a world.
    """

    change: Change[World]
    label: str
    quantity: str
    relation: Relation
    measured: Callable[[World], float]

    def check(self) -> Check:
        """The second value against the first."""
        before, after = (self.measured(world) for world in self.change.worlds())
        return check(self.label, self.quantity, (after, before), self.relation)


def check(row: str, quantity: str, compared: Compared, relation: Relation) -> Check:
    """A comparison of two values that came out, equal within the tolerance of fixed points."""
    one, other = compared
    return Check(row, quantity, other, one, ITERATION, relation)


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of the battery: trials of the same parameter, or two shifts that go opposite ways.

    Attributes:
        key: "R1" to "R15".
        source: Whom the orderings follow.
        docking: Whether both orderings come out of the simulator.
        trials: At least one; each gives a check of ordering 1 and one of ordering 2.
        shifts: Ordering 1, then ordering 2.
    """

    key: str
    source: str
    docking: Docking
    trials: tuple[Trial[Any], ...] = ()
    shifts: tuple[Shift[Any], ...] = ()

    @property
    def changes(self) -> tuple[Change[Any], ...]:
        """Every parameter with its values, once."""
        every = (*(trial.change for trial in self.trials), *(shift.change for shift in self.shifts))
        return tuple(dict.fromkeys(every))

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Theory scenarios that are played."""
        return tuple(dict.fromkeys(each.file for each in self.changes if isinstance(each, Setting | Reading)))

    @property
    def first(self) -> int:
        """Number of checks that belong to ordering 1; they come first."""
        return len(self.trials) + len(self.shifts[:1])

    def orderings(self) -> tuple[list[Check], list[Check]]:
        """The checks of either ordering."""
        tried = [trial.checks() for trial in self.trials]
        moved = [shift.check() for shift in self.shifts]
        return [one for one, _ in tried] + moved[:1], [other for _, other in tried] + moved[1:]

    def checks(self) -> Iterator[Check]:
        """Ordering 1, then ordering 2."""
        for ordering in self.orderings():
            yield from ordering

    @property
    def case(self) -> Case:
        """The pair as a case of the suite."""
        return Case(self.key, self.source, self.docking, self.checks, self.scenarios)
