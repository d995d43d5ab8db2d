"""What a run lent, to whom, and what its lenders must expect; NaN throughout without a credit market."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.schema import Credit

type Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LoanBook:
    """The debt-financed projects of a run, (P,), and the terms of the credit market."""

    terms: Credit
    loan: Floats
    hosted: NDArray[np.bool_]
    lenders: NDArray[np.int64]
    refused_at: NDArray[np.int64]
    repayment: Floats
    spread: Floats

    @property
    def lent(self) -> Floats:
        """Loans of projects that found a host, million CNY, (P,)."""
        return np.where(self.hosted, self.loan, 0.0)

    def loans(self) -> float:
        """Σ I·debt share over hosted projects, million CNY."""
        return self._if_any(float(self.lent.sum()))

    def lender_share(self) -> float:
        """Share of debt-financed projects with a lender at one possible site at least."""
        return self._if_any(float((self.lenders > 0).mean()) if self.loan.size else float("nan"))

    def refused(self) -> float:
        """Debt-financed projects with no lender at any possible site."""
        return self._if_any(float((self.lenders == 0).sum()))

    def refusals(self) -> float:
        """Possible sites without a lender, summed over debt-financed projects."""
        return self._if_any(float(self.refused_at.sum()))

    def default_rate(self) -> float:
        """Σ loan·(1 - p) / Σ loan, p the borrower's own yearly repayment probability."""
        lent = float(self.lent.sum())
        return self._if_any(self.default_cost() / lent if lent > 0 else float("nan"))

    def default_cost(self) -> float:
        """Σ loan·(1 - p), million CNY per year."""
        return self._if_any(float((self.lent * (1.0 - self.repayment)).sum()))

    def margin(self) -> float:
        """Σ loan·(1 + c)·(p·(1 + spread) - 1): what lenders keep over their cost of funds, million CNY per year."""
        kept = self.repayment * (1.0 + np.where(self.hosted, self.spread, 0.0)) - 1.0
        return self._if_any(float((self.lent * (1.0 + self.terms.cost_of_funds) * kept).sum()))

    def _if_any(self, value: float) -> float:
        return value if self.terms.enabled else float("nan")


def loan_book(terms: Credit, deals: dict[str, NDArray[Any]]) -> LoanBook:
    """The loans among all deals of a run."""
    financed = np.flatnonzero(np.asarray(deals["loan"]) > 0)
    names = ("loan", "host", "lenders", "refusals", "good", "credit_spread")
    column = {name: np.asarray(deals[name])[financed] for name in names}
    repayment = np.where(column["good"], terms.good_repayment, terms.bad_repayment)
    return LoanBook(
        terms, column["loan"], column["host"] >= 0, column["lenders"], column["refusals"], repayment,
        column["credit_spread"],
    )  # fmt: skip
