"""Types of firms: all that a site means to a firm, per yuan invested, the same for all firms of a type in a year."""

from dataclasses import dataclass, field

type Worth = tuple[float, float, float, float, float, float]
"""Per yuan invested: fiscal value, value to residents without spillover, tax of the province and of the centre,
room of the land discount and of the rebate."""


@dataclass(slots=True)
class FirmType:
    """A type of firm in one year: what it asks of a site, and what it finds there, per yuan invested.

    Attributes:
        industry: Index.
        jobs: Persons per million CNY.
        land: mu per million CNY.
        tax: Yearly tax of all tiers at maturity, share of investment.
        capital_return: g, per year.
        debt_share: Debt-financed share.
        good: Whether it is a good borrower.
        private: Whether it is private.
        home: Index of a city on its side of all borders, -1 from outside the region.
        at: Index of the city where it is already, -1 for new firms.
        years: Years of production left of a firm that is there already, 0 for new firms.
        annuity: a(r, H) over its life or what is left of it, years.
        capital: Capital to be spent at a new site, present value.
        capital_factor: Present value of 1 of capital.
        sites: Value of each site without match and concession; -inf where it cannot go.
        spreads: Yearly premium on its debt at each of them.
        doubtful: Cities whose lenders may be barred, each with the chance.
        outside: Outside option without its draw.
        worth: What each city gets, once it was asked.
    """

    industry: int
    jobs: float
    land: float
    tax: float
    capital_return: float
    debt_share: float
    good: bool
    private: bool
    home: int
    at: int
    years: int
    annuity: float
    capital: float
    capital_factor: float
    sites: list[float] = field(default_factory=list)
    spreads: list[float] = field(default_factory=list)
    doubtful: list[tuple[int, float]] = field(default_factory=list)
    outside: float = 0.0
    worth: list[Worth | None] = field(default_factory=list)
