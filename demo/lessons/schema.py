"""What a lesson file says: preset, three questions whose answers the run gives, and notes for the teacher."""

from typing import Annotated, Final, Literal

from pydantic import Field

from sim.quantity import ASSUMPTION, Key, Model, Seq, Text, choice, quantity

type Kind = Literal["direction", "yes_no", "which", "number"]
"""How a question is answered: higher, lower or the same; yes or no; one of several; a number."""

DIRECTIONS: Final = ("higher", "lower", "same")
"""What a comparison that the run decides can come to."""

UNCLEAR: Final = "unclear"
"""The answer where the interval does not decide."""

UNDEFINED: Final = "undefined"
"""The answer where the run has no such number."""

OTHERWISE: Final = "else"
"""What a question says about answers that have no sentence of their own."""


class Measure(Model):
    """A number of a run: an outcome, a field of the cities, or one of a watched project."""

    outcome: str | None = choice(None, en="Outcome of the run", zh="运行结果", max_length=60)
    cities: str | None = choice(None, en="Field of the cities, summed", zh="城市字段（加总）", max_length=60)
    city: Key | None = choice(None, en="City (none: all)", zh="城市（缺省为全部）")
    periods: Seq[int] | None = choice(None, en="Periods, from 0 (none: all)", zh="期（从0起，缺省为全部）")
    over: str | None = choice(None, en="Field of the cities to divide by", zh="作分母的城市字段", max_length=60)
    lead: Key | None = choice(None, en="Watched project", zh="重点项目")
    field: str | None = choice(None, en="Field of the watched deal", zh="重点项目字段", max_length=60)
    percent: bool = choice(False, en="Told in per cent", zh="以百分数表示")


class Side(Model):
    """Where a number is read: a regime, and numbers of the scenario that are changed for it."""

    regime: Key = choice(..., en="Regime", zh="政策情景")
    settings: dict[str, float] = choice({}, en="Numbers that are changed, by path", zh="改动的参数（按路径）")


class Reading(Model):
    """A number at a place, or its difference to another place."""

    what: Measure = choice(..., en="What is measured", zh="所量")
    at: Side = choice(..., en="Where", zh="取值处")
    against: Side | None = choice(None, en="Compared with", zh="对照处")


class Question(Reading):
    """A question whose answer is computed from the run.

    `direction` and `yes_no` compare `what` at `at` with the same at `against`, or with the number `than`. `which`
    names the city or regime where it is largest (or smallest). `number` is its value, or the difference to `against`.
    """

    key: Key = choice(..., en="Key", zh="代号")
    kind: Kind = choice(..., en="Kind", zh="题型")
    ask: Text = choice(..., en="Question", zh="问题")
    than: float | None = choice(None, en="Compared with the number", zh="对照数值")
    options: dict[str, Text] = choice({}, en="Answers to choose from", zh="备选答案")
    yes_when: Seq[Literal["higher", "lower", "same"]] = choice((), en="Yes means", zh="“是”的含义")
    among: Literal["cities", "regimes"] | None = choice(None, en="Choose among", zh="选择范围")
    best: Literal["highest", "lowest"] = choice("highest", en="Which is asked for", zh="所求")
    tolerance: float | None = quantity(
        None, en="Deviation that is accepted, over the answer", zh="可接受的相对偏差", unit="share", ge=0, le=1,
        source=ASSUMPTION,
    )  # fmt: skip
    unit: Text | None = choice(None, en="Unit of the reply", zh="答案单位")
    quotes: dict[Key, Reading] = choice({}, en="Further numbers for the sentences", zh="评语引用的其他数值")
    says: dict[str, Text] = choice(..., en="What is said, by answer", zh="各答案的评语")
    story: str | None = choice(None, en="Answer that the story of the lesson needs", zh="本课情节所需的答案")


class Preset(Model):
    """What the page shows when the lesson begins."""

    scenario: str = choice(..., en="Bundled scenario", zh="内置情景文件", max_length=100)
    regimes: Annotated[Seq[Key], Field(min_length=2, max_length=2)] = choice(
        ..., en="The two columns: competition and coordination", zh="左右两栏：竞争与协调"
    )
    period: int = quantity(0, en="Period to look at, from 0", zh="先看第几期（从0起）", unit="period", ge=0,
                           source=ASSUMPTION)  # fmt: skip
    project: str | None = choice(None, en="Watched project to follow", zh="要跟踪的重点项目", max_length=60)
    replications: int = quantity(20, en="Replications", zh="重复次数", unit="runs", ge=1, le=200, source=ASSUMPTION)


class Step(Model):
    """A part of the class."""

    minutes: int = quantity(..., en="Minutes", zh="分钟", unit="minutes", ge=1, le=45, source=ASSUMPTION)
    text: Text = choice(..., en="What happens", zh="内容")


class Notes(Model):
    """For the teacher."""

    aim: Text = choice(..., en="Aim", zh="教学目标")
    plan: Annotated[Seq[Step], Field(min_length=3)] = choice(..., en="Plan of 45 minutes", zh="45分钟安排")
    omits: Text = choice(..., en="What the model leaves out", zh="模型没有考虑的")
    reverses: Text = choice(..., en="When the opposite comes out", zh="何时结论相反")
    sources: Annotated[Seq[Text], Field(min_length=1)] = choice(..., en="Sources", zh="文献")


class Lesson(Model):
    """One lesson."""

    title: Text = choice(..., en="Title", zh="标题")
    about: Text = choice(..., en="What it is about", zh="本课内容")
    look_at: Annotated[Seq[Text], Field(min_length=1)] = choice(..., en="What to look at", zh="看什么")
    preset: Preset = choice(..., en="Preset", zh="预设")
    questions: Annotated[Seq[Question], Field(min_length=3, max_length=3)] = choice(..., en="Questions", zh="问题")
    notes: Notes = choice(..., en="Teacher's notes", zh="教师用注")
