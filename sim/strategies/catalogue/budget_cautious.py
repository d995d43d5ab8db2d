"""Never put all the cash into one project."""

from typing import ClassVar, Literal

from sim.quantity import ASSUMPTION, choice, quantity
from sim.strategies.strategy import Floats, Strategy
from sim.strategies.view import BidderView


class BudgetCautious(Strategy):
    """Offer no more cash for one project than a share of what may still be promised.

    offer = min(reservation, room without cash + caution·max(0, commitment room - reserve·budget)): land and tax are
    given as far as they go; of the cash that this period may promise, beyond a reserve, one project gets at most the
    share `caution`. Without a budget it is truthful.
    """

    title: ClassVar = ("Budget-cautious", "量力而行")
    idea: ClassVar = (
        "The finance bureau keeps cash for the projects still to come",
        "财政部门为后续项目留出资金",
    )
    rule: ClassVar = "offer = min(reservation, room without cash + caution·max(0, commitment room − reserve·budget))"
    sources: ClassVar = "assumption"
    information: ClassVar = frozenset({"own values", "own budget"})
    by_project: ClassVar = True

    name: Literal["budget_cautious"] = choice("budget_cautious", en="Name", zh="名称")
    caution: float = quantity(
        0.2, en="Share of the cash left that one project may take", zh="单个项目可用现金比例", unit="share", gt=0, le=1,
        source=ASSUMPTION,
    )  # fmt: skip
    reserve: float = quantity(
        0.0,
        en="Cash kept back, over a period's budget",
        zh="预留资金占当期预算",
        unit="share",
        ge=0,
        le=10,
        source=ASSUMPTION,
    )

    def offers(self, view: BidderView) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        if np.isinf(view.budget):
            return view.reservation
        cash = self.caution * max(0.0, view.commitment_room - self.reserve * view.budget)
        return np.minimum(view.reservation, view.cashless_room + cash)
