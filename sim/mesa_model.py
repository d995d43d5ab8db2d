"""citybid as a Mesa model: agents are row views on the arrays of the run. The only file that imports mesa.

Following the schedule of `sim.schedule`: `model.step()` is one period, and a run through Mesa equals
`sim.simulate` number for number. Agents read and write through their model, so several models live side by side.
"""

from collections.abc import Mapping
from typing import Any

import mesa
import numpy as np
from mesa.agent import AgentSet

from sim.schema import City, Scenario
from sim.simulate import Run, project_source
from sim.strategies import Strategy
from sim.strategies.strategy import OfferFunction
from sim.world import build_world, opening_state


class CityAgent(mesa.Agent):
    """One city: a view on its column of the run's arrays."""

    def __init__(self, model: "InvestmentModel", index: int) -> None:
        """Look at column `index` of the model's run."""
        super().__init__(model)
        self.index = index

    @property
    def key(self) -> str:
        """Key of the city."""
        return self.model.run.world.cities.keys[self.index]

    @property
    def city(self) -> City:
        """Its parameters as the scenario says them."""
        return self.model.run.world.scenario.cities[self.key]

    @property
    def strategy(self) -> Strategy:
        """How it makes offers."""
        return self.model.run.world.strategies[self.index]

    @property
    def treasury(self) -> float:
        """Cumulated cash of promotion, million CNY."""
        return float(self.model.run.state.treasury[self.index])

    @property
    def liabilities(self) -> float:
        """Grants promised and unpaid, million CNY."""
        return float(self.model.run.state.liabilities[self.index])

    @property
    def land_left(self) -> float:
        """Serviced land left, mu; infinite without a limit."""
        return float(self.model.run.state.land_left[self.index])

    @land_left.setter
    def land_left(self, mu: float) -> None:
        self.model.run.state.land_left[self.index] = mu

    @property
    def pillars(self) -> tuple[str, ...]:
        """Keys of the industries that it promotes; none where cities choose no pillars."""
        run = self.model.run
        promoted = run.state.pillars[self.index]
        return tuple(key for key, here in zip(run.world.industries.keys, promoted, strict=True) if here)

    @property
    def wage(self) -> float:
        """Manufacturing wage, CNY per year."""
        return float(self.model.run.state.wage[self.index])

    @wage.setter
    def wage(self, cny: float) -> None:
        self.model.run.state.wage[self.index] = cny

    @property
    def rd_capital(self) -> float:
        """R&D capital, million CNY."""
        return float(self.model.run.state.rd_capital[self.index])

    @rd_capital.setter
    def rd_capital(self, million: float) -> None:
        self.model.run.state.rd_capital[self.index] = million

    @property
    def talent(self) -> float:
        """Skilled people, persons; NaN where the scenario states the shortage alone."""
        return float(self.model.run.state.talent[self.index])

    @talent.setter
    def talent(self, persons: float) -> None:
        self.model.run.state.talent[self.index] = persons

    @property
    def memory(self) -> np.ndarray:
        """What its strategy remembers."""
        return self.model.run.state.memory[self.index]

    @property
    def stock(self) -> dict[str, float]:
        """Industry stock, million CNY."""
        world = self.model.run.world
        return dict(zip(world.industries.keys, self.model.run.state.stock[self.index].tolist(), strict=True))

    def reported(self, name: str) -> float:
        """A field of the last period from `sim.columns.CITY_COLUMNS`; NaN before the first.

        Raises:
            KeyError: If there is no such field.
        """
        blocks = self.model.run.city_blocks
        return float(blocks[-1][name][self.index]) if blocks else float("nan")

    @property
    def projects_won(self) -> int:
        """Firms that it hosts."""
        return int((self.model.run.state.firms.host == self.index).sum())

    @property
    def firms(self) -> AgentSet:
        """The firms that it hosts."""
        return self.model.firms.select(lambda firm: firm.host_index == self.index)


class FirmAgent(mesa.Agent):
    """One hosted firm: a view on its row of the register."""

    def __init__(self, model: "InvestmentModel", row: int) -> None:
        """Look at row `row` of the model's register."""
        super().__init__(model)
        self.row = row

    def _value(self, name: str) -> Any:
        return getattr(self.model.run.state.firms, name)[self.row]

    @property
    def host_index(self) -> int:
        """Index of the city that hosts it."""
        return int(self._value("host"))

    @property
    def host(self) -> CityAgent:
        """The city that hosts it."""
        return self.model.city(self.model.run.world.cities.keys[self.host_index])

    @property
    def industry(self) -> str:
        """Key of its industry."""
        return self.model.run.world.industries.keys[int(self._value("industry"))]

    @property
    def period(self) -> int:
        """Period of its contest."""
        return int(self._value("period"))

    @property
    def investment(self) -> float:
        """Expected realised investment, million CNY."""
        return float(self._value("investment"))

    @property
    def jobs(self) -> float:
        """Jobs, persons."""
        return float(self._value("jobs"))

    @property
    def concession(self) -> float:
        """What it was promised, present value, million CNY."""
        return float(self._value("land_discount") + self._value("rebate") + self._value("grant"))


class InvestmentModel(mesa.Model):
    """A scenario under one regime as a Mesa model.

    Args:
        scenario: The scenario.
        regime: Key of the regime; the first if none is given.
        replication: Number of the replication.
        strategies: Strategies, or functions from `BidderView` to offers, that replace those of the scenario,
            by city key. So a strategy written in a notebook plays for one city.
        with_planner: Whether to compute the efficient allocation of each period.

    Raises:
        KeyError: If there is no such regime or city.
    """

    def __init__(
        self,
        scenario: Scenario,
        regime: str | None = None,
        replication: int = 0,
        *,
        strategies: Mapping[str, Strategy | OfferFunction] | None = None,
        with_planner: bool = False,
    ) -> None:
        """Open the run before its first period."""
        super().__init__(rng=scenario.seed % 2**32)
        self._mesa_step = self.step
        self.step = self._checked_step
        self._failed = False
        world = build_world(scenario, scenario.regimes[0].key if regime is None else regime, strategies)
        self.run = Run(world, replication, opening_state(world))
        self._source = project_source(scenario, replication)
        self._with_planner = with_planner
        self._cities = [CityAgent(self, index) for index in range(world.cities.count)]
        self._firms: list[FirmAgent] = []

    def step(self) -> None:
        """Run one period; after the last one `running` is False.

        Raises:
            RuntimeError: If the run is over, or an earlier step failed and left the period half done.
        """
        self.run.step(self._source.period(self.run.state.period), self._with_planner)
        self.running = self.run.state.period < self.run.world.scenario.time.periods

    def _checked_step(self) -> None:
        if self._failed:
            raise RuntimeError("an earlier step failed; this model cannot go on: build a new one")
        if not self.running:
            raise RuntimeError(f"the run is over after {self.run.state.period} periods")
        before = self.run.state.period
        try:
            self._mesa_step()
        except BaseException:
            self._failed = True
            raise
        if self.run.state.period != before + 1:
            self._failed = True
            raise RuntimeError("mesa did not run the step; build a new model")

    @property
    def cities(self) -> AgentSet:
        """All cities, in the order of the scenario."""
        return AgentSet(self._cities, random=self.random)

    @property
    def firms(self) -> AgentSet:
        """All hosted firms, in order of arrival; agents are made when first asked for."""
        for row in range(len(self._firms), self.run.state.firms.count):
            self._firms.append(FirmAgent(self, row))
        return AgentSet(self._firms, random=self.random)

    def city(self, key: str) -> CityAgent:
        """The city of that key.

        Raises:
            KeyError: If there is none.
        """
        for agent in self._cities:
            if agent.key == key:
                return agent
        raise KeyError(key)
