"""A table: one session in which some cities are played by persons and the others by the model."""

from collections.abc import Sequence

from demo.mayor.contest import Contest
from demo.mayor.course import Course
from demo.mayor.program import Program
from demo.mayor.record import Record
from demo.mayor.refusal import Refused
from demo.mayor.view import CityView, OwnResult, Result, Rung, ladder_of, own_result_of, result_of, view_for


class Table:
    """The contests of a session one after the other.

    Attributes:
        program: The contests, run by run.
        cities: Keys of the cities that persons play.
        courses: All runs begun so far.
        contest: The contest that runs, or the one that has just ended; None once the session is over.
        result: What came of it; None while it runs.
        ladders: Public courses of the contests that are over.
    """

    def __init__(self, program: Program, cities: Sequence[str]) -> None:
        """Open the first contest.

        Args:
            program: The contests of the session, at least one.
            cities: Keys of the cities that persons play.
        """
        self.program, self.cities = program, tuple(cities)
        self.courses: list[Course] = []
        self.contest: Contest | None = None
        self.result: Record | None = None
        self.ladders: list[tuple[Rung, ...]] = []
        self._open()

    @property
    def over(self) -> bool:
        """Whether the session is over."""
        return self.contest is None

    @property
    def running(self) -> bool:
        """Whether a contest runs and somebody is waited for."""
        return self.contest is not None and self.result is None

    @property
    def number(self) -> int:
        """Number of the contest, from 1."""
        return len(self.records) + (1 if self.running else 0)

    @property
    def total(self) -> int:
        """Contests of the session, those included that did not take place."""
        return sum(len(agenda) for _, agenda in self.program)

    @property
    def records(self) -> list[Record]:
        """The contests that are over."""
        return [record for course in self.courses for record in course.records]

    @property
    def course(self) -> Course:
        """The run that is being played."""
        return self.courses[-1]

    @property
    def anew(self) -> bool:
        """Whether the contest is the first of a run: budgets are full and the luck is new."""
        return bool(self.courses) and len(self.course.records) == (0 if self.running else 1)

    def view_for(self, city: str) -> CityView | None:
        """What the player of a city may see of the contest; None once the session is over.

        Raises:
            Refused: If nobody plays that city here.
        """
        self._known(city)
        return None if self.contest is None else view_for(self.contest, city)

    def results(self) -> list[Result]:
        """What is public of the contests that are over."""
        return [result_of(record) for record in self.records]

    def own_results(self, city: str) -> list[OwnResult]:
        """What a city learns of them besides."""
        self._known(city)
        return [own_result_of(record, city) for record in self.records]

    def raise_once(self, city: str, step: float | None = None) -> None:
        """See `Contest.raise_once`."""
        self._running().raise_once(self._known(city), step)
        self._settle_if_over()

    def raise_up_to(self, city: str, amount: object) -> None:
        """See `Contest.raise_up_to`."""
        self._running().raise_up_to(self._known(city), amount)
        self._settle_if_over()

    def last_word(self, city: str, amount: object) -> None:
        """See `Contest.last_word`."""
        self._running().last_word(self._known(city), amount)
        self._settle_if_over()

    def drop_out(self, city: str) -> None:
        """See `Contest.drop_out`."""
        self._running().drop_out(self._known(city))
        self._settle_if_over()

    def hand_in(self, city: str, amount: object) -> None:
        """See `Contest.hand_in`."""
        self._running().hand_in(self._known(city), amount)
        self._settle_if_over()

    def play_as_staff(self, city: str) -> None:
        """Say for a city what its own strategy would say, as its last word."""
        contest, index = self._running(), self._known(city)
        offer = float(contest.standing.p.settlement.offers.limit[contest.standing.row, index])
        (contest.last_word if contest.open else contest.hand_in)(index, max(offer, contest.agreed.get(index, 0.0)))
        self._settle_if_over()

    def close_round(self) -> None:
        """Wait no longer for anybody in this round."""
        self._running().close_round()
        self._settle_if_over()

    def close_contest(self) -> None:
        """End the contest: whoever is waited for offers no more than so far."""
        while self.running:
            self.close_round()

    def next_contest(self) -> None:
        """Go on to the next contest of the session, or to its end.

        Raises:
            Refused: If the contest still runs.
        """
        if self.running:
            raise Refused("running")
        self._open()

    def _known(self, city: str) -> int:
        if city not in self.cities:
            raise Refused("not_invited")
        return self.course.index_of(city)

    def _running(self) -> Contest:
        if self.contest is None or self.result is not None:
            raise Refused("over")
        return self.contest

    def _open(self) -> None:
        self.result, self.contest = None, None
        while (not self.courses or self.course.current is None) and len(self.courses) < len(self.program):
            setting, agenda = self.program[len(self.courses)]
            self.courses.append(Course(setting, agenda, dict.fromkeys(self.cities)))
        if self.course.current is None:
            return
        self.contest = Contest.of(self.course.current, [self.course.index_of(city) for city in self.cities])
        # Where nobody has to be asked, for instance since a site leads at no concession, it is over at once.
        self._settle_if_over()

    def _settle_if_over(self) -> None:
        contest = self.contest
        if contest is None or not contest.over:
            return
        keys = contest.standing.p.world.cities.keys
        limits = dict.fromkeys(self.cities, 0.0) | {keys[c]: offer for c, offer in contest.limits().items()}
        self.ladders.append(ladder_of(contest))
        self.result = self.course.settle(limits)
