"""What a lever is: dated data that sets named quantities of the regime."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from sim.quantity import ASSUMPTION, Key, Model, Seq, choice, quantity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LeverContext:
    """What a lever may look at when it is compiled: names and the fixed facts of cities, all (cities,).

    Attributes:
        cities: Keys of the cities.
        industries: Keys of the industries.
        grade_floor: National floor of each city's land grade, 10k CNY/mu; NaN where the grade is unknown.
        land_cost: Cost of land, 10k CNY/mu.
        list_price: List price of land, 10k CNY/mu.
        limits: The cities' own limits by name, infinite where there is none.
        bound: Cities that the lever still binds; None where nobody has left it.
        acting: Cities that carry out its yes-or-no parts in this period; None where all do.
    """

    cities: tuple[str, ...]
    industries: tuple[str, ...]
    grade_floor: Floats
    land_cost: Floats
    list_price: Floats
    limits: dict[str, Floats]
    bound: Flags | None = None
    acting: Flags | None = None

    def mask(self, members: Iterable[str] | None) -> Flags:
        """Which cities are named and still bound, (cities,); None names all."""
        import numpy as np  # here, so that reading a scenario stays quick

        if members is None:
            named = np.ones(len(self.cities), dtype=bool)
        else:
            keys = set(members)
            named = np.array([key in keys for key in self.cities], dtype=bool)
        return named if self.bound is None else named & self.bound

    def within(self, bound: Flags) -> "LeverContext":
        """The same for a lever that binds no other cities than these."""
        return replace(self, bound=bound if self.bound is None else bound & self.bound)

    def pairs(self, members: Iterable[str] | None) -> Flags:
        """Which pairs of different cities are named, (cities, cities)."""
        mask = self.mask(members)
        pairs = mask[:, None] & mask
        pairs[range(mask.size), range(mask.size)] = False
        return pairs


@dataclass(frozen=True, slots=True)
class Setting:
    """One quantity of the regime set where `mask` is true.

    Attributes:
        quantity: Field of the regime.
        mask: Where it is set.
        value: Broadcasts to the mask's shape.
        limit: Whether it is a limit: then the stricter of it and the city's own holds.
        raises: Whether it only raises: then the larger of it and what is there holds.
        add: Whether it adds to what is there; then several levers may set it.
        term: Whether it is a term of the lever, which half-hearted implementation leaves as it is.
        implementation: Share of its effect that is carried out; see `sim.regime_book.carried_out`.
        inside: Number of the lever inside an agreement that sets it, None for the lever itself.
    """

    quantity: str
    mask: Flags
    value: Any
    limit: bool = False
    raises: bool = False
    add: bool = False
    term: bool = False
    implementation: float = 1.0
    inside: int | None = None


class Lever(Model):
    """A transformation of the regime with a start and an optional end.

    It applies in every period that begins on or after `start` and before `end`. Subclasses say which idea
    of the source paper they model, carry their parameters, and return settings. Two settings of the same
    quantity, city and period are refused when the scenario is loaded, so order never matters.
    """

    title: ClassVar[tuple[str, str]]
    idea: ClassVar[tuple[str, str]]
    kind: ClassVar[Literal["contest", "real"]] = "contest"

    lever: str
    start: str | None = choice(
        None, en="In force from (YYYY-MM-DD; none: from the beginning)", zh="生效日期",
        pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$",
    )  # fmt: skip
    end: str | None = choice(
        None, en="In force until, exclusive (none: to the end)", zh="失效日期",
        pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$",
    )  # fmt: skip

    def settings(self, context: LeverContext) -> list[Setting]:
        """What the lever sets."""
        raise NotImplementedError


def members_field(en: str = "Cities it binds (none: all)", zh: str = "适用城市（缺省为全部）") -> Any:
    """The field that names the cities a lever binds."""
    return choice(None, en=en, zh=zh, source=ASSUMPTION, refers_to="city")


type Members = Annotated[Seq[Key], Field(min_length=1)] | None


class RealLever(Lever):
    """A lever that raises primitives by assumption: it has a cost, and reports keep it apart from contest levers."""

    kind: ClassVar[Literal["contest", "real"]] = "real"

    cities: Members = members_field()
    programme_cost: float = quantity(
        ..., en="Yearly cost of the programme to each city it binds", zh="每个参与城市每年的项目成本",
        unit="million CNY/year", ge=0, le=1e6, source="assumption: about 1 % of a promotion budget",
    )  # fmt: skip

    def costs(self, context: LeverContext) -> list[Setting]:
        """What the programme costs the cities that it binds."""
        return [Setting("programme_cost", context.mask(self.cities), self.programme_cost, add=True, term=True)]
