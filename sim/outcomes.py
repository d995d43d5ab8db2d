"""What a run reports: name, unit, direction, labels and formula of each outcome."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from sim import posted_outcomes, relocations, structure
from sim.lending import LoanBook, loan_book
from sim.records import PARTIES
from sim.rules import indices
from sim.simulate import Columns, Run
from sim.units import MILLION_PER_CNY, MILLION_PER_LAND_PRICE

type Floats = NDArray[np.float64]
type Direction = Literal["higher", "lower", "neither"]


@dataclass(frozen=True)
class View:
    """A run with its tables read once."""

    run: Run
    deals: Columns
    cities: dict[str, Floats]

    def column(self, name: str) -> Floats:
        """A field of all deals as floats."""
        return np.asarray(self.deals[name], dtype=float)

    @cached_property
    def discounted(self) -> dict[str, float]:
        """Flows of each party, discounted."""
        return discounted(self.run)

    @cached_property
    def book(self) -> LoanBook:
        """Loans of the run."""
        return loan_book(self.run.world.scenario.credit, self.deals)

    @property
    def hosted(self) -> NDArray[np.bool_]:
        """Which projects found a host."""
        return np.asarray(self.deals["host"]) >= 0

    @property
    def supported(self) -> NDArray[np.bool_]:
        """Which projects were hosted with a concession above zero."""
        return self.hosted & (self.column("concession") > 1e-9)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One number that a run reports.

    Attributes:
        name: Name in tables.
        unit: Unit.
        better: Whether more is better for the region, by the outcome's own meaning.
        en: Label in English.
        zh: Label in Chinese.
        formula: How it is computed, in the words of the model.
        value: The computation; NaN where undefined.
    """

    name: str
    unit: str
    better: Direction
    en: str
    zh: str
    formula: str
    value: Callable[[View], float]


def _sum(name: str) -> Callable[[View], float]:
    return lambda v: float(np.nansum(v.column(name)))


def _ratio(
    over: Callable[[View], float], under: Callable[[View], float], scale: float = 1.0
) -> Callable[[View], float]:
    def value(v: View) -> float:
        below = under(v)
        return scale * over(v) / below if below > 0 else float("nan")

    return value


def programme_cost(v: View) -> float:
    """What programmes cost the cities over the whole run, million CNY."""
    return float(v.cities["programme_cost"].sum())


def support_of_upper_tier(v: View) -> float:
    """(1+λ) times the promotion budget that the upper tier added over the whole run, million CNY."""
    return (1.0 + v.run.world.cost_of_public_funds) * float(v.cities["fund_budget"].sum())


def _less_programmes(name: str) -> Callable[[View], float]:
    """Sum over deals less (1+λ) times what the programmes cost."""
    return lambda v: _sum(name)(v) - (1.0 + v.run.world.cost_of_public_funds) * programme_cost(v)


def _hosted_sum(name: str) -> Callable[[View], float]:
    return lambda v: float(v.column(name)[v.hosted].sum())


def _count(which: Callable[[View], NDArray[np.bool_]]) -> Callable[[View], float]:
    return lambda v: float(which(v).sum())


def but_for_share(v: View) -> float:
    """Among hosted projects with x > 0: host, or hosting at all, changes when every concession is zero."""
    supported = v.supported
    changed = np.asarray(v.deals["host"]) != np.asarray(v.deals["host_at_zero"])
    return float(changed[supported].mean()) if supported.any() else float("nan")


def loss_share(v: View) -> float:
    """Share of hosted projects whose public net is below zero."""
    net = v.column("public_net")[v.hosted]
    return float((net < -1e-9).mean()) if net.size else float("nan")


def rent_dissipation(v: View) -> float:
    """Σ (1+λ)x over Σ public value, over hosted deals with public value above zero."""
    counts = v.hosted & (np.nan_to_num(v.column("public_value")) > 0)
    value = v.column("public_value")[counts].sum()
    funds = 1.0 + v.run.world.cost_of_public_funds
    return float(funds * v.column("concession")[counts].sum() / value) if value > 0 else float("nan")


def land_price_over_cost(v: View) -> float:
    """Land receipts over the cost of the land sold."""
    cost = MILLION_PER_LAND_PRICE * (v.cities["land_sold"] * v.run.world.cities.land_cost).sum()
    return float(v.cities["land_receipts"].sum() / cost) if cost > 0 else float("nan")


def efficiency(v: View) -> float:
    """Σ realised surplus over Σ of the optimum, period by period given the state; NaN if the optimum is <= 0."""
    plans = v.run.plans
    optimum = sum(p.value for p in plans)
    return float(v.column("surplus").sum() / optimum) if plans and optimum > 0 else float("nan")


def efficiency_bound(v: View) -> float:
    """The same over the upper bound of the optimum: equal to efficiency where the optimum is proven."""
    bound = sum(p.bound for p in v.run.plans)
    return float(v.column("surplus").sum() / bound) if v.run.plans and bound > 0 else float("nan")


def allocative_efficiency(v: View) -> float:
    """Efficiency without the cost of raising the concessions: surplus + λx over the optimum."""
    plans = v.run.plans
    optimum = sum(p.value for p in plans)
    cost = v.run.world.cost_of_public_funds * v.column("concession").sum()
    return float((v.column("surplus").sum() + cost) / optimum) if plans and optimum > 0 else float("nan")


def discounted(run: Run) -> dict[str, float]:
    """Flows of each party discounted at the social rate, with what living projects still bring, million CNY."""
    world = run.world
    rate, years = world.scenario.economy.social_rate, world.period_years
    totals = dict.fromkeys((*PARTIES, "elsewhere_owners", "elsewhere_public", "elsewhere_owners_inside"), 0.0)
    for number, flows in enumerate(run.welfare):
        start, end = (1.0 + rate) ** -(number * years), (1.0 + rate) ** -((number + 1) * years)
        for party in PARTIES:
            totals[party] += start * float(flows.signing[party].sum()) + end * float(flows.ending[party].sum())
        totals["elsewhere_owners"] += start * flows.elsewhere_owners
        totals["elsewhere_public"] += start * flows.elsewhere_public
        totals["elsewhere_owners_inside"] += start * flows.elsewhere_owners_inside
    last = (1.0 + rate) ** -(len(run.welfare) * years)
    for party, value in run.remaining().items():
        if party in PARTIES:
            totals[party] += last * float(value.sum())
    return totals


def run_welfare_total(v: View) -> float:
    """(1+λ)·(treasuries + provinces + centre) + residents + all owners + elsewhere, discounted."""
    t, funds = v.discounted, 1.0 + v.run.world.cost_of_public_funds
    public = t["city"] + t["province"] + t["central"]
    owners = t["owners_inside"] + t["owners_outside"] + t["elsewhere_owners"]
    return funds * public + t["residents"] + owners + t["elsewhere_public"]


def run_welfare_region(v: View) -> float:
    """(1+λ)·(treasuries + provinces) + residents + owners inside the region, discounted."""
    t, funds = v.discounted, 1.0 + v.run.world.cost_of_public_funds
    owners = t["owners_inside"] + t["elsewhere_owners_inside"]
    return funds * (t["city"] + t["province"]) + t["residents"] + owners


def similarity(v: View) -> float:
    """UNIDO similarity of industry stocks at the end, mean over pairs of cities."""
    return indices.mean_over_pairs(indices.shares(v.run.state.stock), "similarity")


def krugman(v: View) -> float:
    """Krugman specialisation index of industry stocks at the end, mean over pairs of cities."""
    return indices.mean_over_pairs(indices.shares(v.run.state.stock), "krugman")


def concentration(v: View) -> float:
    """Herfindahl index of industry stocks at the end, mean over cities that have any."""
    structure = indices.shares(v.run.state.stock)
    filled = structure[structure.sum(axis=1) > 0]
    return float(np.mean([indices.herfindahl(row) for row in filled])) if len(filled) else float("nan")


def province_gap(v: View) -> float:
    """Largest over smallest investment won per province; NaN with one province or an empty one."""
    won = v.cities["investment_won"].sum(axis=0)
    by_province = np.bincount(v.run.world.provinces, won)
    return float(by_province.max() / by_province.min()) if by_province.size > 1 and by_province.min() > 0 else np.nan


def crossing(v: View) -> float:
    """Hosted projects whose home city lies in the region, in another province than their host."""
    host, origin = np.asarray(v.deals["host"]), np.asarray(v.deals["origin"])
    inside = (host >= 0) & (origin >= 0)
    return float((v.run.world.provinces[host[inside]] != v.run.world.provinces[origin[inside]]).sum())


def strategic_share(v: View) -> float:
    """Share of investment hosted in strategic emerging industries; NaN for stylised projects."""
    industry, hosted = np.asarray(v.deals["industry"], dtype=np.int64), v.hosted
    if not hosted.any() or (industry < 0).any():
        return float("nan")
    invested = v.column("investment")[hosted]
    return float(invested[v.run.world.industries.strategic[industry[hosted]]].sum() / invested.sum())


def mean_productivity(v: View) -> float:
    """A at the host, weighted by investment; NaN for stylised projects."""
    known = v.hosted & np.isfinite(v.column("productivity"))
    invested = v.column("investment")[known]
    return float(v.column("productivity")[known] @ invested / invested.sum()) if invested.sum() > 0 else float("nan")


def agreed(v: View) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Cities that are members of an agreement at some time of the run, and the others, (C,) each."""
    member = (v.cities["agreements"] > 0).any(axis=0)
    return member, ~member & member.any()


def breaches(v: View) -> float:
    """Number of breaches; NaN without agreements."""
    return float(v.cities["agreements_broken"].sum()) if agreed(v)[0].any() else float("nan")


def agreements_kept(v: View) -> float:
    """Agreements kept over agreements in force, over members and periods; punished ones are not kept."""
    bound = v.cities["agreements"].sum()
    return float(v.cities["agreements_kept"].sum() / bound) if bound > 0 else float("nan")


def periods_kept(v: View) -> float:
    """Share of the periods with an agreement in which every member keeps every one."""
    bound = v.cities["agreements"].sum(axis=1)
    kept = v.cities["agreements_kept"].sum(axis=1) == bound
    return float(kept[bound > 0].mean()) if (bound > 0).any() else float("nan")


def gain_of(which: Literal["members", "outsiders"]) -> Callable[[View], float]:
    """Gain through agreements of the average member, or of the average outsider, against no agreement."""

    def value(v: View) -> float:
        chosen = agreed(v)[0 if which == "members" else 1]
        return float(v.cities["agreement_gain"].sum(axis=0)[chosen].mean()) if chosen.any() else float("nan")

    return value


def rounds_per_contest(v: View) -> float:
    """Mean number of raises over projects that invited a city; NaN without one."""
    invited = v.column("invited") > 0
    return float(v.column("rounds")[invited].mean()) if invited.any() else float("nan")


MONEY: Final = "million CNY"

OUTCOMES: Final[tuple[Outcome, ...]] = (
    Outcome("projects_hosted", "projects", "higher", "Projects hosted", "落户项目数",
            "new projects hosted", _count(lambda v: v.hosted & relocations.new(v.deals))),
    Outcome("projects_left", "projects", "lower", "Projects lost to the outside", "流失到区域外的项目数",
            "new projects not hosted", _count(lambda v: ~v.hosted & relocations.new(v.deals))),
    Outcome("investment_hosted", MONEY, "higher", "Investment hosted", "落户投资额",
            "Σ I of new projects hosted",
            lambda v: float(v.column("investment")[v.hosted & relocations.new(v.deals)].sum())),
    Outcome("concession", MONEY, "neither", "Concessions", "优惠总额", "Σ x", _sum("concession")),
    Outcome("concession_share", "share of investment", "neither", "Concession over investment", "优惠占投资比重",
            "Σ x / Σ I over hosted", _ratio(_sum("concession"), _hosted_sum("investment"))),
    Outcome("concession_per_job", "CNY/job", "neither", "Concession per job", "每个岗位的优惠",
            "Σ x / Σ J over hosted", _ratio(_sum("concession"), _hosted_sum("jobs"), 1 / MILLION_PER_CNY)),
    Outcome("land_discount", MONEY, "neither", "Land discounts", "地价优惠", "Σ land discount", _sum("land_discount")),
    Outcome("rebate", MONEY, "neither", "Tax rebates", "税收返还", "Σ PV of rebates", _sum("rebate")),
    Outcome("grant", MONEY, "neither", "Cash grants", "现金补助", "Σ PV of grants", _sum("grant")),
    Outcome("land_price_over_cost", "ratio", "neither", "Land price over land cost", "地价与土地成本之比",
            "land receipts / cost of the land sold", land_price_over_cost),
    Outcome("rent_dissipation", "share", "neither", "Rent dissipation", "租金耗散", "Σ (1+λ)x / Σ public value", rent_dissipation),
    Outcome("fiscal_net", MONEY, "higher", "Fiscal net of the hosts", "落户地财政净收益", "Σ (fiscal - x)", _sum("fiscal_net")),
    Outcome("public_net", MONEY, "higher", "Public net of the hosts", "落户地公共净收益",
            "Σ (public value - (1+λ)x)", _sum("public_net")),
    Outcome("loss_share", "share", "lower", "Winners that lose", "赢家吃亏的比例", "share of hosted with public net < 0", loss_share),
    Outcome("winners_loss", MONEY, "lower", "Losses of the winners", "赢家亏损额", "Σ max(0, -public net) over hosted",
            lambda v: float(np.maximum(0.0, -v.column("public_net")[v.hosted]).sum())),
    Outcome("officials_payoff", MONEY, "neither", "Payoff of the officials (not welfare)", "官员所得（非福利）",
            "Σ (bid value - (1+λ)x) over hosted", _sum("officials_payoff")),
    Outcome("lost_to_neighbour", "projects", "neither", "Bids lost to a neighbour", "输给邻市的竞标数",
            "bids for projects that another city of the region hosts", lambda v: float(v.cities["lost_to_neighbour"].sum())),
    Outcome("lost_outside", "projects", "lower", "Bids lost to the outside", "流失到区域外的竞标数",
            "bids for projects that left", lambda v: float(v.cities["lost_outside"].sum())),
    Outcome("rounds", "rounds", "neither", "Raises per contest", "每次竞标的加价轮数",
            "mean number of raises of one increment, over projects with an invited city", rounds_per_contest),
    Outcome("but_for_share", "share", "neither", "But-for share", "优惠起决定作用的比例",
            "host changes at zero concessions, among hosted with x > 0", but_for_share),
    Outcome("welfare_total", MONEY, "higher", "Welfare, everyone (deals)", "总福利（按项目）", "Σ W_total - (1+λ)·programme cost",
            _less_programmes("welfare_total")),
    Outcome("welfare_total_in_region", MONEY, "higher", "Welfare, hosted projects only (deals)", "区域内项目总福利（按项目）",
            "Σ W_total_in_region - (1+λ)·programme cost", _less_programmes("welfare_total_in_region")),
    Outcome("welfare_region", MONEY, "higher", "Welfare of the region (deals)", "区域福利（按项目）",
            "Σ W_region - (1+λ)·programme cost", _less_programmes("welfare_region")),
    Outcome("firms_gain", MONEY, "neither", "Gain of the firms' owners", "企业所有者所得", "Σ Π", _sum("firm_gain")),
    Outcome("cities_gain", MONEY, "higher", "Gain of the cities", "各城市所得",
            "Σ W_city - (1+λ)·(programme cost - budget from the upper tier)",
            lambda v: _less_programmes("cities_gain")(v) + support_of_upper_tier(v)),
    Outcome("governments_gain", MONEY, "higher", "Gain of the city treasuries", "各城市财政所得",
            "Σ fiscal part of W_city - (1+λ)·(programme cost - budget from the upper tier)",
            lambda v: float(v.cities["fiscal_gain"].sum())),
    Outcome("residents_gain", MONEY, "higher", "Gain of the residents", "居民所得", "Σ residents' part of W_city",
            lambda v: float(v.cities["residents_gain"].sum())),
    Outcome("province_gain", MONEY, "neither", "Gain of the provinces", "省级所得",
            "Σ (1+λ)·PV(provincial tax) + leakage - (1+λ)·regional fund",
            lambda v: _sum("province_gain")(v) - support_of_upper_tier(v)),
    Outcome("centre_gain", MONEY, "neither", "Gain of the centre", "中央所得", "Σ (1+λ)·PV(central tax)", _sum("centre_gain")),
    Outcome("elsewhere_gain", MONEY, "neither", "Public value elsewhere", "外地公共价值", "Σ v_out of projects that left",
            _sum("elsewhere_gain")),
    Outcome("programme_cost", MONEY, "neither", "Cost of programmes", "政策项目成本", "Σ programme cost·period length",
            programme_cost),
    Outcome("efficiency", "share", "higher", "Efficiency", "效率", "Σ surplus / optimum", efficiency),
    Outcome("efficiency_bound", "share", "higher", "Efficiency against the upper bound", "效率（相对上界）",
            "Σ surplus / upper bound of the optimum", efficiency_bound),
    Outcome("allocative_efficiency", "share", "higher", "Allocative efficiency", "配置效率",
            "(Σ surplus + λ Σ x) / optimum", allocative_efficiency),
    Outcome("posted_unsettled", "share", "lower", "Posted rates that come to no rest", "挂牌报价未达均衡的比例",
            "share of industries and periods without a fixed point", lambda v: posted_outcomes.unsettled(v.run.posted)),
    Outcome("posted_several", "share", "neither", "Posted rates with several resting points", "挂牌报价有多个均衡的比例",
            "share of industries and periods with two fixed points", lambda v: posted_outcomes.several(v.run.posted)),
    Outcome("posted_efficiency", "share", "higher", "Expected efficiency of posted rates", "挂牌报价的期望效率",
            "expected surplus of the reference project / optimum", lambda v: posted_outcomes.efficiency(v.run.posted)),
    Outcome("posted_worst", "share", "higher", "Price of anarchy of posted rates", "挂牌报价的无政府代价",
            "the same at the worst fixed point found", lambda v: posted_outcomes.worst(v.run.posted)),
    Outcome("run_welfare_total", MONEY, "higher", "Welfare, everyone (flows)", "总福利（按资金流）",
            "discounted flows and remaining value", run_welfare_total),
    Outcome("run_welfare_region", MONEY, "higher", "Welfare of the region (flows)", "区域福利（按资金流）",
            "discounted flows and remaining value", run_welfare_region),
    Outcome("loans", MONEY, "higher", "Loans to hosted projects", "落户项目贷款额", "Σ I·debt share over hosted", lambda v: v.book.loans()),
    Outcome("lender_share", "share", "higher", "Projects that find a lender", "获得贷款的项目比例",
            "share of debt-financed projects with a lender at a possible site", lambda v: v.book.lender_share()),
    Outcome("projects_refused", "projects", "lower", "Projects without a lender", "无处贷款的项目数",
            "debt-financed projects with no lender at any possible site", lambda v: v.book.refused()),
    Outcome("refusals", "cities", "lower", "Sites closed to a project for want of a lender", "因无贷款而无法落户的选址数",
            "Σ possible sites without a lender over debt-financed projects", lambda v: v.book.refusals()),
    Outcome("crossing", "projects", "neither", "Projects hosted across the province border from their home",
            "跨省落户项目数", "hosted in another province than that of their home city", crossing),
    Outcome("default_rate", "share", "lower", "Expected yearly default of loans", "贷款预期年违约率",
            "Σ loan·(1 - p) / Σ loan", lambda v: v.book.default_rate()),
    Outcome("default_cost", "million CNY/year", "lower", "Expected yearly default", "预期年违约额", "Σ loan·(1 - p)",
            lambda v: v.book.default_cost()),
    Outcome("lenders_margin", "million CNY/year", "neither", "Expected yearly margin of the lenders", "银行预期年收益",
            "Σ loan·(1 + c)·(p·(1 + spread) - 1)", lambda v: v.book.margin()),
    Outcome("similarity", "index", "neither", "Structural similarity", "产业结构相似系数", "UNIDO cosine, mean of pairs", similarity),
    Outcome("krugman", "index", "neither", "Krugman specialisation", "克鲁格曼专业化指数", "Σ|s_i - s_j|, mean of pairs", krugman),
    Outcome("concentration", "index", "neither", "Industrial concentration (HHI)", "产业集中度（HHI）", "Σ s²", concentration),
    Outcome("breaches", "breaches", "lower", "Breaches of agreements", "违约次数", "members that broke an agreement", breaches),
    Outcome("agreements_kept", "share", "higher", "Agreements kept", "协议遵守率",
            "kept / in force, over members and periods", agreements_kept),
    Outcome("periods_kept", "share", "higher", "Periods in which all members keep", "全体守约的时期占比",
            "periods with all agreements kept / periods with agreements", periods_kept),
    Outcome("members_gain", MONEY, "neither", "Gain of a member through agreements", "协议成员平均所得",
            "officials' payoffs with - without, mean of members", gain_of("members")),
    Outcome("outsiders_gain", MONEY, "neither", "Gain of an outsider through agreements", "协议外城市平均所得",
            "officials' payoffs with - without, mean of the others", gain_of("outsiders")),
    Outcome("gini", "index", "lower", "Gini of investment won over cities", "各城市落户投资基尼系数", "Gini",
            lambda v: indices.gini(v.cities["investment_won"].sum(axis=0))),
    Outcome("theil", "index", "lower", "Theil index of investment won over cities", "各城市落户投资泰尔指数", "Theil T",
            lambda v: indices.theil(v.cities["investment_won"].sum(axis=0))),
    Outcome("province_gap", "ratio", "neither", "Gap between provinces", "省际差距", "max / min investment won", province_gap),
    Outcome("strategic_share", "share", "higher", "Strategic emerging industries", "战略性新兴产业比重",
            "share of hosted investment", strategic_share),
    Outcome("productivity", "multiple", "higher", "Productivity of hosted investment", "落户投资的平均生产率",
            "Σ A·I / Σ I over hosted", mean_productivity),
    Outcome("agglomeration", "million CNY/year", "higher", "Aggregate agglomeration", "总体集聚收益",
            "Σ mean output·(change of what stocks add to ln A)", lambda v: structure.aggregate_agglomeration(v.run)),
    Outcome("pillar_overlap", "index", "neither", "Overlap of pillars", "主导产业重合度",
            "Jaccard index at the end, mean of pairs", lambda v: structure.pillar_overlap(v.run)),
    Outcome("duplication", "industries", "neither", "Pillars that neighbours share", "相邻城市重复的主导产业数",
            "industries promoted by more than one city in reach, at the end", lambda v: structure.duplication(v.run)),
    Outcome("pillar_efficiency", "share", "higher", "Value of the pillars over the optimum", "主导产业选择的效率",
            "Σ V·g(m)/m / optimum, first choice", lambda v: structure.pillar_efficiency(v.run)),
    Outcome("pillar_worst", "share", "higher", "The same in the worst equilibrium found", "最差均衡下的主导产业效率",
            "worst equilibrium / optimum, first choice", lambda v: structure.pillar_worst(v.run)),
    Outcome("pillar_equilibria", "equilibria", "neither", "Equilibria of the choice of pillars", "主导产业选择的均衡数",
            "equilibria found, first choice", lambda v: structure.pillar_equilibria(v.run)),
    Outcome("pillar_unsettled", "choices", "lower", "Pillar choices that did not come to rest", "未收敛的主导产业选择次数",
            "choices in which best replies went on", lambda v: structure.pillar_unsettled(v.run)),
    Outcome("relocations", "firms", "neither", "Firms that moved within the region", "区域内搬迁企业数",
            "reopened contests that change the host", _count(lambda v: relocations.moved(v.deals))),
    Outcome("retentions", "firms", "neither", "Firms that asked again and stayed", "重新择址后留下的企业数",
            "reopened contests that keep the host", _count(lambda v: relocations.stayed(v.deals))),
    Outcome("firms_gone", "firms", "lower", "Firms that left the region", "迁出区域的企业数",
            "reopened contests lost to the outside", _count(lambda v: relocations.gone(v.deals))),
    Outcome("jobs_moved", "persons", "neither", "Jobs moved within the region", "区域内搬迁的岗位",
            "Σ J of firms that moved", lambda v: relocations.jobs_moved(v.deals)),
    Outcome("net_new_jobs", "persons", "higher", "Net new jobs of the region", "区域净新增岗位",
            "Σ J of new projects hosted - Σ J of firms that left", lambda v: relocations.net_new_jobs(v.deals)),
    Outcome("cost_per_moved_job", "CNY/job", "lower", "Support per moved job", "每个搬迁岗位的优惠",
            "Σ x of reopened contests / jobs moved", lambda v: relocations.cost_per_moved_job(v.deals)),
    Outcome("cost_per_net_job", "CNY/job", "lower", "Support per net job gained by moves", "每个净增搬迁岗位的优惠",
            "Σ x of reopened contests / net gain of the city that gains most",
            lambda v: relocations.cost_per_net_job(v.deals, v.cities)),
    Outcome("closures", "firms", "neither", "Closures", "关停企业数", "plants closed before the end of their lives",
            lambda v: float(v.cities["closures"].sum())),
    Outcome("realised_share", "share", "neither", "Realised over expected investment", "投资实际到位与预期之比",
            "Σ realised I / Σ expected I of new projects hosted", lambda v: relocations.realised_share(v.deals)),
    Outcome("debt", MONEY, "lower", "Debt of promotion at the end", "期末招商债务",
            "Σ max(0, debt at the start - treasury)", lambda v: float(v.cities["debt"][-1].sum())),
)  # fmt: skip
"""Every outcome of a run, in the order of tables."""


def run_outcomes(run: Run) -> dict[str, float]:
    """All outcomes of a run by name; NaN where undefined."""
    view = View(run, run.deals, run.cities)
    return {outcome.name: outcome.value(view) for outcome in OUTCOMES}
