"""City agents: what they offer to firms, what firms are worth to them, and their money."""

import math
from typing import TYPE_CHECKING

import mesa

from benchmarks.twin.firm_type import FirmType, Worth
from benchmarks.twin.rules import cluster, commitment_room, lent_at
from sim.strategies import Directional

if TYPE_CHECKING:
    from benchmarks.twin.firm import FirmAgent
    from benchmarks.twin.model import TwinModel


class CityAgent(mesa.Agent):
    """A district government: it values firms, bids for them, hosts them, and lives on their tax."""

    def __init__(self, model: "TwinModel", index: int) -> None:
        """Take the numbers of city `index` from the scenario."""
        super().__init__(model)
        world, facts, c = model.world, model.facts, index
        cities, regime = world.cities, world.regimes[0]
        self.index = index
        self.key = cities.keys[c]
        self.province = int(world.provinces[c])
        self.credit_system = str(cities.credit_system[c])
        self.open = bool(regime.site_open[c])
        self.floor = float(regime.land_floor[c])
        self.land_price = max(float(cities.list_price[c]), self.floor)
        self.land_cost = float(cities.land_cost[c])
        self.infrastructure = float(cities.infrastructure[c])
        self.access_cost = float(cities.access_cost[c])
        self.entry_cost = float(cities.entry_cost[c])
        self.border_entry_cost = float(cities.border_entry_cost[c])
        self.compliance_cost = float(cities.compliance_cost[c])
        self.credit_spread = float(cities.credit_spread[c])
        self.private_premium = float(regime.private_premium[c])
        self.reach_credit = regime.reach_credit[:, c].tolist()
        self.out_of_area = regime.out_of_area[:, c].tolist()
        self.retained_share = float(cities.retained_share[c])
        self.central_share = float(cities.central_share[c])
        self.value_per_job = 1e-6 * float(cities.value_per_job[c])
        self.grant_limit = float(regime.grant_limit[c])
        self.rebate_limit = min(1.0, float(regime.rebate_limit[c]))
        self.package_cap = float(regime.package_cap[c])
        self.budget = float(cities.budget_per_year[c])
        self.debt_limit = float(cities.debt_limit[c])
        self.opening_debt = float(cities.debt[c])
        self.benefit_years = [float(world.leader_weight[c]), *world.leader_weight_running[1:, c].tolist()]
        self.rebate_years = [float(world.rebate_weight[c]), *world.rebate_weight_running[1:, c].tolist()]
        self.nominal = float(world.grant_nominal[c])
        self.fit = cities.fit[c].tolist()
        self.reach_chain = regime.reach_chain[:, c].tolist()
        self.reach_rd = regime.reach_rd[:, c].tolist()
        self.rd_effort = float(cities.rd_effort[c])
        self.workforce = float(cities.workforce[c])
        self.opening_wage = self.wage = float(cities.wage[c])
        self.opening_stock = cities.stock[c].tolist()
        self.stock: list[float] = cities.stock[c].tolist()
        self.won = [0.0] * len(self.stock)
        self.rd_capital = float(cities.rd_capital[c])
        self.talent = float(cities.talent[c])
        self.stated_shortage = self.shortage = float(cities.talent_shortage[c])
        self.land_stock = self.land_left = float(cities.land_stock[c])
        self.slots = float(cities.slots[c])
        self.treasury = self.liabilities = 0.0
        strategy = world.strategies[c]
        self.learning_rate = strategy.rate if isinstance(strategy, Directional) else 0.0
        self.share = strategy.start if isinstance(strategy, Directional) else 1.0
        self.facts = facts
        self.productivity: list[float] = []
        self.open_year()

    def open_year(self) -> None:
        """Count debt and the cash that may be promised, and open this year's books."""
        facts = self.facts
        self.debt = max(0.0, self.opening_debt - self.treasury)
        self.cash_left = commitment_room(
            self.budget, facts.budgets_ahead, self.liabilities, self.debt_limit, self.debt, facts.bailout_share
        )
        self.commitment_room = self.cash_left
        self.slots_left = self.slots
        self.tax = self.rebates = self.grants = self.profit = self.profit_inside = 0.0
        self.jobs = self.working_jobs = self.wage_rise = 0.0
        self.projects_won = 0
        self.investment_won = self.concession = self.fiscal_net = self.residents_gain = 0.0
        self.missed = self.money_left = self.reserved = 0.0
        self.wage_gap = 1e-6 * (self.wage - facts.reference_wage)

    def read_surroundings(self) -> None:
        """Productivity for each industry from stocks, chain, R&D capital and talent in reach.

        A_k = exp(fit_k + θ_k·s_k + ω_k·Σ_j io_kj·s_j + ρ_k·ln((R0 + R)/(R0 + R_ref)) - ν_k·shortage),
        s_k = ln((X0 + X_k)/(X0 + X_ref,k)).
        """
        facts, model, reach = self.facts, self.model, self.reach_chain
        clusters = [
            cluster(math.sumprod(reach, stocks), reference, facts.agglomeration_scale)
            for stocks, reference in zip(model.stocks, facts.stock_reference, strict=True)
        ]
        research = cluster(math.sumprod(self.reach_rd, model.rd_capitals), facts.rd_reference, facts.rd_scale)
        self.productivity = [
            math.exp(fit + theta * size + omega * math.sumprod(chain, clusters) + rho * research - nu * self.shortage)
            for fit, theta, size, omega, chain, rho, nu in zip(
                self.fit, facts.marshall_elasticity, clusters, facts.chain_elasticity, facts.chain,
                facts.rd_elasticity, facts.talent_sensitivity, strict=True,
            )
        ]  # fmt: skip

    def show(self, firm: FirmType) -> float:
        """Value of the site to a type of firm before match and concession, per yuan invested; -inf if it cannot go.

        a(r, H)·[g·A - j·(wage - wage_ref) - b·access - compliance - d·spread] - capital·(needed + entry) - 0.01·l·price
        """
        if not self.open:
            return -math.inf
        facts = self.facts
        across = firm.home >= 0 and facts.provinces[firm.home] != self.province
        earned = (
            firm.capital_return * self.productivity[firm.industry]
            - firm.jobs * self.wage_gap
            - facts.access_cost_rate[firm.industry] * self.access_cost
        )
        entry = self.entry_cost
        if across:
            earned -= self.compliance_cost
            entry += self.border_entry_cost
        spread = self.credit_spread if facts.credit is None else self._lend(firm, 1.0 + earned)
        if spread is None:
            return -math.inf
        firm.spreads[self.index] = spread
        value = firm.annuity * (earned - firm.debt_share * spread)
        if firm.at == self.index:
            return value
        return value - firm.capital_factor * (firm.capital + entry) - 0.01 * firm.land * self.land_price

    def _lend(self, firm: FirmType, gross_return: float) -> float | None:
        """The spread of the lender here, None where nobody lends; notes where it may be barred."""
        facts, home = self.facts, firm.home
        if facts.credit is None or firm.debt_share == 0.0:
            return self._premium(firm)
        held = firm.at == self.index
        known = held or home < 0 or self.reach_credit[home] == 1.0
        spread = lent_at(gross_return, self._premium(firm), firm.good, known, held, facts.funds_lent, facts.credit)
        if spread is not None and not known and self.out_of_area[home] > 0.0:
            firm.doubtful.append((self.index, self.out_of_area[home]))
        return spread

    def _premium(self, firm: FirmType) -> float:
        """credit_spread_c + [other credit system than the firm's home]·border_premium + [private]·private_premium_c."""
        facts, premium = self.facts, self.credit_spread
        if firm.home >= 0 and facts.credit_systems[firm.home] != self.credit_system:
            premium += facts.border_premium
        return premium + self.private_premium if firm.private else premium

    def appraise(self, firm: FirmType) -> Worth:
        """What a type of firm is worth to this city, per yuan invested, and the room of land and rebate.

        fiscal = W·retained_share·tax + 0.01·l·(price - cost) - infrastructure, residents = W·value_per_job·j,
        room of land = 0.01·l·(price - floor), of rebate = rebate_limit·retained_share·tax·years of the schedule.
        """
        years, retained = self.benefit_years[firm.years], self.retained_share * firm.tax
        fiscal, discount = retained * years, 0.0
        if firm.at != self.index:
            fiscal += 0.01 * firm.land * (self.land_price - self.land_cost) - self.infrastructure
            discount = 0.01 * firm.land * (self.land_price - self.floor)
        worth = (
            fiscal,
            self.value_per_job * firm.jobs * years,
            (1.0 - self.retained_share - self.central_share) * firm.tax * years,
            self.central_share * firm.tax * years,
            discount,
            self.rebate_limit * retained * self.rebate_years[firm.years],
        )
        firm.worth[self.index] = worth
        return worth

    def bid(self, firm: "FirmAgent") -> tuple[float, float]:
        """The concession up to which it goes, or which it writes down, and its reservation; million CNY.

        reservation = min(max(0, fiscal + residents/(1+λ)), room),
        room = min(cap·I, land + rebate + min(grant_limit·I, cash left)).
        """
        worth = firm.type.worth[self.index] or self.appraise(firm.type)
        fiscal, residents, _, _, discount, rebate = worth
        investment = firm.investment
        wanted = investment * (fiscal + residents / self.facts.funds) + firm.spillover_at(self.index) / self.facts.funds
        if wanted <= 0.0:
            return 0.0, 0.0
        without_cash, grant = (discount + rebate) * investment, self.grant_limit * investment
        cap, cash = self.package_cap * investment, self.cash_left / self.nominal
        room = min(cap, without_cash + (grant if grant < cash else cash))
        if self.share == 1.0:
            return (wanted, wanted) if wanted < room else (room, room)
        offer = self.share * min(wanted, cap, without_cash + grant)
        return min(offer, room), min(wanted, room)

    def host(self, firm: "FirmAgent", concession: float) -> None:
        """Sign the contract: instruments filled in order, land, slot and cash used up, land paid for.

        land = min(x, room), rebate = min(x - land, room), cash = x - land - rebate
        """
        facts = self.facts
        fiscal, residents, _, _, discount, rebate = firm.type.worth[self.index] or self.appraise(firm.type)
        investment = firm.investment
        given = min(concession, discount * investment)
        left = concession - given
        rebated = min(left, rebate * investment)
        granted = left - rebated
        if granted > 0.0:
            self.cash_left = max(0.0, self.cash_left - granted * self.nominal)
        self.slots_left -= 1.0
        stays = firm.at == self.index
        if not stays:
            self.land_left -= firm.land
            self.treasury += (
                0.01 * firm.land * (self.land_price - self.land_cost) - given - investment * self.infrastructure
            )
        self.projects_won += 1
        self.investment_won += investment
        self.concession += concession
        spillover = firm.spillover_at(self.index)
        self.fiscal_net += investment * fiscal - concession
        self.residents_gain += investment * residents + spillover
        full = firm.tax * self.retained_share * self.rebate_years[firm.type.years]
        grant = granted * min(firm.realised, 1.0) * self.nominal
        self.liabilities += grant
        firm.settle(self, rebated / full if full > 0.0 else 0.0, grant / facts.grant_years)
        self.won[firm.industry] += firm.investment

    def lose(self, firm: "FirmAgent", owed: float) -> None:
        """A plant ends here before its time: its investment leaves the stock, its grants are not paid any more."""
        industry = firm.industry
        self.stock[industry] = max(0.0, self.stock[industry] - firm.investment)
        self.liabilities -= owed

    def regret(self, won: bool, reservation: float, offer: float, needed: float) -> None:
        """Take note of a deal that got away, or of money left on the table."""
        self.reserved += reservation
        if won:
            self.money_left += max(0.0, offer - needed)
        else:
            self.missed += max(0.0, reservation - needed)

    def close_year(self) -> None:
        """Share tax with the upper tiers, pay rebates, grants and interest; learn, and grow.

        share += rate·(missed deals - money left)/reservations
        wage = wage_0·((workforce + jobs)/workforce)^elasticity
        R&D capital·(1 - depreciation) + own effort + output_share·Σ_k max(0, stock_k - stock_k0)·intensity_k
        """
        facts = self.facts
        self.treasury += self.tax * self.retained_share - self.rebates - self.grants - self.debt * facts.interest_rate
        self.liabilities -= self.grants
        self.central_tax = self.tax * self.central_share
        self.provincial_tax = self.tax * (1.0 - self.retained_share - self.central_share)
        self.residents_income = self.value_per_job * self.working_jobs + 1e-6 * self.wage_rise
        if self.learning_rate and self.reserved > 0.0:
            step = self.learning_rate * (self.missed - self.money_left) / self.reserved
            self.share = min(1.0, max(0.0, self.share + step))
        if facts.wage_elasticity:
            pressed = max(0.0, self.workforce + self.jobs) / self.workforce
            self.wage = self.opening_wage * pressed**facts.wage_elasticity
        self.talent *= 1.0 + facts.talent_growth
        if facts.rd_depreciation is not None:
            grown = [max(0.0, now - then) for now, then in zip(self.stock, self.opening_stock, strict=True)]
            of_firms = facts.rd_output_share * math.sumprod(grown, facts.rd_intensity)
            self.rd_capital = self.rd_capital * (1.0 - facts.rd_depreciation) + self.rd_effort + of_firms
        for industry, amount in enumerate(self.won):
            if amount:
                self.stock[industry] += amount
                self.won[industry] = 0.0
