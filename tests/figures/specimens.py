"""Scenarios and inputs that the tests of the figures draw."""

from dataclasses import replace
from functools import cache

import numpy as np

from experiments.figures.data import LEFT, Differences, Gains, HostSweep, LandPrices, OutcomeSweep
from sim.explain import Explanation, explain
from sim.quantity import Text
from sim.schema import City, Scenario

NAMES = (
    ("rongchang", "Rongchang", "荣昌区"),
    ("longchang", "Longchang", "隆昌市"),
    ("yongchuan", "Yongchuan", "永川区"),
    ("longquanyi", "Chengdu Longquanyi", "成都市龙泉驿区"),
    ("jiangjin", "Jiangjin", "江津区"),
    ("nanchong", "Nanchong (prefecture)", "南充市"),
    ("hechuan", "Hechuan", "合川区"),
    ("luzhou", "Luzhou", "泸州市"),
    ("dazu", "Dazu", "大足区"),
    ("anyue", "Anyue", "安岳县"),
    ("tongnan", "Tongnan", "潼南区"),
    (
        "long_name",
        "A district with a name of " + "very " * 8 + "many words",
        "一个名字特别特别特别特别特别特别长的区县",
    ),
)
REGIMES = (
    ("competition", "Competition", "自由竞争", []),
    ("floor", "Land floor at cost", "地价不低于成本", [{"lever": "land_price_floor", "basis": "land_cost"}]),
    ("floor_cap", "Land floor and cap on the package", "地价底线加优惠上限", [{"lever": "subsidy_cap", "cap": 0.08}]),
    ("ban", "Ban on special offers", "禁止专项优惠", [{"lever": "subsidy_ban"}]),
    ("joint", "Joint negotiation of two districts", "两区联合招商",
     [{"lever": "joint_negotiation", "members": ["rongchang", "longchang"]}]),
    ("sharing", "Offers disclosed", "报价信息共享", []),
)  # fmt: skip


def both(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh": zh}


@cache
def scene(
    cities: int = 2, form: str = "open", increment: float = 0.01, match: float = 0.02, gap: float = -0.12
) -> Scenario:
    """A watched plant and that many cities with different sites."""
    rows = {
        key: City(
            name_en=en, name_zh=zh, province="cq" if i % 2 else "sc", list_price=28.0 - i % 3, land_cost=28.0 - i % 3,
            land_floor=8.0, grant_limit=0.2, rebate_limit=1.0, value_per_job=5000.0, wage=65000.0 - 1500 * (i % 4),
            access_cost=0.1 * (i % 2), retained_share=0.42 + 0.02 * ((2 * i) % 4), credit_spread=0.002 * (i % 3),
            promotion_budget_share=0.08, base_revenue=4170.0, stock={"e": 5000.0 + 1500 * ((3 * i) % 5)},
            strategy={"name": "truthful" if form == "open" else "directional"},
        )
        for i, (key, en, zh) in enumerate(NAMES[:cities])
    }  # fmt: skip
    plant = {
        "key": "plant", "title": both("Electronics plant", "电子厂"), "industry": "e", "announced_investment": 500.0,
        "land": 55.6, "jobs": 400.0, "tax": 30.0,
    }  # fmt: skip
    known = set(rows)
    regimes = [
        {
            "key": key,
            "title": both(en, zh),
            "levers": [lever for lever in levers if known >= set(lever.get("members", []))],
        }
        for key, en, zh, levers in REGIMES
    ]
    industry = {
        "title": both("Electronics", "电子信息"), "marshall_elasticity": 0.03, "stock_reference": 7000.0,
        "access_cost_rate": 0.005,
    }  # fmt: skip
    return Scenario.model_validate(
        {
            "title": both("Western Chongqing and its neighbours, central calibration", "渝西及毗邻地区：基准参数"),
            "seed": 20240101,
            "replications": 200,
            "cities": rows,
            "time": {"periods": 8},
            "economy": {"cost_of_public_funds": 0.2},
            "industries": {"e": industry},
            "contest": {"format": form, "increment": increment},
            "projects": {"watched": [plant], "match": {"law": "gumbel", "scale": match}, "outside": {"gap": gap}},
            "regimes": regimes,
        }
    )


@cache
def deal(cities: int = 2, form: str = "open", regime: str = "competition", **changes: float) -> Explanation:
    return explain(scene(cities, form, **changes), "plant", regime)


def around(mean: float, half: float) -> tuple[float, float, float]:
    return mean, mean - half, mean + half


def prices(regimes: int, periods: int = 8) -> LandPrices:
    draw, time = np.random.default_rng(1), np.arange(periods)
    paths = [
        1 - 0.6 * (1 - np.exp(-time / 2)),
        np.ones(periods),
        np.ones(periods),
        np.ones(periods),
        0.95 - 0.01 * time,
    ]
    keys = [key for key, *_ in REGIMES][:regimes]
    ratios = {
        key: paths[i % 5] + draw.normal(0.0, 0.0 if 1 <= i % 5 <= 3 else 0.05, (30, periods))
        for i, key in enumerate(keys)
    }
    if periods > 5:
        ratios["competition"][:, 4] = np.nan
        ratios["competition"][:15, 6] = np.nan
    return LandPrices(ratios, floor=0.3)


def gained(regimes: int) -> Gains:
    keys = [key for key, *_ in REGIMES][1 : regimes + 1]
    table = {
        key: {
            "treasuries": around(120.0 + 3000 * i, 60.0 + 100 * i),
            "residents": around(-12.0, 9.0),
            "owners": around(-140.0 - 2500 * i, 70.0),
            "province": around(5.0, np.nan),
            "centre": (np.nan,) * 3,
            "total": around(-30.0 - i, 20.0),
        }
        for i, key in enumerate(keys)
    }
    return Gains(table, "competition", 200)


def changed(regimes: int) -> Differences:
    keys = [key for key, *_ in REGIMES][1 : regimes + 1]
    table = {
        "welfare_total": {key: around(-120.0 + 50 * i, 60.0) for i, key in enumerate(keys)},
        "welfare_region": {key: around(1000.0 * i, 60.0) for i, key in enumerate(keys)},
        "concession_share": {key: around(-0.01 - 0.03 * i, 0.01) for i, key in enumerate(keys)},
        "efficiency": {
            key: (np.nan,) * 3 if i == 2 else around(-0.02 + 0.01 * i, np.nan) for i, key in enumerate(keys)
        },
    }
    return Differences(table, "competition", 200)


def moved(regimes: int) -> OutcomeSweep:
    """The last regime has no value at some numbers."""
    values, keys = np.linspace(0.0, 1.0, 6), [key for key, *_ in REGIMES][:regimes]
    levels = {}
    for i, key in enumerate(keys):
        mean = 0.9 - 0.03 * i + 0.1 * values * (-1) ** i
        levels[key] = np.column_stack([mean, mean - 0.02, mean + 0.02])
    levels[keys[-1]][2:4] = np.nan
    title = Text(en="Cluster bonus of each further city", zh="每增加一个城市的集群加成")
    return OutcomeSweep("pillar_efficiency", values, levels, 12, title, "share of value", 0.2)


def differing(regimes: int) -> tuple[OutcomeSweep, OutcomeSweep]:
    """Differences of two outcomes from the first regime, at numbers of six digits."""
    levels = moved(regimes + 1).levels
    others = {key: 1e6 * (table - 0.8) for key, table in levels.items() if key != "competition"}
    panels = [
        replace(moved(2), outcome=name, levels=others, baseline="competition")
        for name in ("welfare_total", "welfare_region")
    ]
    return panels[0], panels[1]


@cache
def crowded() -> Scenario:
    """Twelve regimes besides the first without real levers and eleven with one, in turn, with long names."""
    lever = {"lever": "shared_rd_platform", "reach": 0.5, "free_riding": 0.2, "programme_cost": 1.0}
    regimes = [{"key": "competition", "title": both("Competition", "自由竞争")}]
    for i in range(23):
        regimes.append(
            {
                "key": f"r{i}",
                "title": both(
                    f"Regime no. {i} with a name that is long enough to be cut", f"名称长到会被截断的第 {i} 个政策情景"
                ),
                "levers": [lever] if i % 2 else [],
            }
        )
    return Scenario.model_validate(scene(2).model_dump() | {"regimes": regimes})


def swept(cities: int, project: str | None = "plant") -> HostSweep:
    """Each city leads somewhere, the last one never hosts."""
    draw, values = np.random.default_rng(2), np.array([-6000.0, -4500.0, -3000.0, 0.0, 1500.0, 3000.0])
    counts = []
    for i in range(values.size):
        weight = np.exp(-np.abs(np.arange(cities) - i * cities / values.size))
        weight[-1] = 0.0
        counts.append(draw.multinomial(200, np.append(weight, 0.1) / (weight.sum() + 0.1)))
    table = np.array(counts).T
    shares = {key: table[i] for i, (key, *_) in enumerate(NAMES[:cities])} | {LEFT: table[-1]}
    title = Text(en="Wage in Longchang less that in Rongchang", zh="隆昌与荣昌工资之差")
    return HostSweep(values, shares, 200, title, "CNY/year", "competition", project, -3000.0)
