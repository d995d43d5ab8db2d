"""What the pages say about contests, sentence by sentence; numbers come from views and debriefings."""

from collections.abc import Mapping

from demo.mayor.debriefing import STAFF, YOU, Curse, Debriefing, Line
from demo.mayor.record import CityResult
from demo.mayor.refusal import Refused
from demo.mayor.room_views import PersonView
from demo.mayor.view import OUTSIDE, CityView, OwnResult, Project, Result, Rung
from experiments.figures.lettering import amount, told_apart
from experiments.project_names import project_name
from experiments.words import Words
from sim.schema import Scenario
from sim.strategies import STRATEGIES

CLOSE = 5e-7
"""Amounts this close count as equal, million CNY."""


def refusal(reason: Refused, w: Words) -> str:
    """Why an action was refused."""
    fields = {name: amount(value) if isinstance(value, float) else value for name, value in reason.fields.items()}
    return w(f"mayor.refused.{reason.reason}", **fields)


def city_name(scenario: Scenario, key: str | None, w: Words) -> str:
    """Name of a city; of nobody that the project left."""
    return w("mayor.history.nobody") if key is None else w.name(scenario.cities[key])


def name_of(scenario: Scenario, project: Project | Result, w: Words) -> str:
    """Name of a project."""
    return project_name(scenario, project.key, project.kind, project.industry, w)


def facts_of(scenario: Scenario, project: Project, w: Words) -> str:
    """A project in one line."""
    return w(
        "mayor.project.facts",
        industry=w.text(scenario.industries[project.industry].title),
        investment=amount(project.investment),
        land=amount(project.land),
        jobs=amount(project.jobs),
        tax=amount(project.tax),
    )


def rules_of(project: Project, w: Words) -> str:
    """The rules of a contest."""
    if project.format == "open":
        return w("mayor.format.open", increment=amount(project.increment))
    if project.pays_offer:
        return w("mayor.format.sealed_first", invited=project.invited)
    return w("mayor.format.sealed_second", invited=project.invited)


def jump_of(scenario: Scenario, view: CityView, w: Words) -> str:
    """Why the first step is as large as it is, from what the city sees: the asked offers and the public ladder."""
    asked = view.asked
    if asked is None or view.agreed > CLOSE or not view.ladder:
        return ""
    fields = {"increment": amount(view.project.increment), "step": amount(asked.step)}
    if asked.leader == OUTSIDE:
        return w("mayor.turn.jump_outside", gap=amount(asked.above), **fields)
    offer = view.ladder[-1].offers[asked.leader]
    gap = asked.above - offer
    fields |= {"leader": city_name(scenario, asked.leader, w), "offer": amount(offer), "gap": amount(abs(gap))}
    if abs(gap) <= CLOSE:
        return w("mayor.turn.jump_none", **fields)
    return w("mayor.turn.jump_more" if gap > 0 else "mayor.turn.jump_less", **fields)


def overbid(view: CityView, offer: float, w: Words) -> str:
    """The warning before an offer that costs more than the project is worth as judged; empty if it does not."""
    left = view.own.judged - (1.0 + view.own.cost_of_public_funds) * offer
    if offer <= CLOSE or left >= -CLOSE:
        return ""
    return w("mayor.act.overbid", offer=amount(offer), loss=amount(-left))


def contest_name(scenario: Scenario, found: Debriefing, place: int, w: Words) -> str:
    """Name of a contest of a session: its number, project, year and luck."""
    record, time = found.records[place], scenario.time
    return w(
        "mayor.debrief.contest",
        number=place + 1,
        project=project_name(scenario, record.key, record.kind, record.industry, w),
        year=time.start_year + record.appointment.period // time.periods_per_year,
        luck=found.lucks[place],
    )


def turn_of(scenario: Scenario, view: CityView, w: Words) -> str:
    """What the city can do now."""
    sealed, agreed = view.project.format != "open", amount(view.agreed)
    if view.turn == "yours":
        if sealed or view.asked is None:
            return w("mayor.turn.yours_sealed")
        if view.asked.leader == OUTSIDE:
            return w("mayor.turn.yours_outside", step=amount(view.asked.step))
        leader = city_name(scenario, view.asked.leader, w)
        return w("mayor.turn.yours_open", leader=leader, step=amount(view.asked.step))
    if view.turn == "done":
        return w("mayor.turn.done_sealed", agreed=agreed) if sealed else w("mayor.turn.done_open", agreed=agreed)
    if view.turn == "leading":
        return w("mayor.turn.leading", agreed=agreed)
    return w(f"mayor.turn.{view.turn}")


def preview(view: CityView, offer: float, w: Words) -> str:
    """What an offer would cost and leave."""
    cost = (1.0 + view.own.cost_of_public_funds) * offer
    return w("mayor.act.preview", offer=amount(offer), cost=amount(cost), left=amount(view.own.judged - cost))


def result_said(scenario: Scenario, result: Result, w: Words) -> str:
    """Who hosts a project, and for what."""
    project = name_of(scenario, result, w)
    if result.host is None:
        return w("mayor.result.left", project=project)
    share = amount(100.0 * result.concession / result.investment)
    host = city_name(scenario, result.host, w)
    return w("mayor.result.won", host=host, project=project, concession=amount(result.concession), share=share)


def own_said(result: Result, own: OwnResult, city: str, reservation: float | None, w: Words) -> str:
    """What that means to a city that was asked; empty for one that was not."""
    if result.host == city:
        return w("mayor.result.own_won", payoff=amount(own.judged_payoff))
    if not own.invited:
        return ""
    offer, needed = told_apart(own.offer, own.needed)
    if reservation is not None and own.needed > reservation:
        return w("mayor.result.own_lost_limit", offer=offer, needed=needed)
    return w("mayor.result.own_lost", offer=offer, needed=needed)


def seat_said(scenario: Scenario, view: PersonView, w: Words) -> str:
    """Who sits where."""
    if view.seat is None:
        return w("mayor.room.observer", name=view.name)
    city = city_name(scenario, view.seat.city, w)
    return w("mayor.room.seated", name=view.name, city=city, table=view.seat.table + 1)


def mayors_said(scenario: Scenario, mayors: Mapping[str, tuple[str, ...]], w: Words) -> str:
    """Who plays which city at a table."""
    return w("figure.separator").join(
        w("mayor.room.played_by", city=city_name(scenario, city, w), names=w("figure.list").join(names))
        for city, names in mayors.items()
    )


def standing(scenario: Scenario, ladder: tuple[Rung, ...], w: Words) -> str:
    """The last round in words, for those who cannot see the chart."""
    offers = ladder[-1].offers if ladder else {}
    return w("figure.list").join(
        w("mayor.ladder.standing", city=city_name(scenario, city, w), offer=amount(offer))
        for city, offer in offers.items()
    )


def standing_title(ladder: tuple[Rung, ...], w: Words) -> str:
    """Title of the table that says how things stand."""
    return w("mayor.ladder.after", round=ladder[-1].number)


def line_name(line: Line, staff: str, w: Words) -> str:
    """What a line of the ranking is called.

    Args:
        line: The line.
        staff: Name of the strategy that the scenario gives the city.
        w: The language.
    """
    if line.name == YOU:
        return w("mayor.debrief.you")
    titles = {one.model_fields["name"].default: one.title for one in STRATEGIES}
    title = titles[staff if line.name == STAFF else line.name][0 if w.language == "en" else 1]
    return w("mayor.debrief.staff", name=title) if line.name == STAFF else title


def earned(scenario: Scenario, found: Debriefing, w: Words) -> list[str]:
    """What the player earned, what truthful bidding would have, and the rank."""
    you, truthful = found.line(YOU), found.line("truthful")
    name, contests = w.name(scenario.cities[found.city]), len(found.records)
    fields = {"city": name, "payoff": amount(you.payoff), "judged": amount(you.judged_payoff)}
    idle = not you.won and abs(you.payoff) <= CLOSE
    if idle:
        said = [w("mayor.debrief.nothing_won", city=name, contests=contests)]
    elif contests == 1:
        said = [w("mayor.debrief.earned_one", **fields)]
    else:
        said = [w("mayor.debrief.earned", contests=contests, **fields)]
    gap = truthful.payoff - you.payoff
    both = {"truthful": amount(truthful.payoff), "difference": amount(abs(gap))}
    if abs(gap) <= CLOSE:
        said.append(w("mayor.debrief.truthful_same"))
    elif gap > 0:
        said.append(w("mayor.debrief.truthful_more", **both))
    else:
        said.append(w("mayor.debrief.truthful_less", **both))
    others = sum(line.rank == you.rank for line in found.lines) - 1
    count = len(found.lines)
    if idle:
        better = you.rank - 1
        said.append(w("mayor.debrief.compared", better=better, equal=others, worse=count - 1 - others - better))
    elif others:
        said.append(w("mayor.debrief.rank_shared", count=count, rank=you.rank, others=others))
    else:
        said.append(w("mayor.debrief.rank", count=count, rank=you.rank))
    over = sum(_overbid(scenario, own) for own in found.own)
    if over:
        said.append(w("mayor.debrief.overbid", count=over, contests=contests))
    return [*said, w("mayor.debrief.note")]


def _overbid(scenario: Scenario, own: CityResult) -> bool:
    """Whether a city was ready to give more than hosting was worth to it, as it judged."""
    cost = (1.0 + scenario.economy.cost_of_public_funds) * own.offer
    return own.invited and own.offer > CLOSE and cost > own.judged + CLOSE


def curse_said(scenario: Scenario, found: Debriefing, w: Words) -> list[str]:
    """Whether winning was bad news for this city, over replications."""
    curse = found.curse
    if curse.error.low == curse.error.high == 0.0:
        return [w("mayor.debrief.curse_none")]
    won = curse.error_won
    if won.n < 2:
        return [w("mayor.debrief.curse_few")]
    said = w(
        "mayor.debrief.curse_said",
        replications=curse.replications,
        city=w.name(scenario.cities[found.city]),
        bids=curse.error.n,
        won=won.n,
        all=_percent(curse.error.mean),
        won_error=_percent(won.mean),
        low=_percent(won.low),
        high=_percent(won.high),
    )
    if found.clearer_error is not None:
        percent = f"{100.0 * found.clearer_error:.0f}"
        return [said, w(_verdict(curse)), w("mayor.debrief.curse_clearer", percent=percent)]
    return [said, w(_verdict(curse))]


def _verdict(curse: Curse) -> str:
    if curse.error_won.low > 0.0:
        return "mayor.debrief.curse_yes"
    return "mayor.debrief.curse_good" if curse.error_won.high < 0.0 else "mayor.debrief.curse_no"


def _percent(share: float) -> str:
    text = f"{100.0 * share:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text


def hosts_said(found: Debriefing, w: Words) -> str:
    """Whether projects went where everyone together gains most."""
    if not found.elsewhere:
        loss = sum(found.efficient.values()) - sum(found.paid.values())
        return w("mayor.debrief.hosts_same", loss=amount(max(0.0, loss)))
    return w("mayor.debrief.hosts_other", elsewhere=found.elsewhere, contests=len(found.records))
