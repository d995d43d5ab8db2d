"""The run behind a session: the model's own periods, stopped at the contests in which persons bid."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

import numpy as np

from demo.mayor.record import Appointment, Record, record_of
from demo.mayor.seat import Seat
from demo.mayor.setting import Setting
from sim.block import Block
from sim.schedule import Period, values_only
from sim.schema import Scenario
from sim.simulate import Run, project_source
from sim.strategies import Strategy
from sim.world import World, build_world, opening_state


@dataclass(frozen=True, slots=True)
class Standing:
    """The contest that is next: the period as far as it is settled before it.

    Attributes:
        appointment: Which project it is.
        p: The period, its contests settled as if everybody played as the staff does.
        row: Row of the project.
    """

    appointment: Appointment
    p: Period
    row: int


def staff_of(scenario: Scenario, city: str) -> Strategy:
    """The strategy that the scenario gives a city."""
    return scenario.cities[city].strategy


class Course:
    """One replication of a scenario in which some cities' offers in some contests come from outside.

    All else is the model: its schedule period by period, its contests over what is left of land, slots and cash.
    """

    def __init__(self, setting: Setting, agenda: Sequence[Appointment], seats: Mapping[str, Strategy | None]) -> None:
        """Open the run and go to the first contest.

        Args:
            setting: What is played.
            agenda: Contests in which the seats decide, in order.
            seats: By city: the strategy that decides in these contests while no offer is given, None for the staff.
        """
        self.setting, self.agenda = setting, tuple(agenda)
        scenario = setting.loaded()
        self.seats = {city: Seat(staff_of(scenario, city), stand_in) for city, stand_in in seats.items()}
        self.world: World = build_world(scenario, setting.regime_key(), self.seats)
        self.run = Run(self.world, setting.replication, opening_state(self.world))
        self.records: list[Record] = []
        self.missed: list[Appointment] = []
        self._source = project_source(scenario, setting.replication)
        self._blocks: dict[int, Block] = {}
        self._next = 0
        self.current: Standing | None = None
        self._seek()

    def index_of(self, city: str) -> int:
        """Index of a city."""
        return self.world.cities.keys.index(city)

    def tried(self, limits: Mapping[str, float]) -> Period:
        """The period as it is if these cities offer that in the contest that is next; nothing moves."""
        now = self._standing()
        for city, offer in limits.items():
            self._entrust(city, now, offer)
        return self._peek()

    def settle(self, limits: Mapping[str, float]) -> Record:
        """Close the contest with these offers (the stand-in's, or the staff's, where there is none), and go on.

        Args:
            limits: The largest concession that each seat is ready to give, million CNY, by city.
        """
        now = self._standing()
        for city in self.seats:
            self._entrust(city, now, limits.get(city))
        p = self._peek()
        row = self._row(p, now.appointment)
        record = record_of(p, row, now.appointment, {city: p.offer[row, self.index_of(city)] for city in self.seats})
        self.records.append(record)
        self._next += 1
        self._seek()
        return record

    def finish(self) -> list[Record]:
        """Close all contests that are left as the stand-ins would."""
        while self.current is not None:
            self.settle({})
        return self.records

    def _standing(self) -> Standing:
        if self.current is None:
            raise RuntimeError("all contests of the session are over")
        return self.current

    def _entrust(self, city: str, now: Standing, offer: float | None) -> None:
        investment = float(now.p.block.investment[now.row])
        self.seats[city].entrust(now.appointment.period, now.row, investment, offer)

    def _seek(self) -> None:
        """Go on to the next contest of the agenda that takes place; run what lies between."""
        self.current = None
        while self._next < len(self.agenda):
            appointment = self.agenda[self._next]
            while self.run.state.period < appointment.period:
                self.run.step(self.block(), with_planner=False)
            p = self._peek()
            row = self._row(p, appointment)
            if row >= 0 and p.settlement.offers.invited[row, [self.index_of(city) for city in self.seats]].any():
                self.current = Standing(appointment, p, row)
                return
            self.missed.append(appointment)
            self._next += 1

    def _peek(self) -> Period:
        # Some events before the contests close plants and admit incumbents: they get a copy of the state.
        return values_only(self.world, deepcopy(self.run.state), self.block())

    def block(self) -> Block:
        """The projects of the period that is next."""
        period = self.run.state.period
        if period not in self._blocks:
            self._blocks = {period: self._source.period(period)}
        return self._blocks[period]

    @staticmethod
    def _row(p: Period, appointment: Appointment) -> int:
        rows = np.flatnonzero((p.block.slot == appointment.slot) & (p.block.incumbent < 0))
        return int(rows[0]) if rows.size else -1
