"""A site that two or more cities run together."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.levers.lever import Lever, LeverContext, Setting
from sim.quantity import ASSUMPTION, Key, Seq, choice, quantity


class JointPark(Lever):
    """A park with land, price and wage of its own, whose new public value belongs to its owners by a contract.

    The park is a row of the cities (`opens_with_joint_park: true` keeps it shut without the lever); its land is what
    the owners have pooled. The first owner is the one on whose territory it lies. K[park, owner] of the retained tax
    goes to the owners, C[park, owner] of concessions is borne by them; jobs and land stay at the park, stock stays
    with each city:

        net_split:    the increment is split equally, and so are the concessions, C = K
        benefit_only: the increment is split equally, the first owner alone pays the concessions
        leakage:      the share `leaked` goes to a tier that does not bid, the rest as in net_split
        none:         the first owner has all and pays all

    Of what the first owner owes the others `paid_share` arrives. The park bids for those who pay its concessions.
    With `joint_bidding` owners and park bid as one, so that no owner bids against the park.
    """

    title: ClassVar = ("Joint park", "共建园区")
    idea: ClassVar = ("Co-built parks, support for key firms in them", "共建园区、支持园区重点企业")

    lever: Literal["joint_park"] = choice("joint_park", en="Lever", zh="杠杆")
    park: Key = choice(..., en="City row of the park", zh="园区所在行", refers_to="city")
    owners: Annotated[Seq[Key], Field(min_length=2)] = choice(
        ..., en="Owners, the territorial one first", zh="共建方（属地方在前）", refers_to="city"
    )
    contract: Literal["net_split", "benefit_only", "leakage", "none"] = choice(
        "net_split", en="Contract on the increment", zh="增量分成合同",
        source="Gaozhu New Area: stock kept, increment 50:50 (A); who bears concessions is an assumption",
    )  # fmt: skip
    leaked: float = quantity(
        0.0, en="Share that goes to a tier that does not bid (contract: leakage)", zh="上交不参与竞标层级的比例",
        unit="share", ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip
    paid_share: float = quantity(
        1.0, en="Share of promised transfers that arrives", zh="分成实际到账比例", unit="share", ge=0, le=1,
        source=ASSUMPTION, low=0.3, central=0.6, high=1.0,
    )  # fmt: skip
    joint_bidding: bool = choice(True, en="Owners and park bid as one", zh="共建方与园区联合招商")
    pooled_limits: bool = choice(
        False, en="The park may offer what the most generous owner may", zh="园区政策就高（按最优惠一方执行）",
        source="Gaozhu: policy, take the more generous of the two (B)",
    )  # fmt: skip
    budget_share: float = quantity(
        0.0, en="Share of each owner's promotion budget made over to the park", zh="共建方划给园区的招商预算比例",
        unit="share", ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.park in self.owners or len(set(self.owners)) < len(self.owners):
            raise ValueError("owners: name each owner once, and not the park itself")
        if (self.contract == "leakage") != (self.leaked > 0):
            raise ValueError("leaked goes with contract: leakage, and only with it")
        return self

    def settings(self, context: LeverContext) -> list[Setting]:
        import numpy as np  # here, so that reading a scenario stays quick

        number = {key: index for index, key in enumerate(context.cities)}
        park, owners = number[self.park], [number[key] for key in self.owners]
        bound = [o for o in owners if context.bound is None or context.bound[o]]
        if not bound:
            return []
        here = np.arange(len(context.cities)) == park
        row = np.repeat(here[:, None], here.size, axis=1)
        first = np.eye(here.size)[owners[0]]
        # Whoever has left the contract neither owes nor gets; with one owner left there is nothing to split.
        whole = len(bound) == len(owners) and self.contract != "none"
        split = np.isin(np.arange(here.size), owners) / len(owners)
        paid = first + self.paid_share * (split - split.sum() * first) if whole else first
        cost = paid if whole and self.contract in ("net_split", "leakage") else first
        benefit = (1.0 - self.leaked) * paid if whole else first
        found = [
            Setting("site_open", here, True),
            Setting("benefit_share", row, benefit[None, :]),
            Setting("cost_share", row, cost[None, :]),
            Setting("acts_for", row.T, (cost > 0)[:, None] | here[:, None]),
        ]
        if self.joint_bidding and len(bound) > 1:
            team = here | np.isin(np.arange(here.size), bound)
            found.append(Setting("coalition", team, int(team.argmax())))
        if self.pooled_limits:
            found += [Setting(name, here, limit[bound].max()) for name, limit in context.limits.items()]
        if self.budget_share:
            giver = np.isin(np.arange(here.size), bound)
            moved = (1.0 - self.budget_share) * np.eye(here.size) + self.budget_share * here[None, :]
            found.append(Setting("budget_from", np.repeat(giver[:, None], here.size, axis=1), moved))
        return found
