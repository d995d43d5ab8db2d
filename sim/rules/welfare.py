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
class CityGains:
    """What cities gain, (C,), million CNY: fiscal gain, gain of residents, and W_city, their sum deal by deal."""

    fiscal: Floats
    residents: Floats
    total: Floats


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
        cities: Gain of all cities together.
        host: Index of the host, -1 if it left.
        host_fiscal: Fiscal gain of the host with λ, 0 if it left; where transfers reach other cities, not used.
        host_residents: Gain of its residents, 0 if it left.
        fiscal_by_city: (P, C) fiscal gain of each city with λ and transfers; None where only hosts gain.
        count: Number of cities.
    """

    total: Floats
    total_in_region: Floats
    region: Floats
    firm: Floats
    outside_public: Floats
    provincial: Floats
    central: Floats
    cities: Floats
    host: Ints
    host_fiscal: Floats
    host_residents: Floats
    fiscal_by_city: Floats | None
    count: int

    @property
    def city_fiscal(self) -> Floats:
        """Fiscal gain of each city with λ and transfers, before residents, (P, C)."""
        return self._at_host(self.host_fiscal) if self.fiscal_by_city is None else self.fiscal_by_city

    @property
    def city_residents(self) -> Floats:
        """Gain of each city's residents, (P, C)."""
        return self._at_host(self.host_residents)

    @property
    def city(self) -> Floats:
        """W_city of each city, (P, C)."""
        return self.city_fiscal + self.city_residents

    def by_city(self, before: CityGains) -> CityGains:
        """What cities gain from these deals and those before them, added up deal by deal."""
        if self.fiscal_by_city is not None:

            def added(so_far: Floats, gain: Floats) -> Floats:
                return np.concatenate([[so_far], gain]).sum(axis=0)

            fiscal, residents = added(before.fiscal, self.city_fiscal), added(before.residents, self.city_residents)
            return CityGains(fiscal, residents, added(before.total, self.city))
        rows = np.flatnonzero(self.host >= 0)
        total = CityGains(before.fiscal.copy(), before.residents.copy(), before.total.copy())
        fiscal, residents = self.host_fiscal[rows], self.host_residents[rows]
        np.add.at(total.fiscal, self.host[rows], fiscal)
        np.add.at(total.residents, self.host[rows], residents)
        np.add.at(total.total, self.host[rows], fiscal + residents)
        return total

    def _at_host(self, gain: Floats) -> Floats:
        table, rows = np.zeros((self.host.size, self.count)), np.flatnonzero(self.host >= 0)
        table[rows, self.host[rows]] = gain[rows]
        return table


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
    shareable, x = retained_tax[rows, h], concession[rows]
    own, leak = fiscal[rows, h] - shareable, np.zeros(host.size)
    host_fiscal, by_city = np.zeros(host.size), None
    if benefit_share is None or cost_share is None:
        host_fiscal[rows] = own + (shareable - x)
    else:
        by_city = np.zeros(site_value.shape)
        by_city[rows, h] = own
        by_city[rows] += benefit_share[h] * shareable[:, None] - cost_share[h] * x[:, None]
        leak[rows] = (1.0 - benefit_share.sum(axis=1))[h] * shareable
    if left is not None and paid_to_left is not None:
        if by_city is None:
            by_city = np.zeros(site_value.shape)
            by_city[rows, h] = host_fiscal[rows]
        np.add.at(by_city, (rows, np.maximum(left[rows], 0)), paid_to_left[rows])
        by_city[rows, h] -= paid_to_left[rows]
    host_fiscal *= funds
    if by_city is not None:
        by_city *= funds
    host_residents = np.zeros(host.size)
    host_residents[rows] = residents[rows, h]
    provincial = funds * (at(upper.provincial, host, 0.0) + leak)
    central = funds * at(upper.central, host, 0.0)
    alternative = np.where(np.isfinite(outside), outside, 0.0)
    firm = np.where(hosted, at(site_value, host, 0.0) + concession, alternative)
    cities = host_fiscal + host_residents
    if by_city is not None:
        table = by_city.copy()
        table[rows, h] += host_residents[rows]
        cities = table.sum(axis=1)
    public = cities + provincial
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
        cities=cities,
        host=host,
        host_fiscal=host_fiscal,
        host_residents=host_residents,
        fiscal_by_city=by_city,
        count=site_value.shape[1],
    )
