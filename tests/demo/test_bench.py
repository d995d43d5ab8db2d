"""The bench of a page: wishes, stale work, refusals, deals and bands, without a browser and without processes."""

import asyncio

import pytest

from demo import bench as module
from demo.bench import Bench
from demo.preset import Preset
from demo.settings import Settings
from demo.words import say


class Inline:
    """Workers that work here and now, after the others had their turn."""

    def __init__(self):
        self.asked = []

    async def now(self, work, *arguments):
        self.asked.append((work.__name__, arguments))
        await asyncio.sleep(0)
        return work(*arguments)

    later = now


@pytest.fixture
def settings(monkeypatch):
    monkeypatch.setattr(module, "QUIET", 0.0)
    return Settings(workers=Inline(), replications=8)


def run(settings, preset, act, language="en"):
    """What `act` does with a bench once it shows a preset, until nothing is left to do."""

    async def whole():
        one = Bench(settings, say(language), preset)
        events = []
        for event in ("film", "period", "deal", "story", "bands", "refused"):
            one.on(event, lambda event=event: events.append(event))
        one.change(preset)
        await settle(one)
        result = act(one)
        if asyncio.iscoroutine(result):
            await result
        await settle(one)
        one.close()
        return one, events

    return asyncio.run(whole())


async def settle(one):
    while one._tasks:
        await asyncio.sleep(0.005)


def films(settings):
    return [arguments for name, arguments in settings.workers.asked if name == "shoot"]


def test_of_several_wishes_the_last_one_is_shown_and_stale_ones_are_not_run(settings):
    def act(one):
        for number in range(1, 30):
            one.change(Preset("yongchuan_contest", numbers={"funds": number / 100}))

    one, _ = run(settings, Preset("yongchuan_contest"), act)
    assert one.shown.numbers == {"funds": 0.29}
    assert len(films(settings)) == 2
    assert one.number("funds") == 0.29


def test_a_refused_wish_leaves_what_is_shown_and_says_why(settings):
    one, events = run(
        settings, Preset("yongchuan_contest"),
        lambda one: one.change(Preset("yongchuan_contest", numbers={"funds": 99.0})), "zh",
    )  # fmt: skip
    assert one.shown == Preset("yongchuan_contest")
    assert "0 与 2" in one.refusal[0]
    assert events.count("film") == 1


def test_what_the_model_refuses_is_told_in_the_language_of_the_page(settings):
    both = Preset("yongchuan_contest", right="ban", levers={"subsidy_cap": {"cap": 0.05}})
    for language in ("en", "zh"):
        one, _ = run(settings, Preset("yongchuan_contest"), lambda one: one.change(both), language)
        if one.refusal:
            assert ("subsidy" in one.refusal[0]) or ("杠杆" in one.refusal[0])
        else:
            assert one.shown == both


def test_periods_and_deals_are_followed(settings):
    def act(one):
        one.go(3)
        assert one.deal == "electronics_plant"
        one.go(99)
        assert one.period == 7
        one.go(-5)
        assert one.period == 0
        one.follow(one.deals()[2][0].key)

    one, events = run(settings, Preset(period=1), act)
    assert set(one.stories) == {"competition", "land_floor"}
    assert one.stories["competition"].project == one.deal
    assert events.count("period") == 3


def test_a_link_of_what_is_shown_brings_it_back(settings):
    one, _ = run(settings, Preset(right="ban", numbers={"outside": 0.05}), lambda one: one.go(4))
    again, _ = run(settings, Preset.from_query(one.link()), lambda one: None)
    assert (again.period, again.deal, again.shown.numbers) == (4, one.deal, {"outside": 0.05})
    assert again.film == one.film


def test_bands_fill_until_there_are_enough(settings):
    one, events = run(settings, Preset("yongchuan_contest"), lambda one: None)
    assert one.bands.count == 8
    assert not one.filling
    assert events.count("bands") >= 3


def test_bands_of_a_lesson_rest_on_as_many_replications_as_its_answers(settings, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.0)

    def act(one):
        one.most = 12
        one.change(Preset("yongchuan_contest", replication=1))

    one, _ = run(settings, Preset("yongchuan_contest"), act)
    assert sorted(one.bands.samples) == list(range(12))


def test_who_chooses_a_deal_is_told_to_those_who_move_on(settings):
    told = []

    def act(one):
        one.on("chosen", lambda: told.append(one.deal))
        first, second = (deal.key for deal, _ in one.deals()[:2])
        one.follow(second)
        assert told == []
        one.choose(first)
        assert (told, one.deal) == ([second], first)

    run(settings, Preset(period=3), act)
    assert len(told) == 1


def test_a_closed_bench_does_nothing_more(settings):
    def act(one):
        one.close()
        one.change(Preset("yongchuan_contest", numbers={"funds": 0.5}))

    _, events = run(settings, Preset("yongchuan_contest"), act)
    assert events.count("film") == 1
