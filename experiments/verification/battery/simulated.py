"""Pairs that run on the simulator: one setting of a theory scenario is changed."""

from typing import Final

from experiments.verification.battery.measures import (
    against,
    half_of,
    mean_of_deals,
    of_deal,
    outcome,
    posted_concession,
    posted_payoff,
    posted_price,
    posted_receipts,
    public_value,
    support_of_all,
    worth_of_pillars,
)
from experiments.verification.battery.pair import Compared, Pair, Reading, Setting, Trial
from sim.schema import Scenario

CORRELATION: Final = Pair("R1", "derived", "simulator", (
    Trial(Setting("case_02_gaussian", "projects.stylised.generator.correlation", ("-0.8", "1.0")),
          ("ρ = −0.8", "ρ = 1"), "total_competition_ban", (">", "="),
          against(mean_of_deals("welfare_total"), "competition", "ban")),
    Trial(Setting("case_03c_correlation", "projects.stylised.public_value", ("{a: 6.0, b: 10.0}", "{a: 10.0, b: 6.0}")),
          ("π = (4, 0), v = (6, 10)", "π = (4, 0), v = (10, 6)"), "efficiency_competition_ban", (">", "<"),
          against(outcome("posted_efficiency"), "competition", "ban")),
))  # fmt: skip

OUTSIDE: Final = Pair("R2", "derived", "simulator", (
    Trial(Setting("case_04_outside", "projects.stylised.outside_option", ("0.0", "4.0")),
          ("u0 = 0", "u0 = 4"), "cities_ban_competition", (">", "<"), against(posted_payoff(), "ban", "war")),
))  # fmt: skip

CAP_LEVEL: Final = Setting("case_05a_cap", "regimes.cap_6.levers.0.cap", ("0.081", "0.06"))
"""Shares of an investment of 100."""

CAP: Final = Pair("R3", "derived", "simulator", (
    Trial(CAP_LEVEL, ("c = 8.1", "c = 6"), "total_cap_ban", (">", "="),
          against(of_deal("welfare_total"), "cap_6", "cap_0")),
    Trial(CAP_LEVEL, ("c = 8.1", "c = 6"), "concession_cap_ban", (">", ">"),
          against(of_deal("concession"), "cap_6", "cap_0")),
))  # fmt: skip

INSTRUMENT: Final = Pair("R4", "derived", "simulator", (
    Trial(Setting("case_05b_waterbed", "regimes.floor_and_cap.levers.1.cap", ("0.06", "1.0"),
                  ("contest.format=posted", "projects.match={law: gumbel, scale_money: 2.0}")),
          ("c = 6", "c = 100"), "concession_floor_none", ("<", "="),
          against(posted_concession, "floor_and_cap", "free")),
))  # fmt: skip

CONTRACT: Final = Setting("case_12d_contracts", "regimes.leakage_0_75.levers.0.contract", ("benefit_only", "leakage"))

SHARING: Final = Pair("R5", "derived", "simulator", (
    Trial(CONTRACT, CONTRACT.values, "host_contract_none", ("=", "!="),
          against(of_deal("host"), "leakage_0_75", "pooled_0")),
    Trial(CONTRACT, CONTRACT.values, "concession_contract_half", ("=", "<"),
          against(of_deal("concession"), "leakage_0_75", "pooled_0", half_of(of_deal("concession")))),
))  # fmt: skip

CLUSTER: Final = Pair("R7", "Vetta 2002; derived", "simulator", (
    Trial(Setting("case_11a_market_sharing", "pillars.cluster_bonus", ("0.0", "0.5")),
          ("g(2) = 1", "g(2) = 1.5"), "worth_map_competition", (">", "<"),
          against(worth_of_pillars, "map", "competition")),
))  # fmt: skip

TOURNAMENT: Final = Pair("R10", "Morgan, Steiglitz & Reis 2003; derived", "simulator", (
    Trial(Setting("case_10c_rival_weight", "cities.defaults.rival_weight", ("0.0", "0.5")),
          ("κ = 0", "κ = 0.5"), "bid_of_loser_value", ("<=", ">"),
          against(of_deal("concession"), "competition", "competition", public_value("b"))),
))  # fmt: skip

TIMING: Final = Setting(
    "case_06_border", "contest", ("{format: posted, move_order: simultaneous}",
                                  "{format: posted, move_order: leader, leader: large}"),
    ("regimes.floor.levers.0.level=0.345",),
)  # fmt: skip
"""Land is worth 2 at the list price, so the floor is 0.69."""

ORDERS: Final = ("simultaneous", "leader")
SMALL: Final = 0
LARGE: Final = 1
FULL: Final = 2.0

LEADER: Final = Pair("R11", "Kanbur & Keen 1993; Konrad 2009 (sign)", "simulator", (
    Trial(TIMING, ORDERS, "price_small_floor_none", (">", "<"),
          against(posted_price(SMALL, FULL), "floor", "competition")),
    Trial(TIMING, ORDERS, "price_large_floor_none", (">", "<"),
          against(posted_price(LARGE, FULL), "floor", "competition")),
    Trial(TIMING, ORDERS, "receipts_small_floor_none", (">", "<"),
          against(posted_receipts(SMALL, FULL), "floor", "competition")),
))  # fmt: skip


def column_of_deal(world: tuple[Scenario, str]) -> Compared:
    """A standard of welfare under competition, held against that under a ban."""
    scenario, column = world
    return against(of_deal(column), "competition", "ban")(scenario)


STANDARD: Final = Pair("R13", "Bernheim & Whinston 1986; derived", "simulator", (
    Trial(Reading("case_01_n", ("welfare_total", "welfare_region"), ("economy.cost_of_public_funds=0.3",)),
          ("W_total", "W_region"), "standard_competition_ban", (">", "<"), column_of_deal),
))  # fmt: skip

MEMBERS: Final = Setting(
    "case_09_coalition", "regimes.members_2.levers.0.members", ("[a, b, c, d, e, f, g, h, i, j]", "[a, b]")
)  # fmt: skip
FIRST: Final = 0
"""A city that is a member in any case."""
LAST: Final = 9
"""A city that is a member only if all are."""

MEMBERSHIP: Final = Pair("R14", "Konrad & Schjelderup 1999 (sign); derived", "simulator", (
    Trial(MEMBERS, ("m = 10", "m = 2"), "member_coalition_none", (">", ">"),
          against(posted_payoff(FIRST), "members_2", "members_1")),
    Trial(MEMBERS, ("m = 10", "m = 2"), "last_first", ("=", ">"),
          against(posted_payoff(LAST), "members_2", "members_2", posted_payoff(FIRST))),
))  # fmt: skip

PROJECTS: Final = (
    "{site_value: {a: 0.0, b: 0.0, c: 0.0}, public_value: {a: 14.0, b: 9.0, c: 7.0}}",
    "{site_value: {a: 0.0, b: 0.0, c: 0.0}, public_value: {a: 12.0, b: 13.0, c: 6.0}}",
    "{site_value: {a: 0.0, b: 0.0, c: 0.0}, public_value: {a: 10.0, b: 8.0, c: 9.0}}",
)

SCARCITY: Final = Pair("R15", "Demange, Gale & Sotomayor 1986; derived", "simulator", (
    Trial(Setting("case_16_simultaneous", "projects.stylised.each",
                  (f"[{', '.join(PROJECTS[:2])}]", f"[{', '.join(PROJECTS)}]")),
          ("2 / 3", "3 / 3"), "support_of_all", (">", "="),
          against(support_of_all, "competition", "competition", lambda scenario, regime: 0.0)),
))  # fmt: skip
