"""The choice of pillars: which industries each city promotes."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.quantity import ASSUMPTION, Key, Model, Seq, choice, quantity


class Pillars(Model):
    """Each city promotes a few industries, as a best reply to what the cities in its reach promote."""

    number: int = quantity(
        2, en="Pillars of each city", zh="每个城市的主导产业数", unit="industries", ge=1, le=50,
        source="assumption: what plans put first", low=1, central=2, high=4,
    )  # fmt: skip
    years: int = quantity(
        5, en="Years between two choices", zh="主导产业调整间隔", unit="years", ge=1, le=100,
        source="assumption: five-year plans",
    )  # fmt: skip
    cluster_bonus: float = quantity(
        0.0, en="Cluster bonus of each further city", zh="每增加一个城市的集群加成", unit="share of value",
        ge=-1, le=10, source=ASSUMPTION, low=0, central=0, high=0.6,
    )  # fmt: skip
    bonus_by_industry: dict[Key, Annotated[float, Field(ge=-1, le=10)]] | None = quantity(
        None, en="The same by industry (industries left out: cluster_bonus)", zh="分产业的集群加成（未列产业同上）",
        unit="share of value", source=ASSUMPTION, refers_to="industry",
    )  # fmt: skip
    bonus_cap: float = quantity(
        10.0, en="Largest cluster bonus g", zh="集群加成上限", unit="multiple", ge=1, le=100, source=ASSUMPTION
    )
    bonus_table: Annotated[Seq[Annotated[float, Field(ge=0, le=100)]], Field(min_length=1)] | None = quantity(
        None, en="Cluster bonus g(1), g(2), … in place of the formula; the last holds on", zh="集群加成表",
        unit="multiple", source=ASSUMPTION,
    )  # fmt: skip
    bonus_real: float = quantity(
        0.0, en="Share of the cluster bonus that comes true as productivity", zh="集群加成转化为生产率的比例",
        unit="share", ge=0, le=1, source="assumption: 0 is a belief of officials, 1 a fact",
    )  # fmt: skip
    least_reach: float = quantity(
        0.1, en="Reach of supply chains from which a neighbour counts", zh="计入邻市的最低产业链辐射",
        unit="share", ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip
    support_only: bool = choice(True, en="Support is allowed in pillars only", zh="仅允许扶持主导产业")
    fit_gain: float = quantity(
        0.0, en="Fit gained in a pillar", zh="主导产业的适配度提升", unit="ln productivity", ge=0, le=1,
        source=ASSUMPTION, low=0, central=0, high=0.03,
    )  # fmt: skip
    value: dict[Key, Annotated[float, Field(ge=0, le=1e9)]] | None = quantity(
        None, en="Value of each industry (none: from the pipeline)", zh="各产业价值（缺省由项目流推算）",
        unit="million CNY/year", source=ASSUMPTION, refers_to="industry",
    )  # fmt: skip

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.bonus_table is not None and (self.cluster_bonus != 0 or self.bonus_by_industry):
            raise ValueError("give either bonus_table or cluster_bonus")
        if self.bonus_table is not None and self.bonus_table[0] != 1:
            raise ValueError("bonus_table: the first entry, for one city, is 1")
        return self
