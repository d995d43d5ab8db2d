"""Deal welfare: the present value of one contest under three standards, ex ante."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.rules.choice import at

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class UpperTiers:
    """PV((1 - retained_share)·T) at the social rate, (P, C), million CNY, split by tier."""

    provincial: Floats
    central: Floats


@dataclass(frozen=True, slots=True)
class DealWelfare:
    """Welfare of each deal, million CNY; (P,) unless said otherwise.

    Attributes:
        total: W_total, all owners, all public parties, residents, and v_out if it left.
        total_in_region: The same, 0 for a project that left.
        region: W_region, no outside owners, no centre, no v_out.
        firm: Π of the owners, hosted or not; 0 for a firm with no alternative that found no host.
        outside_public: v_out, 0 if hosted.
        provincial: Gain of the provincial tier with λ, leakage of contracts included.
        central: Gain of the central tier with λ.
        city_fiscal: (P, C) fiscal gain of each city with λ and transfers, before residents.
        city_residents: (P, C) gain of each city's residents.
    """

    total: Floats
    total_in_region: Floats
    region: Floats
    firm: Floats
    outside_public: Floats
    provincial: Floats
    central: Floats
    city_fiscal: Floats
    city_residents: Floats

    @property
    def city(self) -> Floats:
        """W_city of each city, (P, C)."""
        return self.city_fiscal + self.city_residents


def upper_tiers(tax: Floats, weight: float | Floats, retained_share: Floats, central_share: Floats) -> UpperTiers:
    """PV of what upper tiers get from hosting in each city, (P, C).

    Definition.

    Args:
        tax: (P,) yearly tax of all tiers at maturity, million CNY.
        weight: PV(r_s, H_s; build_up), years; one number, or (P, C).
        retained_share: (C,) district share.
        central_share: (C,) central share; the rest is provincial.
    """
    provincial = weight * np.outer(tax, 1.0 - retained_share - central_share)
    return UpperTiers(provincial, weight * np.outer(tax, central_share))


def deal_welfare(
    *,
    host: Ints,
    concession: Floats,
    site_value: Floats,
    outside: Floats,
    inside_share: Floats,
    fiscal: Floats,
    residents: Floats,
    retained_tax: Floats,
    upper: UpperTiers,
    outside_public: Floats,
    benefit_share: Floats | None,
    cost_share: Floats | None,
    cost_of_public_funds: float,
    left: Ints | None = None,
    paid_to_left: Floats | None = None,
) -> DealWelfare:
    """Welfare of each deal under three standards.

    W_city,c = [c = h]·((1+λ)·(fiscal_h - T_h) + residents_h) + (1+λ)·(K[h,c]·T_h - C[h,c]·x), T the retained tax
    W_total = Π + Σ_c W_city,c + provincial + central + v_out
    W_region = inside_share·Π + Σ_c W_city,c + provincial

    Hosted by h with concession x: firm Π = π + x; host public_value - (1+λ)x; upper tiers (1+λ)·PV(rest of tax).
    Contract transfers move K of the retained tax and C of the concession between treasuries, each yuan worth 1+λ
    on both sides; what leaks goes to the provincial tier. If it left: Π = u0 and elsewhere gets v_out.

    Accounting identity: what one party pays another gets; λ is what raising it costs besides.

    Args:
        host: (P,) index, -1 if it left.
        concession: (P,) x.
        site_value: (P, C).
        outside: (P,) u0; -inf counts as 0.
        inside_share: (P,) share owned inside the region.
        fiscal: (P, C) at the social rate and horizon.
        residents: (P, C) likewise.
        retained_tax: (P, C) likewise; the shareable money.
        upper: Upper tiers.
        outside_public: (P,) v_out if the project left.
        benefit_share: (C, C) K; None where nothing is shared.
        cost_share: (C, C) C; likewise.
        cost_of_public_funds: λ.
        left: (P,) city that the firm leaves, -1 for new projects.
        paid_to_left: (P,) what its new host pays that city, present value; None where nobody pays.
    """
    funds = 1.0 + cost_of_public_funds
    hosted = host >= 0
    rows = np.flatnonzero(hosted)
    h = host[rows]
    shape = site_value.shape
    city_fiscal, city_residents = np.zeros(shape), np.zeros(shape)
    shareable, x = retained_tax[rows, h], concession[rows]
    city_fiscal[rows, h] = fiscal[rows, h] - shareable
    leak = np.zeros(host.size)
    if benefit_share is None or cost_share is None:
        city_fiscal[rows, h] += shareable - x
    else:
        city_fiscal[rows] += benefit_share[h] * shareable[:, None] - cost_share[h] * x[:, None]
        leak[rows] = (1.0 - benefit_share.sum(axis=1))[h] * shareable
    if left is not None and paid_to_left is not None:
        np.add.at(city_fiscal, (rows, np.maximum(left[rows], 0)), paid_to_left[rows])
        city_fiscal[rows, h] -= paid_to_left[rows]
    city_fiscal *= funds
    city_residents[rows, h] = residents[rows, h]
    provincial = funds * (at(upper.provincial, host, 0.0) + leak)
    central = funds * at(upper.central, host, 0.0)
    alternative = np.where(np.isfinite(outside), outside, 0.0)
    firm = np.where(hosted, at(site_value, host, 0.0) + concession, alternative)
    public = (city_fiscal + city_residents).sum(axis=1) + provincial
    v_out = np.where(hosted, 0.0, outside_public)
    inside_firm = inside_share * firm
    return DealWelfare(
        total=firm + public + central + v_out,
        total_in_region=np.where(hosted, firm + public + central, 0.0),
        region=np.where(hosted, inside_firm + public, inside_firm),
        firm=firm,
        outside_public=v_out,
        provincial=provincial,
        central=central,
        city_fiscal=city_fiscal,
        city_residents=city_residents,
    )
