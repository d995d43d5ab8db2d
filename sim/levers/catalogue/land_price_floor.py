"""A floor under the price of industrial land."""

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from sim.levers.lever import Lever, LeverContext, Members, Setting, members_field
from sim.quantity import ASSUMPTION, choice, quantity


class LandPriceFloor(Lever):
    """Land is sold at no less than `level` times its basis, where and when the floor holds.

    The floor is level · (national floor of the land grade | land cost | list price), or `price` itself.
    For priority projects it is `priority_share` of that; at a site it holds with probability `holds`,
    else the floor already in force remains.
    """

    title: ClassVar = ("Land price floor", "工业用地最低价")
    idea: ClassVar = ("The lower land price won the plant", "地价更低者得到项目")

    lever: Literal["land_price_floor"] = choice("land_price_floor", en="Lever", zh="杠杆")
    cities: Members = members_field()
    basis: Literal["land_grade", "land_cost", "list_price", "price"] = choice(
        "land_grade", en="What the floor is measured against", zh="最低价基准",
        source="national floor by grade: 国土资发〔2006〕307号",
    )  # fmt: skip
    level: float = quantity(
        1.0, en="Multiple of the basis", zh="基准倍数", unit="multiple", ge=0, le=10, source=ASSUMPTION
    )
    price: float | None = quantity(
        None, en="Floor price (basis: price)", zh="最低价", unit="10k CNY/mu", ge=0, le=100, source=ASSUMPTION
    )
    priority_share: float = quantity(
        1.0, en="Share of the floor for priority projects", zh="优先项目最低价比例", unit="share", ge=0, le=1,
        source="70 % of the floor: 国土资发〔2009〕56号 (B)", low=0.7, central=0.7, high=1.0,
    )  # fmt: skip
    holds: float = quantity(
        1.0, en="Probability that the floor holds", zh="最低价得到执行的概率", unit="probability", ge=0, le=1,
        source="about 16 % of sales 2007-2019 lay below the benchmark (B)", low=0.75, central=0.84, high=0.95,
    )  # fmt: skip

    @model_validator(mode="after")
    def _price(self) -> Self:
        if (self.basis == "price") != (self.price is not None):
            raise ValueError("price goes with basis: price, and only with it")
        return self

    def settings(self, context: LeverContext) -> list[Setting]:
        import numpy as np  # here, so that reading a scenario stays quick

        bases = {
            "land_grade": context.grade_floor,
            "land_cost": context.land_cost,
            "list_price": context.list_price,
            "price": np.full(len(context.cities), self.price if self.price is not None else 0.0),
        }
        mask = context.mask(self.cities)
        return [
            Setting("raised_floor", mask, self.level * bases[self.basis]),
            Setting("raised_floor_priority_share", mask, self.priority_share, term=True),
            Setting("raised_floor_holds", mask, self.holds, term=True),
        ]
