"""Columns of the tables of deals, of cities and periods, and of industries: unit and labels of each."""

from dataclasses import dataclass
from typing import Final

MONEY: Final = "million CNY"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: unit and labels."""

    unit: str
    en: str
    zh: str


DEAL_COLUMNS: Final[dict[str, Column]] = {
    "period": Column("period", "Period", "期"),
    "slot": Column("slot", "Slot in the pool (below 0: watched)", "项目编号（负数为重点项目）"),
    "lead": Column("index", "Watched project", "重点项目"),
    "kind": Column("index", "Kind of project", "项目类别"),
    "industry": Column("index", "Industry", "行业"),
    "investment": Column(MONEY, "Expected realised investment", "预期到位投资"),
    "land": Column("mu", "Land", "用地"),
    "jobs": Column("persons", "Jobs", "就业"),
    "tax": Column("million CNY/year", "Yearly tax of all tiers", "年税收"),
    "host": Column("index", "Host", "落户地"),
    "runner_up": Column("index", "Runner-up", "第二名"),
    "host_at_zero": Column("index", "Host at zero concessions", "无优惠时的落户地"),
    "productivity": Column("multiple", "Productivity at the host", "落户地生产率"),
    "invited": Column("cities", "Cities invited", "受邀城市数"),
    "rounds": Column("rounds", "Raises of one increment", "加价轮数"),
    "loss": Column("share", "Won at a loss (1 = yes)", "赢得却吃亏（1 = 是）"),
    "officials_payoff": Column(MONEY, "Payoff of the host's officials (not welfare)", "落户地官员所得（非福利）"),
    "concession_share": Column("share of investment", "Concession over investment", "优惠占投资比重"),
    "concession_per_job": Column("CNY/job", "Concession per job", "每个岗位的优惠"),
    "land_price_over_cost": Column("ratio", "Land price over land cost", "地价与土地成本之比"),
    "site_value": Column(MONEY, "Site value of the host", "落户地选址价值"),
    "threshold": Column(MONEY, "Score to reach", "需达到的得分"),
    "outside": Column(MONEY, "Outside option", "外部选择"),
    "concession": Column(MONEY, "Concession", "优惠"),
    "land_discount": Column(MONEY, "Land discount", "地价优惠"),
    "rebate": Column(MONEY, "Tax rebate (present value)", "税收返还（现值）"),
    "grant": Column(MONEY, "Cash grant (present value)", "现金补助（现值）"),
    "reservation": Column(MONEY, "Reservation of the host", "落户地保留报价"),
    "public_value": Column(MONEY, "Public value of the host", "落户地公共价值"),
    "fiscal_net": Column(MONEY, "Fiscal net", "财政净收益"),
    "public_net": Column(MONEY, "Public net", "公共净收益"),
    "rent_dissipation": Column("share", "Rent dissipation", "租金耗散"),
    "welfare_total": Column(MONEY, "Welfare of everyone", "总福利"),
    "welfare_total_in_region": Column(MONEY, "Welfare of everyone, projects in the region", "区域内项目总福利"),
    "welfare_region": Column(MONEY, "Welfare of the region", "区域福利"),
    "firm_gain": Column(MONEY, "Gain of the firm", "企业所得"),
    "cities_gain": Column(MONEY, "Gain of all cities", "各城市所得合计"),
    "province_gain": Column(MONEY, "Gain of the provincial tier", "省级所得"),
    "centre_gain": Column(MONEY, "Gain of the centre", "中央所得"),
    "elsewhere_gain": Column(MONEY, "Public value elsewhere", "外地公共价值"),
    "origin": Column("index", "Home city (-1: outside the region)", "来源城市（-1 为区域外）"),
    "loan": Column(MONEY, "Loan that it needs", "所需贷款"),
    "lenders": Column("cities", "Sites with a lender", "有银行放贷的城市数"),
    "refusals": Column("cities", "Sites without a lender", "无银行放贷的城市数"),
    "credit_spread": Column("per year", "Premium on credit", "信贷加点"),
    "good": Column("index", "Good borrower (hidden)", "优质借款企业（隐藏信息）"),
    "incumbent": Column("index", "City where the firm already was (-1: new)", "企业原所在地（-1 为新项目）"),
    "realised_investment": Column(MONEY, "Investment as it turned out", "实际到位投资"),
    "surplus": Column(MONEY, "Surplus over the outside option", "相对外部选择的剩余"),
}
"""Columns of the table of deals."""

CITY_COLUMNS: Final[dict[str, Column]] = {
    "projects_won": Column("projects", "Projects won", "赢得项目数"),
    "lost_to_neighbour": Column("projects", "Bids lost to a neighbour", "输给邻市的竞标数"),
    "lost_outside": Column("projects", "Bids lost to the outside", "流失到区域外的竞标数"),
    "investment_won": Column(MONEY, "Investment won", "赢得投资"),
    "jobs_won": Column("persons", "Jobs won", "赢得就业"),
    "land_sold": Column("mu", "Land sold", "出让土地"),
    "land_receipts": Column(MONEY, "Land receipts", "土地收入"),
    "land_price": Column("10k CNY/mu", "Land price", "地价"),
    "land_price_over_cost": Column("ratio", "Land price over land cost", "地价与土地成本之比"),
    "concession": Column(MONEY, "Concessions", "优惠"),
    "land_discount": Column(MONEY, "Land discounts", "地价优惠"),
    "rebate": Column(MONEY, "Tax rebates (present value)", "税收返还（现值）"),
    "grant": Column(MONEY, "Cash grants (present value)", "现金补助（现值）"),
    "public_net": Column(MONEY, "Public net of deals won", "所得项目公共净收益"),
    "losses": Column("projects", "Deals won at a loss", "赢得却吃亏的项目数"),
    "fiscal_net": Column(MONEY, "Fiscal net of deals won", "所得项目财政净收益"),
    "concession_share": Column("share of investment", "Concession over investment", "优惠占投资比重"),
    "concession_per_job": Column("CNY/job", "Concession per job", "每个岗位的优惠"),
    "rent_dissipation": Column("share", "Rent dissipation", "租金耗散"),
    "welfare_city": Column(MONEY, "Welfare of the city", "城市福利"),
    "fiscal_gain": Column(MONEY, "Fiscal gain with transfers", "财政所得（含转移）"),
    "residents_gain": Column(MONEY, "Gain of residents", "居民所得"),
    "treasury": Column(MONEY, "Cumulated cash of promotion", "招商累计现金"),
    "liabilities": Column(MONEY, "Grants promised and unpaid", "已承诺未付补助"),
    "commitment_room": Column(MONEY, "Room for further promises", "可承诺余额"),
    "land_left": Column("mu", "Land left", "剩余土地"),
    "programme_cost": Column(MONEY, "Cost of programmes", "政策项目成本"),
    "fund_budget": Column(MONEY, "Promotion budget from the upper tier", "上级安排的招商资金"),
    "wage": Column("CNY/year", "Manufacturing wage", "制造业工资"),
    "rd_capital": Column(MONEY, "R&D capital", "研发资本"),
    "talent": Column("persons", "Skilled people", "人才数"),
    "talent_shortage": Column("share", "Talent shortage", "人才短缺"),
    "agreements": Column("agreements", "Agreements it is a member of", "参加的协议数"),
    "agreements_kept": Column("agreements", "Agreements that it keeps", "遵守的协议数"),
    "agreements_broken": Column("breaches", "Agreements that it breaks", "违背的协议数"),
    "agreement_gain": Column(MONEY, "Gain of its officials through agreements", "官员因协议所得"),
    "moved_in": Column("firms", "Firms that moved in", "迁入企业数"),
    "moved_out": Column("firms", "Firms that moved away", "迁出企业数"),
    "stayed": Column("firms", "Firms that asked again and stayed", "重新择址后留下的企业数"),
    "jobs_moved_in": Column("persons", "Jobs moved in", "迁入岗位"),
    "jobs_moved_out": Column("persons", "Jobs moved away", "迁出岗位"),
    "closures": Column("firms", "Closures", "关停企业数"),
    "debt": Column(MONEY, "Debt of promotion", "招商债务"),
    "political_weight": Column("share of investment", "Political weight", "政绩权重"),
}
"""Columns of the table of cities and periods."""


INDUSTRY_COLUMNS: Final[dict[str, Column]] = {
    "stock": Column(MONEY, "Industry stock at the end", "期末产业存量"),
    "share": Column("share", "Share of the industry in the city's stock", "占本市产业存量的比重"),
    "location_quotient": Column("ratio", "Location quotient", "区位商"),
    "investment_won": Column(MONEY, "Investment won", "赢得投资"),
    "pillar": Column("share", "Promoted at the end (share of runs)", "期末为主导产业（占运行次数）"),
}
"""Columns of the table of cities and industries, in the order of `sim.structure.INDUSTRY_FIELDS`."""
