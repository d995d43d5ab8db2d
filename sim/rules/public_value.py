"""What a project is worth to a city."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.rules.choice import mean_over
from sim.units import MILLION_PER_CNY, MILLION_PER_LAND_PRICE

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PublicValue:
    """Value of hosting, all (P, C), million CNY, present value.

    Attributes:
        retained_tax: PV(r, H; retained_share·T·build_up).
        fiscal: retained_tax + 0.01·L·(land_price - land_cost) - infrastructure·I.
        residents: PV(value_per_job·J·build_up) + spillover.
        shared: (1+λ)·retained_tax, the part that a contract may share.
        own: total - shared, the part that always stays with the host.
        total: public_value = (1+λ)·fiscal + residents.
    """

    retained_tax: Floats
    fiscal: Floats
    residents: Floats
    shared: Floats
    own: Floats
    total: Floats

    def with_money(self, amount: Floats, cost_of_public_funds: float) -> "PublicValue":
        """The same with public money (P, C) that the host gets besides and never shares, each yuan worth 1+λ."""
        worth = (1.0 + cost_of_public_funds) * amount
        return replace(self, fiscal=self.fiscal + amount, own=self.own + worth, total=self.total + worth)


def public_value(
    *,
    tax: Floats,
    retained_share: Floats,
    weight: Floats,
    land: Floats,
    land_price: Floats,
    land_cost: Floats,
    infrastructure: Floats,
    investment: Floats,
    jobs: Floats,
    value_per_job: Floats,
    spillover: Floats,
    cost_of_public_funds: float,
) -> PublicValue:
    """Public value of hosting each project in each city.

    public_value = (1+λ)·[PV(retained_share·T·build_up) + 0.01·L·(land_price - land_cost) - infrastructure·I]
                   + PV(value_per_job·J·build_up) + spillover

    Definition; the cost of public funds following Ballard, Shoven & Whalley 1985.

    Args:
        tax: (P,) T, yearly tax of all tiers at maturity, million CNY.
        retained_share: (C,) host's share of all tax.
        weight: (C,) or (P, C) PV(r_c, H_c; build_up), years.
        land: (P, 1) or (P, C) what is transferred, mu.
        land_price: (P, C) before any discount: the list price, or a floor above it, 10k CNY/mu.
        land_cost: (C,) 10k CNY/mu.
        infrastructure: (C,) or (P, C) share of investment.
        investment: (P,) million CNY.
        jobs: (P,) persons.
        value_per_job: (C,) CNY per job and year, net of displacement.
        spillover: (P, C) million CNY.
        cost_of_public_funds: λ.
    """
    retained = tax[:, None] * (retained_share * weight)
    fiscal = retained + MILLION_PER_LAND_PRICE * land * (land_price - land_cost) - investment[:, None] * infrastructure
    residents = MILLION_PER_CNY * (jobs[:, None] * (value_per_job * weight)) + spillover
    shared = (1.0 + cost_of_public_funds) * retained
    total = (1.0 + cost_of_public_funds) * fiscal + residents
    return PublicValue(retained, fiscal, residents, shared, total - shared, total)


def kept_by_host(value: PublicValue, where: Flags) -> PublicValue:
    """The same value with nothing to share where marked, (P, C): stock revenue is never shared.

    Assumption: contracts share new revenue only.
    """
    shared = np.where(where, 0.0, value.shared)
    return replace(value, shared=shared, own=value.total - shared)


def stylised_value(total: Floats, retained_tax: Floats, cost_of_public_funds: float) -> PublicValue:
    """A stylised project: its public value is one number, all of it shareable; its tax only sets the rebate room.

    Definition.

    Args:
        total: (P, C) public value, million CNY.
        retained_tax: (P, C) present value of the retained tax, million CNY.
        cost_of_public_funds: λ.
    """
    zero = np.zeros_like(total)
    fiscal = total / (1.0 + cost_of_public_funds)
    return PublicValue(retained_tax, fiscal, zero, total, zero, total)


def spillover(
    scale: float, correlation: float, investment: Floats, site_value: Floats, normal: Floats, sites: Flags
) -> Floats:
    """Spillover on residents, (P, C): scale·I·z, z standard normal.

    z = ρ·s + sqrt(1 - ρ²)·n with s the site values standardised over the possible sites of each project and n
    independent normals; where all site values are equal, s = 0 and z has the variance 1 - ρ². Assumption.

    Args:
        scale: Share of investment.
        correlation: ρ, with site value before policy.
        investment: (P,) million CNY.
        site_value: (P, C) million CNY.
        normal: (P, C) standard normal draws.
        sites: (P, C) where the project could go at all.
    """
    if scale == 0.0:
        return np.zeros_like(site_value)
    z = normal
    if correlation != 0.0:
        centred = site_value - mean_over(site_value, sites)[:, None]
        spread = np.sqrt(mean_over(centred**2, sites))[:, None]
        standard = np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 0)
        z = correlation * standard + np.sqrt(1.0 - correlation**2) * normal
    return scale * investment[:, None] * z


def political_value(weight: Floats, quality_weight: Floats, investment: Floats, quality: Floats) -> Floats:
    """What officials gain from hosting, (P, C): ψ_c·(I·(1-q_c) + quality·I·q_c); moves bids, never welfare.

    Assumption, after Zhou 2004.

    Args:
        weight: (C,) ψ, share of investment.
        quality_weight: (C,) q, share of the weight that looks at quality.
        investment: (P,) I, million CNY.
        quality: (P,) quality of the project, 0 to 1.
    """
    return weight * investment[:, None] * ((1.0 - quality_weight) + quality[:, None] * quality_weight)
