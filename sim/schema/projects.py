"""Where projects come from: a random pipeline, stylised numbers, and named leads that are watched."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.quantity import ASSUMPTION, Key, Model, Seq, Text, choice, quantity
from sim.schema.kinds import MOST_SUPPLIERS, Anchors, Assigned, Incumbents, Kind, Suppliers
from sim.schema.origins import Origins
from sim.schema.sizes import Size


class Pipeline(Model):
    """A random stream of projects from a fixed pool of candidates."""

    arrivals_per_year: float = quantity(
        ..., en="Projects that arrive in a year, on average", zh="年均到来项目数", unit="projects/year",
        ge=0, le=1e6, source="signed projects per outer district and year: 60-190 (derived)",
        low=60, central=110, high=190,
    )  # fmt: skip
    pool_per_year: int = quantity(
        ..., en="Candidates in the pool", zh="候选项目池", unit="projects/year", ge=1, le=2_000_000,
        source="assumption: fixed, so that luck does not depend on policy",
    )  # fmt: skip
    size: Size = choice(Size(), en="Size of projects", zh="项目规模")
    realised_share: float = quantity(
        0.55, en="Realised over announced investment", zh="投资到位率", unit="share", gt=0, le=1,
        source="Great Wall Motor at Yongchuan 45/80 (B/D); fair projects 55 % (A)", low=0.3, central=0.55, high=0.9,
    )  # fmt: skip
    contestable_share: float = quantity(
        1.0, en="Share of firms that solicit rival offers", zh="征求多地报价的企业比例", unit="share", ge=0, le=1,
        source="assumption: budget check", low=0.15, central=0.3, high=0.6,
    )  # fmt: skip
    inside_share: float = quantity(
        0.3, en="Share of the firm owned inside the region", zh="区域内所有权份额", unit="share", ge=0, le=1,
        source=ASSUMPTION, low=0, central=0.3, high=1,
    )  # fmt: skip
    debt_share: float = quantity(
        0.6, en="Debt-financed share", zh="负债融资比例", unit="share", ge=0, le=1, source=ASSUMPTION,
        low=0.4, central=0.6, high=0.7,
    )  # fmt: skip
    domestic_alternative_share: float = quantity(
        1.0, en="Share of projects whose alternative is in the country", zh="替代地点在国内的项目比例",
        unit="share", ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip
    private_share: float = quantity(
        0.0, en="Share of private firms", zh="民营企业比例", unit="share", ge=0, le=1, source=ASSUMPTION
    )
    origins: Origins = choice(Origins(), en="Where firms come from", zh="企业来源地")

    @model_validator(mode="after")
    def _pool(self) -> Self:
        if self.arrivals_per_year > self.pool_per_year:
            raise ValueError("pool_per_year must be at least arrivals_per_year")
        return self


class Generator(Model):
    """Random site and public values, independent over cities: mean + sd·z, z normal or uniform with sd 1."""

    law: Literal["gaussian", "uniform"] = choice("gaussian", en="Law", zh="分布")
    site_mean: float = quantity(
        0.0, en="Mean site value", zh="选址价值均值", unit="million CNY", source=ASSUMPTION, ge=-1e9, le=1e9
    )
    site_sd: float = quantity(
        0.0,
        en="Spread of site value",
        zh="选址价值标准差",
        unit="million CNY",
        source=ASSUMPTION,
        ge=0,
        le=1e9,
    )
    public_mean: float = quantity(
        0.0, en="Mean public value", zh="公共价值均值", unit="million CNY", source=ASSUMPTION, ge=-1e9, le=1e9
    )
    public_sd: float = quantity(
        0.0,
        en="Spread of public value",
        zh="公共价值标准差",
        unit="million CNY",
        source=ASSUMPTION,
        ge=0,
        le=1e9,
    )
    correlation: float = quantity(
        0.0, en="Correlation of site and public value", zh="选址价值与公共价值相关系数", unit="correlation",
        source=ASSUMPTION, ge=-1, le=1,
    )  # fmt: skip

    @model_validator(mode="after")
    def _law(self) -> Self:
        if self.law == "uniform" and abs(self.correlation) not in (0.0, 1.0):
            raise ValueError("correlation must be -1, 0 or 1 with law: uniform")
        return self


class StylisedProject(Model):
    """One of several stylised projects."""

    site_value: dict[Key, float] = quantity(
        ..., en="Site value by city", zh="各城市选址价值", unit="million CNY", source=ASSUMPTION, refers_to="city"
    )
    public_value: dict[Key, float] = quantity(
        ..., en="Public value by city", zh="各城市公共价值", unit="million CNY", source=ASSUMPTION, refers_to="city"
    )


class Stylised(Model):
    """Projects given by numbers in place of the formulas: textbook cases."""

    per_period: int = quantity(
        1, en="Projects in a period", zh="每期项目数", unit="projects", ge=1, le=5_000_000, source=ASSUMPTION
    )
    site_value: dict[Key, float] | None = quantity(
        None,
        en="Site value by city",
        zh="各城市选址价值",
        unit="million CNY",
        source=ASSUMPTION,
        refers_to="city",
    )
    public_value: dict[Key, float] | None = quantity(
        None,
        en="Public value by city",
        zh="各城市公共价值",
        unit="million CNY",
        source=ASSUMPTION,
        refers_to="city",
    )
    each: Seq[StylisedProject] = choice(
        (), en="Projects that differ, in order of arrival; per_period counts rounds of them", zh="各不相同的项目",
        max_length=1_000,
    )  # fmt: skip
    generator: Generator | None = choice(None, en="Random values", zh="随机价值")
    outside_option: float | None = quantity(
        None, en="Outside option (none: the firm cannot leave)", zh="外部选择", unit="million CNY",
        ge=-1e9, le=1e9, source=ASSUMPTION,
    )  # fmt: skip
    inside_share: float = quantity(
        0.0, en="Share of the firm owned inside the region", zh="区域内所有权份额", unit="share", ge=0, le=1,
        source=ASSUMPTION,
    )  # fmt: skip
    investment: float = quantity(
        100.0, en="Investment", zh="投资额", unit="million CNY", gt=0, le=1e6, source=ASSUMPTION
    )
    land: float = quantity(0.0, en="Land need", zh="用地", unit="mu", ge=0, le=1e6, source=ASSUMPTION)
    origin: Key | None = choice(None, en="Home city (none: from outside the region)", zh="来源城市", refers_to="city")
    debt_share: float = quantity(
        0.0, en="Debt-financed share (0: needs no lender)", zh="负债融资比例", unit="share", ge=0, le=1,
        source=ASSUMPTION,
    )  # fmt: skip
    capital_return: float = quantity(
        0.0, en="Yearly cash return that lenders look at", zh="年税后现金回报率", unit="per year", ge=0, le=10,
        source=ASSUMPTION,
    )  # fmt: skip
    tax: float = quantity(
        0.0, en="Yearly tax of all tiers at maturity", zh="达产年税收", unit="million CNY/year", ge=0, le=1e6,
        source=ASSUMPTION,
    )  # fmt: skip

    @model_validator(mode="after")
    def _values(self) -> Self:
        some = self.site_value is not None or self.public_value is not None
        whole = self.site_value is not None and self.public_value is not None
        if some != whole or int(whole) + int(self.generator is not None) + int(bool(self.each)) != 1:
            raise ValueError("give one of site_value with public_value, each, or a generator")
        return self

    @property
    def tables(self) -> tuple[tuple[dict[Key, float], dict[Key, float]], ...]:
        """Site values and public values of the projects that arrive one after the other; empty with a generator."""
        if self.site_value is not None and self.public_value is not None:
            return ((self.site_value, self.public_value),)
        return tuple((one.site_value, one.public_value) for one in self.each)


class Lead(Model):
    """A project given by name and numbers; if it is watched, its deal is kept, traced and explained."""

    key: Key = choice(..., en="Key", zh="代号")
    title: Text = choice(..., en="Name", zh="名称")
    kind: Kind = choice("contested", en="Kind of project", zh="项目类别")
    period: int = quantity(0, en="Period of arrival", zh="到来期", unit="period", ge=0, le=399, source=ASSUMPTION)
    industry: Key = choice(..., en="Industry", zh="行业", refers_to="industry")
    candidates: Seq[Key] | None = choice(
        None, en="Cities that the firm looks at (none: all)", zh="候选城市", refers_to="city"
    )
    announced_investment: float = quantity(
        ..., en="Announced investment", zh="签约投资额", unit="million CNY", gt=0, le=1e6, source=ASSUMPTION
    )
    realised_share: float = quantity(
        1.0,
        en="Realised over announced investment",
        zh="投资到位率",
        unit="share",
        gt=0,
        le=1,
        source=ASSUMPTION,
    )
    land: float | None = quantity(
        None, en="Land need (none: from the industry's intensity)", zh="用地", unit="mu", ge=0, le=1e6,
        source=ASSUMPTION,
    )  # fmt: skip
    jobs: float | None = quantity(
        None, en="Jobs (none: from the industry)", zh="就业", unit="jobs", ge=0, le=1e6, source=ASSUMPTION
    )
    tax: float | None = quantity(
        None, en="Yearly tax of all tiers at maturity (none: from the industry)", zh="达产年税收",
        unit="million CNY/year", ge=0, le=1e6, source=ASSUMPTION,
    )  # fmt: skip
    capital_return: float | None = quantity(
        None, en="Yearly cash return (none: from the industry)", zh="年税后现金回报率", unit="per year",
        gt=0, le=1, source=ASSUMPTION,
    )  # fmt: skip
    origin: Key | None = choice(None, en="Home city (none: from outside the region)", zh="来源城市", refers_to="city")
    private: bool = choice(False, en="Whether it is a private firm", zh="是否民营企业")
    borrower: Literal["good", "bad"] | None = choice(None, en="Kind of borrower (none: drawn)", zh="借款企业类型")
    inside_share: float | None = quantity(
        None, en="Share of the firm owned inside the region (none: 0.3, or home_inside_share with a home city)",
        zh="区域内所有权份额", unit="share", ge=0, le=1, source=ASSUMPTION, low=0, central=0.3, high=1,
    )  # fmt: skip
    debt_share: float = quantity(
        0.6, en="Debt-financed share", zh="负债融资比例", unit="share", ge=0, le=1, source=ASSUMPTION
    )
    domestic_alternative: bool = choice(True, en="Its alternative is in the country", zh="替代地点在国内")
    priority: bool | None = choice(
        None,
        en="Priority project under the land rules (none: if its industry is strategic)",
        zh="优先发展项目",
    )
    host: Key | None = choice(
        None, en="Where an assigned project goes (none: by the rule)", zh="指定落户地", refers_to="city"
    )
    number: int | None = quantity(
        None, en="Number that a listed lead's luck hangs on (none: its place in the list)", zh="线索序号（决定随机数）",
        unit="index", ge=0, le=1_000_000, source="row of the table",
    )  # fmt: skip
    suppliers: int | None = quantity(
        None, en="Suppliers that an anchor may bring (none: as other anchors)", zh="可带来的配套企业数",
        unit="projects", ge=0, le=MOST_SUPPLIERS, source=ASSUMPTION,
    )  # fmt: skip

    @model_validator(mode="after")
    def _kind(self) -> Self:
        if self.host is not None and self.kind != "assigned":
            raise ValueError("host goes with kind: assigned, and only with it")
        if self.suppliers is not None and self.kind != "anchor":
            raise ValueError("suppliers go with kind: anchor, and only with it")
        return self


class Match(Model):
    """The private match of firm and site: one parameter-free draw, mean 0, times a scale.

    With `correlation_km` what a firm likes about a site it likes, in part, about its neighbours too: the draws of two
    sites at distance d have, before they get their law, a correlation of exp(-½·(d/correlation_km)²). Assumption.
    """

    law: Literal["none", "gumbel", "normal", "uniform", "border"] = choice("none", en="Law", zh="分布")
    scale: float = quantity(
        0.0, en="Match scale", zh="匹配尺度", unit="share of investment", ge=0, le=2, source="but-for share 14 %",
        low=0.03, central=0.06, high=0.10,
    )  # fmt: skip
    scale_money: float = quantity(
        0.0, en="Match scale of stylised projects", zh="匹配尺度（货币）", unit="million CNY", ge=0, le=1e9,
        source=ASSUMPTION,
    )  # fmt: skip
    correlation_km: float = quantity(
        0.0, en="Distance at which the matches of two sites correlate by 0.61 (0: not at all)",
        zh="两地匹配相关系数降至0.61的距离（0为互不相关）", unit="km", ge=0, le=2_000, source=ASSUMPTION,
    )  # fmt: skip
    drawn: bool = choice(
        True, en="The match is drawn (no: alike at all sites, as posted rates reckon it)", zh="匹配是否随机"
    )
    home: Key | None = choice(None, en="Home city of every firm under law: border", zh="本地城市", refers_to="city")
    homes: dict[Key, Annotated[float, Field(ge=0, le=1e6)]] | None = quantity(
        None, en="Weights of the cities as homes of firms under law: border", zh="各城市作为企业本地的权重",
        unit="weight", source=ASSUMPTION, refers_to="city",
    )  # fmt: skip

    @model_validator(mode="after")
    def _border(self) -> Self:
        if (self.law == "border") != (self.home is not None or self.homes is not None):
            raise ValueError("home goes with law: border, and only with it")
        if self.correlation_km > 0 and self.law in ("none", "border"):
            raise ValueError("correlation_km goes with law: gumbel, normal or uniform")
        if self.homes is not None and (self.home is not None or sum(self.homes.values()) <= 0):
            raise ValueError("give either home or homes with a weight above 0")
        return self


class Outside(Model):
    """The outside option of pipeline projects and leads: reference site value + gap·I + match."""

    gap: float | None = quantity(
        None, en="Outside gap (none: the firm cannot leave)", zh="外部选择差距", unit="share of investment",
        ge=-5, le=5, source="capture 97 % without concessions (derived)", low=-0.20, central=-0.12, high=0.0,
    )  # fmt: skip
    public_share: float = quantity(
        0.0, en="Public value elsewhere that counts, domestic alternatives", zh="外地公共价值计入份额",
        unit="share", ge=0, le=1, source="national accounting", low=0, central=1, high=1,
    )  # fmt: skip
    reference_list_price: float = quantity(
        28.0, en="Land price at the reference site", zh="参考地价", unit="10k CNY/mu", ge=0, le=100,
        source="county land cost (docs/data.md)",
    )  # fmt: skip


class Spillover(Model):
    """What a project is worth to residents beyond tax and jobs: scale·I·z."""

    scale: float = quantity(
        0.0, en="Spillover scale", zh="溢出尺度", unit="share of investment", ge=0, le=1, source="but-for share 14 %",
        low=0, central=0.02, high=0.04,
    )  # fmt: skip
    correlation: float = quantity(
        0.0, en="Correlation of spillover and site value", zh="溢出与选址价值相关系数", unit="correlation",
        ge=-1, le=1, source="assumption: contested, swept", low=-0.6, central=0, high=0.6,
    )  # fmt: skip


class Projects(Model):
    """The projects of a scenario and their luck."""

    pipeline: Pipeline | None = choice(None, en="Random pipeline", zh="随机项目流")
    stylised: Stylised | None = choice(None, en="Stylised projects", zh="程式化项目")
    watched: Seq[Lead] = choice((), en="Watched projects", zh="重点观察项目")
    leads_file: str | None = choice(
        None, en="CSV table of project leads that run in place of the pipeline", zh="项目线索表（替代随机项目流）",
        max_length=300,
    )  # fmt: skip
    skip_bad_leads: bool = choice(False, en="Leave out rows of the table that are refused", zh="跳过线索表中不合格的行")
    listed: Seq[Lead] = choice((), en="Project leads that are not watched", zh="项目线索（不逐一观察）")
    anchors: Anchors | None = choice(None, en="Anchor firms", zh="链主企业")
    suppliers: Suppliers = choice(Suppliers(), en="Suppliers of anchors", zh="链主配套企业")
    assigned: Assigned = choice(Assigned(), en="Projects assigned by the upper tier", zh="上级布局项目")
    incumbents: Incumbents | None = choice(None, en="Firms that are there before the run", zh="存量企业")
    match: Match = choice(Match(), en="Match of firm and site", zh="企业与选址匹配")
    outside: Outside = choice(Outside(), en="Outside option", zh="外部选择")
    spillover: Spillover = choice(Spillover(), en="Spillover", zh="溢出")
    home_inside_share: float | None = quantity(
        None, en="Share owned inside the region, of firms whose home is inside (none: as of all others)",
        zh="区域内企业的区域内所有权份额", unit="share", ge=0, le=1, source=ASSUMPTION, low=0.3, central=0.8, high=1,
    )  # fmt: skip

    @property
    def terms(self) -> Pipeline:
        """What holds for every drawn project, with or without a pipeline of plain ones."""
        return self.pipeline or Pipeline(arrivals_per_year=0.0, pool_per_year=1)

    @property
    def drawn_pipeline(self) -> Pipeline | None:
        """The pipeline from which plain projects are drawn: none where listed leads run in its place."""
        return None if self.leads_file is not None or self.listed else self.pipeline

    def listed_lead(self, number: int) -> Lead | None:
        """The listed lead of that number, None if there is none."""
        if 0 <= number < len(self.listed) and self.listed[number].number in (None, number):
            return self.listed[number]
        return next((lead for lead in self.listed if lead.number == number), None)

    @property
    def random(self) -> bool:
        """Whether it is drawn which projects there are."""
        return self.drawn_pipeline is not None or self.anchors is not None

    @model_validator(mode="after")
    def _some(self) -> Self:
        others = bool(self.watched or self.listed) or self.random or self.leads_file is not None
        others = others or self.incumbents is not None
        if self.stylised is not None and others:
            raise ValueError("stylised projects do not mix with a pipeline or watched projects")
        if self.stylised is None and not others:
            raise ValueError("give a pipeline, watched projects, stylised projects, or incumbents")
        for name, leads in (("watched projects", self.watched), ("listed projects", self.listed)):
            keys = [lead.key for lead in leads]
            if len(set(keys)) != len(keys):
                raise ValueError(f"{name} need different keys")
        return self
