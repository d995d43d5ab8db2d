"""Research money for the best team of any city."""

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from sim.levers.lever import LeverContext, RealLever, Setting
from sim.quantity import ASSUMPTION, choice, quantity


class OpenChallenge(RealLever):
    """Teams of all cities that it binds compete for `challenges_per_year` tasks, each with the prize `prize`.

    City c's team wins a task with probability proportional to R0 + the R&D capital that it reaches. Open call
    (one team is paid): the winner's R&D capital rises by conversion·prize. Horse race (`teams` are paid the prize
    each and the best result counts): it rises by conversion·prize·(1 + 1/2 + … + 1/teams), the expected best of
    that many exponential results. Members share the cost, prize·teams for each task, equally.
    Works where `research.depreciation` is set.
    """

    title: ClassVar = ("Open challenge", "揭榜挂帅与赛马")
    idea: ClassVar = ("Open call with the best team winning, horse race of parallel teams", "揭榜挂帅、赛马制")

    lever: Literal["open_challenge"] = choice("open_challenge", en="Lever", zh="杠杆")
    form: Literal["open_call", "horse_race"] = choice("open_call", en="Form", zh="形式")
    prize: float = quantity(
        ..., en="Prize of each task, for each team that is paid", zh="每项任务的奖金（每支入选团队）",
        unit="million CNY", ge=0, le=1e6, source=ASSUMPTION,
    )  # fmt: skip
    challenges_per_year: float = quantity(
        1.0, en="Tasks per year", zh="每年任务数", unit="tasks/year", gt=0, le=1_000, source=ASSUMPTION
    )
    teams: int = quantity(
        1, en="Teams that are paid in parallel", zh="并行团队数", unit="teams", ge=1, le=100, source=ASSUMPTION
    )
    conversion: float = quantity(
        1.0, en="R&D capital per unit of prize money", zh="奖金转化为研发资本的比例", unit="ratio", ge=0, le=10,
        source="assumption: more than 1 where the best team is better than the average one", low=0.6, central=1, high=2,
    )  # fmt: skip

    @model_validator(mode="after")
    def _form(self) -> Self:
        if (self.form == "horse_race") != (self.teams > 1):
            raise ValueError("teams above 1 go with form: horse_race, and only with it")
        return self

    def settings(self, context: LeverContext) -> list[Setting]:
        from sim.rules.research import best_of  # here, so that reading a scenario stays quick

        mask = context.mask(self.cities)
        if not mask.any():
            return []
        result = self.conversion * self.prize * best_of(self.teams) * self.challenges_per_year
        cost = self.prize * self.teams * self.challenges_per_year / int(mask.sum())
        return [
            Setting("challenge_group", mask, int(mask.argmax())),
            Setting("challenges", mask, self.challenges_per_year),
            Setting("challenge_result", mask, result),
            Setting("programme_cost", mask, cost, add=True),
            *self.costs(context),
        ]
