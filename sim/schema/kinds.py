"""Kinds of projects beside the plain one: anchors with their suppliers, and projects assigned from above."""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from sim.quantity import ASSUMPTION, Key, Model, choice, quantity
from sim.schema.sizes import Size

type Kind = Literal["contested", "uncontested", "anchor", "assigned"]
"""What a project lead can be; suppliers follow from anchors."""

MOST_SUPPLIERS: Final = 8
"""Slots for the suppliers of one anchor: fixed, so that luck does not depend on who gets the anchor."""


class Anchors(Model):
    """Large firms that bring suppliers; they come beside the pipeline, from a pool of their own."""

    arrivals_per_year: float = quantity(
        ..., en="Anchor firms that arrive in a year, on average", zh="年均到来链主企业数", unit="projects/year",
        ge=0, le=10_000, source=ASSUMPTION,
    )  # fmt: skip
    pool_per_year: int = quantity(
        ..., en="Candidates in the pool of anchors", zh="候选链主企业池", unit="projects/year", ge=1, le=10_000,
        source="assumption: fixed, so that luck does not depend on policy",
    )  # fmt: skip
    size: Size = choice(
        Size(median=4_000.0, log_sd=0.7, smallest=1_000.0, largest=40_000.0), en="Size of anchors", zh="链主企业规模"
    )
    contestable_share: float = quantity(
        1.0, en="Share of anchors that solicit rival offers", zh="征求多地报价的链主企业比例", unit="share", ge=0, le=1,
        source="assumption: more than 20 places competed for the Yongchuan vehicle plant (B)",
    )  # fmt: skip
    suppliers: int = quantity(
        4, en="Suppliers that an anchor may bring", zh="链主企业可带来的配套企业数", unit="projects",
        ge=0, le=MOST_SUPPLIERS, source="assumption; the Yongchuan plant had 8 suppliers from Sichuan by 2021 (B)",
    )  # fmt: skip

    @model_validator(mode="after")
    def _pool(self) -> Self:
        if self.arrivals_per_year > self.pool_per_year:
            raise ValueError("pool_per_year must be at least arrivals_per_year")
        return self


class Suppliers(Model):
    """Firms that follow a hosted anchor: they look at its host and at sites within reach of it."""

    chance: float = quantity(
        1.0, en="Chance that each possible supplier comes", zh="每家配套企业到来的概率", unit="probability", ge=0, le=1,
        source=ASSUMPTION, low=0.5, central=0.75, high=1,
    )  # fmt: skip
    within_years: int = quantity(
        3, en="Years after the anchor in which suppliers come", zh="配套企业跟进年限", unit="years", ge=1, le=20,
        source=ASSUMPTION,
    )  # fmt: skip
    upstream_share: float = quantity(
        0.5, en="Share of suppliers from the industries that the anchor's chain names", zh="来自上游行业的配套企业比例",
        unit="share", ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip
    contestable_share: float = quantity(
        1.0, en="Share of suppliers that solicit rival offers", zh="征求多地报价的配套企业比例", unit="share",
        ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip
    size: Size = choice(Size(), en="Size of suppliers", zh="配套企业规模")


class Assigned(Model):
    """Projects that the upper tier places without a contest: no concession, and the firm cannot leave."""

    share: float = quantity(
        0.0, en="Share of pipeline projects that are assigned", zh="由上级布局的项目比例", unit="share", ge=0, le=1,
        source=ASSUMPTION,
    )  # fmt: skip
    rule: Literal["drawn", "balance"] = choice(
        "drawn", en="Where they go: drawn by lot, or to the smallest industry stock", zh="布局规则",
    )  # fmt: skip


class Incumbents(Model):
    """Firms that are in the region before the run begins, on top of the stated industry stocks.

    Each is at home in its city without any support, and may ask for offers again in one of the first years.
    """

    by_city: dict[Key, Annotated[int, Field(ge=0, le=100_000)]] = quantity(
        ..., en="Firms in each city", zh="各城市存量企业数", unit="firms", source=ASSUMPTION, refers_to="city"
    )
    within_years: int = quantity(
        5, en="Years over which their present contracts end", zh="现有合同到期年限", unit="years", ge=1, le=60,
        source=ASSUMPTION,
    )  # fmt: skip
