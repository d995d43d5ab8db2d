"""Which contests a session is made of."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from demo.mayor.record import Appointment
from demo.mayor.setting import MOST_REPLICATION, Setting
from sim.simulate import Run, project_source
from sim.world import build_world, opening_state

type Program = tuple[tuple[Setting, tuple[Appointment, ...]], ...]
"""The contests of a session, run by run."""

MOST_SEATS = 8
"""Cities of one contest that persons may take, at most."""


@lru_cache(maxsize=64)
def program_of(setting: Setting, cities: tuple[str, ...] | None = None) -> Program:
    """The contests of a session: of one run, and where it holds too few, of the next ones with other luck.

    Within a run land, budgets and industry go on from contest to contest; every run begins anew.

    Args:
        setting: What is played.
        cities: Cities that persons may take; all of them if None.
    """
    found: list[tuple[Setting, tuple[Appointment, ...]]] = []
    left, number = setting.contests, 0
    while left > 0 and number < setting.contests:
        replication = (setting.replication + number) % (MOST_REPLICATION + 1)
        one = replace(setting, replication=replication, contests=left)
        agenda = agenda_of(one, cities)
        if agenda:
            found.append((one, agenda))
        left -= len(agenda)
        number += 1
    return tuple(found)


@lru_cache(maxsize=64)
def seats_of(program: Program) -> tuple[str, ...]:
    """Cities that the first contest of a session invites, in the order of the scenario: those that can be taken."""
    setting, agenda = program[0]
    scenario = setting.loaded()
    world = build_world(scenario, setting.regime_key())
    run, source = Run(world, setting.replication, opening_state(world)), project_source(scenario, setting.replication)
    for period in range(agenda[0].period):
        run.step(source.period(period), with_planner=False)
    p = run.step(source.period(agenda[0].period), with_planner=False)
    row = int(np.flatnonzero((p.block.slot == agenda[0].slot) & (p.block.incumbent < 0))[0])
    asked = p.settlement.offers.invited[row] & (p.rooms.total()[row] > 0.0)
    return tuple(key for key, one in zip(world.cities.keys, asked, strict=True) if one)[:MOST_SEATS]


def agenda_of(setting: Setting, cities: Sequence[str] | None = None) -> tuple[Appointment, ...]:
    """Which contests persons bid in: those of watched leads, then each period's largest that invites their cities.

    Of the periods from the first on, as many as there are contests to play: in each the largest project that invites
    most of these cities while all play as their staff; then the next largest, until there are enough. Assumption:
    mayors deal with the largest projects themselves.

    Args:
        setting: What is played.
        cities: Cities that persons may take; all of them if None.
    """
    scenario = setting.loaded()
    world = build_world(scenario, setting.regime_key())
    seats = range(world.cities.count) if cities is None else [world.cities.keys.index(city) for city in cities]
    run = Run(world, setting.replication, opening_state(world))
    source = project_source(scenario, setting.replication)
    last = max((lead.period for lead in scenario.projects.watched), default=0)
    found: list[tuple[int, float, Appointment, int]] = []
    watched: list[tuple[Appointment, int]] = []
    for period in range(min(scenario.time.periods, max(setting.contests, last + 1))):
        p = run.step(source.period(period), with_planner=False)
        asked = (p.settlement.offers.invited & (p.settlement.offers.reservation > 0.0))[:, list(seats)].sum(axis=1)
        for row in np.flatnonzero((asked > 0) & (p.block.incumbent < 0)).tolist():
            appointment = Appointment(period, int(p.block.slot[row]))
            if p.block.lead[row] >= 0:
                watched.append((appointment, row))
            else:
                found.append((int(asked[row]), float(p.block.investment[row]), appointment, row))
    found.sort(key=lambda one: (-one[0], -one[1]))
    turns = Counter(appointment.period for appointment, _ in watched)
    ranked: list[tuple[int, int, Appointment, int]] = []
    for _, _, appointment, row in found:
        ranked.append((turns[appointment.period], appointment.period, appointment, row))
        turns[appointment.period] += 1
    chosen = [*watched, *((appointment, row) for _, _, appointment, row in sorted(ranked))][: setting.contests]
    # Within a period in order of arrival: what came before is settled when a contest opens.
    return tuple(appointment for appointment, row in sorted(chosen, key=lambda one: (one[0].period, one[1])))
