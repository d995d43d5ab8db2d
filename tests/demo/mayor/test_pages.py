"""The pages through NiceGUI's simulated users: no browser, no other process."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement
from nicegui.testing import User, user_simulation
from nicegui.testing.user_interaction import UserInteraction

from demo.mayor.hall import Hall
from demo.mayor.pages import put_in_place
from demo.settings import Settings
from demo.words import say
from demo.workers import Workers

EVIL = "<img src=x onerror=alert(1)>"


class Here(Workers):
    """Does all work at once, in this process."""

    async def now(self, work: Callable[..., Any], *arguments: Any, **names: Any) -> Any:
        return work(*arguments, **names)


def visit(part: Callable[[User, Hall], Coroutine[None, None, None]], host: str = "127.0.0.1") -> None:
    """Let simulated users go through the pages."""

    async def through() -> None:
        async with user_simulation() as user:
            hall = put_in_place(Settings(workers=Here(1), host=host))
            await part(user, hall)

    asyncio.run(through())


def named(user: User, name: str) -> ui.element | None:
    """The element of an id, if it can be seen."""
    assert user.client is not None
    for element in user.client.elements.values():
        if element.props.get("id") == name:
            shown = [element, *element.ancestors()]
            return element if all(one.visible for one in shown) else None
    return None


async def there(user: User, name: str) -> ui.element:
    """The element of an id, as soon as it is there."""
    for _ in range(500):
        if (found := named(user, name)) is not None:
            return found
        await asyncio.sleep(0.01)
    raise AssertionError(f"no {name}; there is: {texts(user)}")


async def press(user: User, name: str, *values: object) -> None:
    """Press a button that sends these values."""
    element = await there(user, name)
    UserInteraction(user, {element}, None).trigger("click", list(values))
    await asyncio.sleep(0.02)


def texts(user: User) -> list[str]:
    """All that the server has put on a user's page, seen or not."""
    assert user.client is not None
    found = [one.text for one in user.client.elements.values() if isinstance(one, TextElement)]
    return found + [str(one.props) for one in user.client.elements.values()]


async def eventually(look: Callable[[], bool]) -> None:
    for _ in range(300):
        if look():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come")


async def opened(user: User, query: str, *values: str) -> str:
    """A room that a teacher opens; its code."""
    await user.open(f"/teacher?{query}")
    await press(user, "open", "0", "", *values)
    code = await there(user, "code")
    assert isinstance(code, TextElement)
    return code.text


async def entered(other: User, code: str, name: str) -> User:
    """A user who has joined a room."""
    user = User(other.http_client)
    await user.open(f"/room/{code}?lang=en")
    await press(user, "join", name)
    await there(user, "seat")
    return user


@pytest.mark.parametrize("language", ["en", "zh"])
def test_alone_from_the_choice_to_the_debriefing(language: str) -> None:
    async def part(user: User, _: Hall) -> None:
        w = say(language)  # type: ignore[arg-type]
        await user.open(f"/mayor?lang={language}")
        await user.should_see(w("mayor.intro"))
        await there(user, "start")
        await user.open(f"/mayor?lang={language}&scenario=yongchuan_contest&city=yongchuan&contests=2")
        await press(user, "raise")
        await press(user, "last", "1000")
        for _ in range(20):
            if named(user, "earned") is not None:
                break
            if named(user, "drop") is not None:
                await press(user, "drop")
            elif named(user, "next") is not None:
                await press(user, "next")
            else:
                await asyncio.sleep(0.02)
        await there(user, "earned")
        for key in ("mayor.debrief.curse", "mayor.debrief.who_paid", "mayor.debrief.you"):
            await user.should_see(w(key))

    visit(part)


REFUSED = (
    "scenario=../../x", "scenario=yongchuan_contest&city=atlantis", "contests=99", "luck=-1", "luck=1e9", "error=9",
    "regime=ban", "scenario=%3Cscript%3E", "city=yongchuan&contests=x",
)  # fmt: skip


def test_an_address_that_cannot_be_played_is_refused_in_words() -> None:
    async def part(user: User, _: Hall) -> None:
        for query in REFUSED:
            await user.open(f"/mayor?lang=en&{query}")
            await there(user, "start")
            shown = [one for one in user.client.elements.values() if "refused" in one.classes and one.visible]  # type: ignore[union-attr]
            assert shown, query

    visit(part)


def test_a_class_plays_and_sees_nothing_hidden() -> None:
    async def part(teacher: User, hall: Hall) -> None:
        code = await opened(teacher, "lang=en&scenario=rongchang_longchang&contests=1")
        first, second = await entered(teacher, code, EVIL), await entered(teacher, code, "Han Meimei")
        await eventually(lambda: any(EVIL[:24] in text for text in texts(teacher)))
        await press(teacher, "begin")
        await press(first, "hand_in", "73.2519")
        await eventually(lambda: any("Handed in: 73.3" in text for text in texts(first)))
        await asyncio.sleep(0.4)
        for other in (second, teacher):
            assert not any("73.2" in text or "73.3" in text for text in texts(other))
        watching = await entered(teacher, code, "Late")
        assert not any("73.3" in text for text in texts(watching))
        await press(second, "hand_in", "nan")
        await eventually(lambda: any("An offer is a number" in text for text in texts(second)))
        await press(second, "hand_in", "20")
        await press(teacher, "next")
        for user in (teacher, first, second, watching):
            await there(user, "earned")
        # A name is text: no element that could hold markup knows it.
        for user in (teacher, first, second):
            for element in user.client.elements.values():  # type: ignore[union-attr]
                assert not any(EVIL[:10] in str(value) for key, value in element.props.items() if key != "value")
        await press(teacher, "close")
        await eventually(lambda: len(hall.rooms) == 0)

    visit(part)


def test_a_window_that_is_opened_again_keeps_its_seat_and_another_one_has_none() -> None:
    async def part(teacher: User, _: Hall) -> None:
        code = await opened(teacher, "lang=en&scenario=rongchang_longchang")
        user = await entered(teacher, code, "Li Lei")
        await user.open(f"/room/{code}?lang=zh")
        await there(user, "seat")
        assert any("荣昌" in text for text in texts(user))
        stranger = User(teacher.http_client)
        await stranger.open(f"/room/{code}?lang=en")
        await there(stranger, "name")
        assert named(stranger, "seat") is None
        await teacher.open("/teacher?lang=zh")
        await there(teacher, "begin")
        await stranger.open("/teacher?lang=en")
        await there(stranger, "open")
        assert named(stranger, "begin") is None

    visit(part)


def test_whatever_a_browser_sends_the_server_goes_on() -> None:
    async def part(teacher: User, _: Hall) -> None:
        code = await opened(teacher, "lang=en&scenario=rongchang_longchang&contests=1")
        user = await entered(teacher, code, "Li Lei")
        await press(teacher, "begin")
        for sent in ([], [None], [{"a": 1}], ["x" * 10**6], [["1"]], "text", None, {"0": "1"}):
            element = await there(user, "hand_in")
            UserInteraction(user, {element}, None).trigger("click", sent)
            await eventually(lambda: any("An offer is a number" in text for text in texts(user)))
        await press(user, "hand_in", "5")
        await there(user, "result")

    visit(part)


def test_where_others_reach_the_server_rooms_need_the_teachers_code() -> None:
    async def part(user: User, hall: Hall) -> None:
        await user.open("/teacher?lang=en")
        for _ in range(3):
            await press(user, "open", "0", "", "WRONG")
        await eventually(lambda: any("not the teacher's code" in text for text in texts(user)))
        assert len(hall.rooms) == 0
        code = hall.rooms.gate._code
        assert code is not None
        await press(user, "open", "0", "", code)
        await there(user, "code")
        assert len(hall.rooms) == 1

    visit(part, "0.0.0.0")


def test_an_unknown_room_is_said_to_be_none() -> None:
    async def part(user: User, _: Hall) -> None:
        await user.open("/room/AAAAA?lang=en")
        await user.should_see("There is no room with this code")
        await user.open("/room?lang=en")
        await press(user, "enter", "nonsense")
        await user.should_see("There is no room with this code")

    visit(part)
