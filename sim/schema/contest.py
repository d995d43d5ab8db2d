"""The form of the contest for a project."""

from typing import Literal, Self

from pydantic import model_validator

from sim.quantity import ASSUMPTION, Key, Model, Seq, choice, quantity

type Instrument = Literal["land", "rebate", "cash"]


class Contest(Model):
    """Who is invited, what is seen, who pays what."""

    format: Literal["open", "sealed", "posted", "open_simultaneous"] = choice("open", en="Format", zh="竞标方式")
    payment: Literal["first", "second"] = choice("first", en="Payment in sealed contests", zh="密封报价支付规则")
    shortlist_size: int | None = quantity(
        None, en="Cities that the firm invites (none: all feasible)", zh="受邀城市数", unit="cities", ge=1, le=10_000,
        source="serious bidders per county project 2-8, assumption", low=2, central=4, high=8,
    )  # fmt: skip
    increment: float = quantity(
        0.01,
        en="Increment of open bidding",
        zh="加价幅度",
        unit="share of investment",
        gt=0,
        le=1,
        source=ASSUMPTION,
    )
    bluff: float = quantity(
        0.0, en="Share of the winner's slack that a bluffing firm extracts", zh="企业虚张声势所得份额", unit="share",
        ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip
    instrument_order: Seq[Instrument] = choice(
        ("land", "rebate", "cash"), en="Order in which instruments are filled", zh="优惠工具使用顺序"
    )
    opening_order: Literal["forward", "backward"] = choice(
        "forward", en="Who speaks first in the trace", zh="报价先后顺序"
    )

    posted_min: float = quantity(
        0.0, en="Lowest concession that may be posted (below 0: a charge)", zh="挂牌报价下限（负数为收费）",
        unit="share of investment", ge=-1, le=0, source=ASSUMPTION,
    )  # fmt: skip
    move_order: Literal["simultaneous", "leader"] = choice("simultaneous", en="Who posts first", zh="挂牌报价的先后")
    leader: Key | None = choice(
        None, en="City that posts first under move_order: leader", zh="率先挂牌报价的城市", refers_to="city"
    )

    @model_validator(mode="after")
    def _leader(self) -> Self:
        if (self.move_order == "leader") != (self.leader is not None):
            raise ValueError("leader goes with move_order: leader, and only with it")
        return self

    @model_validator(mode="after")
    def _order(self) -> Self:
        if sorted(self.instrument_order) != ["cash", "land", "rebate"]:
            raise ValueError("instrument_order: name land, rebate and cash once each")
        return self
