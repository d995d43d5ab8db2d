"""Industries: what a project of each needs, yields and pays."""

from sim.quantity import ASSUMPTION, Key, Model, Text, choice, quantity


class Industry(Model):
    """One industry of the region."""

    title: Text = choice(..., en="Name", zh="名称")
    weight: float = quantity(
        1.0, en="Weight in the pipeline", zh="项目来源权重", unit="share", ge=0, le=1e6, source=ASSUMPTION
    )
    capital_return: float = quantity(
        0.145, en="Yearly cash return on investment after all taxes", zh="年税后现金回报率", unit="per year",
        gt=0, le=1, source="assumption: NPV of 10 % of investment at 10 % over 15 years",
        low=0.135, central=0.145, high=0.17,
    )  # fmt: skip
    investment_per_mu: float = quantity(
        400.0, en="Investment per mu", zh="亩均投资", unit="10k CNY/mu", ge=10, le=20_000,
        source="announced projects (docs/data.md)",
    )  # fmt: skip
    jobs_per_100m: float = quantity(
        80.0, en="Jobs per 100 million CNY invested", zh="每亿元投资就业", unit="jobs/100m CNY", ge=0, le=2_000,
        source="announced projects (docs/data.md)", low=20, central=80, high=180,
    )  # fmt: skip
    tax_share: float = quantity(
        0.06, en="Yearly tax of all tiers at maturity over investment", zh="达产年税收与投资之比", unit="per year",
        ge=0, le=1, source="announced projects (docs/data.md); realised yields may be 0.01-0.03",
        low=0.01, central=0.06, high=0.12,
    )  # fmt: skip
    marshall_elasticity: float = quantity(
        0.0, en="Localisation elasticity", zh="地方化弹性", unit="elasticity", ge=0, le=0.5,
        source="localisation .02-.08, Rosenthal & Strange 2004, Melo et al. 2009 (remembered)",
        low=0, central=0.03, high=0.06,
    )  # fmt: skip
    chain_elasticity: float = quantity(
        0.0, en="Supply-chain elasticity", zh="产业链弹性", unit="elasticity", ge=0, le=0.5,
        source=ASSUMPTION, low=0, central=0.01, high=0.03,
    )  # fmt: skip
    rd_elasticity: float = quantity(
        0.0, en="R&D elasticity", zh="研发弹性", unit="elasticity", ge=0, le=0.5,
        source="Hall, Mairesse & Mohnen 2010 (remembered)", low=0, central=0.03, high=0.08,
    )  # fmt: skip
    talent_sensitivity: float = quantity(
        0.0, en="Loss of productivity per unit of talent shortage", zh="人才短缺敏感度", unit="elasticity",
        ge=0, le=1, source=ASSUMPTION, low=0, central=0.05, high=0.10,
    )  # fmt: skip
    access_cost_rate: float = quantity(
        0.0, en="Cost of access per unit of investment", zh="区位交通成本率", unit="per year", ge=0, le=0.2,
        source="assumption: 100 km of road is about .5 % of output", low=0, central=0.005, high=0.015,
    )  # fmt: skip
    stock_reference: float = quantity(
        0.0, en="Reference industry stock", zh="产业存量参考值", unit="million CNY", ge=0, le=1e8,
        source="assumption: initial regional mean, a constant of the scenario",
    )  # fmt: skip
    rd_intensity: float = quantity(
        0.0, en="R&D over output", zh="研发强度", unit="share of output", ge=0, le=1,
        source="Sichuan 2022: high-tech manufacturing 1.98 %, large industry 0.97 % (A)",
        low=0.0097, high=0.0198,
    )  # fmt: skip
    skilled_share: float = quantity(
        0.0, en="Skilled share of jobs", zh="高技能岗位比重", unit="share", ge=0, le=1,
        source="assumption: around the supply of .10", low=0.05, high=0.30,
    )  # fmt: skip
    strategic: bool = choice(
        False, en="Strategic emerging industry", zh="战略性新兴产业",
        source="State Council list of strategic emerging industries; assignment is an assumption",
    )  # fmt: skip
    quality: float = quantity(
        0.0, en="Quality of a project in the eyes of officials", zh="项目质量评价", unit="index", ge=0, le=1,
        source=ASSUMPTION,
    )  # fmt: skip


type Chain = dict[Key, dict[Key, float]]
"""Input-output shares: chain[k][j] is the weight of stocks in j for productivity in k; rows sum to at most 1."""
