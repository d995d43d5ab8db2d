"""A room refuses whatever a participant may not do, whatever the page of its browser sends."""

import re
from pathlib import Path

import pytest

import demo.mayor
from demo.mayor.access import ALL_TRIES, TRIES, WITHIN, Gate, readable_code, same
from demo.mayor.person_name import LONGEST, cleaned
from demo.mayor.refusal import Refused
from demo.mayor.room import ACTIONS, MOST_PARTICIPANTS, Room
from demo.mayor.rooms import IDLE_SECONDS, MOST_ROOMS, Rooms, normal
from demo.mayor.setting import Setting
from demo.words import say

SEALED = Setting("rongchang_longchang", contests=2)
OPEN = Setting("yongchuan_contest", contests=2)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def opened(setting: Setting = OPEN, persons: int = 2, **kind: object) -> tuple[Room, list[str], Clock]:
    clock = Clock()
    room = Room("ABCDE", setting, clock=clock, **kind)  # type: ignore[arg-type]
    return room, [room.join(f"Student {number}") for number in range(persons)], clock


def refused(reason: str, act: object, *args: object) -> None:
    with pytest.raises(Refused) as refusal:
        act(*args)  # type: ignore[operator]
    assert refusal.value.reason == reason


def turn_of(room: Room, tokens: list[str]) -> str:
    for token in tokens:
        view = room.view_for(token).view
        if view is not None and view.turn == "yours":
            return token
    raise AssertionError("nobody's turn")


def play_out(room: Room) -> None:
    while room.phase == "playing":
        if any(table.pending for table in room.overview(room.teacher)):
            room.close_contest(room.teacher)
        else:
            room.next_contest(room.teacher)


def test_a_session_from_the_door_to_the_debriefing() -> None:
    room, tokens, _ = opened(persons=6)
    seats = [room.view_for(token).seat for token in tokens]
    assert len(set(seats)) == 6
    refused("not_running", room.act, tokens[0], "drop_out", 1)
    room.start(room.teacher)
    assert [len(table.mayors) for table in room.overview(room.teacher)] == [4, 2]
    while any(table.pending for table in room.overview(room.teacher)):
        token = turn_of(room, tokens)
        view = room.view_for(token)
        assert view.view is not None
        assert view.view.asked is not None
        assert view.seat is not None
        assert view.view.own.city == view.seat.city
        if view.view.asked.step <= view.view.own.highest:
            room.act(token, "raise_once", view.number, view.view.asked.step)
        else:
            room.act(token, "drop_out", view.number)
    assert room.view_for(tokens[0]).result is not None
    room.next_contest(room.teacher)
    play_out(room)
    assert room.phase == "debriefing"
    assert [len(table.records) for table in room.tables_for_debriefing()] == [2, 2]


def test_tables_of_a_room_play_on_the_same_luck() -> None:
    room, _, _ = opened(SEALED, persons=6)
    room.start(room.teacher)
    views = [room.view_for(token).view for token in room._people]
    assert len(room.overview(room.teacher)) == 3
    assert views[0] is not None
    assert views[2] is not None
    assert views[0] == views[2] == views[4]
    assert views[1] == views[3] == views[5]


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("token", ["", "x", None, 7, "A" * 10_000, ["a"]])
def test_without_a_token_nothing_can_be_done_or_seen(action: str, token: object) -> None:
    room, _, _ = opened()
    room.start(room.teacher)
    refused("who", room.act, token, action, 1, 1.0)
    refused("who", room.view_for, token)
    assert not room.knows(token)


def test_nobody_acts_for_another_city() -> None:
    room, tokens, _ = opened(persons=4)
    room.start(room.teacher)
    mine = turn_of(room, tokens)
    for other in tokens:
        if other != mine:
            before = room.overview(room.teacher)
            for action in ("raise_once", "raise_up_to", "drop_out"):
                refused("not_your_turn", room.act, other, action, 1, 1.0)
            assert room.overview(room.teacher) == before


@pytest.mark.parametrize("wrong", [None, "", "x", "A" * 99, 5])
def test_only_the_teacher_steers(wrong: object) -> None:
    room, tokens, _ = opened()
    for token in (wrong, *tokens, room.code):
        for act in (room.start, room.close_round, room.close_contest, room.next_contest, room.close, room.overview,
                    room.people, room.debrief_now):  # fmt: skip
            refused("teacher", act, token)
        refused("teacher", room.hand_to_office, token, 0, "yongchuan")
    assert room.phase == "gathering"


def test_a_hidden_offer_is_in_nobody_elses_view() -> None:
    rooms = []
    for offer in ("3.25", "71.5"):
        room, tokens, _ = opened(SEALED, persons=2)
        room.start(room.teacher)
        room.act(tokens[0], "hand_in", 1, offer)
        rooms.append((room.view_for(tokens[1]), room.overview(room.teacher), room.people(room.teacher)))
    assert rooms[0] == rooms[1]


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        ("nan", "number"), ("inf", "number"), ("-5", "negative"), ("1e308", "limit"), ("9" * 400, "number"),
        ("<b>1</b>", "number"), ({"a": 1}, "number"), (None, "number"), (float("inf"), "number"), (-0.1, "negative"),
    ],
)  # fmt: skip
def test_amounts_that_no_contest_takes(amount: object, reason: str) -> None:
    room, tokens, _ = opened(SEALED)
    room.start(room.teacher)
    refused(reason, room.act, tokens[0], "hand_in", 1, amount)
    other, people, _ = opened()
    other.start(other.teacher)
    refused(reason, other.act, turn_of(other, people), "last_word", 1, amount)


def test_offers_that_come_twice_or_too_late() -> None:
    room, tokens, _ = opened(SEALED)
    room.start(room.teacher)
    room.act(tokens[0], "hand_in", 1, "10")
    refused("done", room.act, tokens[0], "hand_in", 1, "20")
    room.act(tokens[1], "hand_in", 1, "10")
    refused("moved_on", room.act, tokens[0], "hand_in", 1, "20")
    room.next_contest(room.teacher)
    refused("moved_on", room.act, tokens[0], "hand_in", 1, "20")
    play_out(room)
    refused("not_running", room.act, tokens[0], "hand_in", 2, "20")


def test_a_step_that_was_seen_before_the_last_move_is_not_taken() -> None:
    room, tokens, _ = opened(persons=4)
    room.start(room.teacher)
    token = turn_of(room, tokens)
    view = room.view_for(token).view
    assert view is not None
    assert view.asked is not None
    refused("moved_on", room.act, token, "raise_once", 1, view.asked.step * 1.5)
    refused("number", room.act, token, "raise_once", 1, None)
    room.act(token, "raise_once", 1, view.asked.step)
    with pytest.raises(Refused):
        room.act(token, "raise_once", 1, view.asked.step)


@pytest.mark.parametrize("action", ["close", "__init__", "play_as_staff", "_settle_if_over", "", "records"])
def test_no_other_method_can_be_called(action: str) -> None:
    room, tokens, _ = opened()
    room.start(room.teacher)
    refused("action", room.act, tokens[0], action, 1, 1.0)


def test_time_closes_the_round_of_whoever_is_waited_for() -> None:
    room, tokens, clock = opened(persons=4, seconds=30)
    room.start(room.teacher)
    token = turn_of(room, tokens)
    room.tick()
    assert turn_of(room, tokens) == token
    clock.now += 31
    room.tick()
    later = room.view_for(token).view
    assert later is None or later.turn in {"done", "over"}
    sealed, _, other = opened(SEALED, seconds=20)
    sealed.start(sealed.teacher)
    other.now += 21
    sealed.tick()
    assert not sealed.overview(sealed.teacher)[0].pending


def test_the_office_plays_on_for_who_has_gone() -> None:
    room, tokens, _ = opened(SEALED)
    room.start(room.teacher)
    room.act(tokens[0], "hand_in", 1, "10")
    seat = room.view_for(tokens[1]).seat
    assert seat is not None
    refused("no_seat", room.hand_to_office, room.teacher, 9, seat.city)
    room.hand_to_office(room.teacher, seat.table, seat.city)
    assert room.view_for(tokens[1]).result is not None
    room.next_contest(room.teacher)
    assert room.overview(room.teacher)[0].pending == (room.view_for(tokens[0]).seat.city,)  # type: ignore[union-attr]


def test_who_leaves_before_the_start_leaves_no_empty_table() -> None:
    room, tokens, _ = opened(SEALED, persons=4)
    room.leave(tokens[0])
    room.leave(tokens[1])
    room.start(room.teacher)
    assert len(room.overview(room.teacher)) == 1
    assert room.view_for(tokens[3]).view is not None


def test_teams_share_a_city_and_late_comers_watch() -> None:
    room, tokens, _ = opened(SEALED, persons=4, team=2)
    room.start(room.teacher)
    assert len(room.overview(room.teacher)) == 1
    assert [len(names) for names in room.overview(room.teacher)[0].mayors.values()] == [2, 2]
    room.act(tokens[1], "hand_in", 1, "10")
    refused("done", room.act, tokens[0], "hand_in", 1, "10")
    late = room.join("Late")
    assert room.view_for(late).seat is None
    assert room.view_for(late).view is None
    refused("observer", room.act, late, "hand_in", 1, "10")


def test_everyone_may_play_the_same_city_against_the_model() -> None:
    room, _, _ = opened(persons=5, together=1)
    room.start(room.teacher)
    assert [list(table.mayors) for table in room.overview(room.teacher)] == [[room.cities[0]]] * 5


def test_a_room_has_an_end_of_places() -> None:
    room, _, _ = opened(persons=MOST_PARTICIPANTS)
    refused("room_full", room.join, "One more")


def test_wrong_tries_keep_nobody_out_who_has_a_seat() -> None:
    rooms = Rooms(Gate(None))
    room = rooms.open("", "a", OPEN)
    token = room.join("Somebody")
    for _ in range(TRIES):
        refused("no_room", rooms.find, "AAAAA", "a")
    refused("too_many_tries", rooms.find, room.code, "a")
    assert rooms.seated(room.code, token) is room
    for other in (None, "", room.teacher, token + "x"):
        assert rooms.seated(room.code, other) is None
    assert rooms.seated("AAAAA", token) is None


def test_rooms_need_the_code_count_tries_and_expire() -> None:
    clock = Clock()
    rooms = Rooms(Gate("QWERTZ99", clock), clock)
    for wrong in ("", None, "qwertz98", "QWERTZ99" * 100, 9):
        refused("teacher_code", rooms.open, wrong, "a", OPEN)
    room = rooms.open(" qwertz99", "a", OPEN)
    assert rooms.find(f" {room.code[:2]}-{room.code[2:].lower()}", "b") is room
    for _ in range(TRIES - 5):
        refused("teacher_code", rooms.open, "x", "a", OPEN)
    refused("too_many_tries", rooms.open, "QWERTZ99", "a", OPEN)
    rooms.open("QWERTZ99", "b", OPEN)
    clock.now += WITHIN + 1
    rooms.open("QWERTZ99", "a", OPEN)
    for _ in range(MOST_ROOMS - 3):
        rooms.open("QWERTZ99", "a", OPEN)
    refused("too_many_rooms", rooms.open, "QWERTZ99", "a", OPEN)
    clock.now += IDLE_SECONDS - WITHIN
    room.join("Somebody")
    clock.now += WITHIN + 1
    rooms.tick()
    assert len(rooms) == 1
    room.close(room.teacher)
    rooms.tick()
    refused("no_room", rooms.find, room.code, "b")
    refused("room_over", room.join, "Late")


def test_codes_of_rooms_cannot_be_tried_out() -> None:
    clock = Clock()
    rooms = Rooms(Gate(None, clock), clock)
    for _ in range(TRIES):
        refused("no_room", rooms.find, "AAAAA", "a")
    refused("too_many_tries", rooms.find, "AAAAA", "a")
    for caller in range(ALL_TRIES):
        with pytest.raises(Refused):
            rooms.find("AAAAA", f"other {caller}")
    refused("too_many_tries", rooms.find, "AAAAA", "yet another")


@pytest.mark.parametrize("code", [None, 5, "", "../..", "ABCDEF", "AB", "O0O0O", "A" * 10**6, "<img>"])
def test_what_cannot_be_a_code(code: object) -> None:
    assert normal(code) == ""


def test_codes_and_tokens_differ() -> None:
    assert len({readable_code(5) for _ in range(200)}) > 195
    room, tokens, _ = opened(persons=50)
    assert len({*tokens, room.teacher}) == 51
    assert min(map(len, tokens)) >= 32
    assert same("a", "a")
    assert not same(None, "None")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Li\tLei \n", "Li Lei"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert"),
        ("a\u202eb\u200bc\x00d\u2066e", "abcde"),
        ("韩梅梅", "韩梅梅"),
        ("e\u0301\u0301\u0301\u0301\u0301", "é\u0301\u0301"),
        ("x" * 1000, "x" * LONGEST),
    ],
)
def test_names_are_one_line_of_text(typed: str, shown: str) -> None:
    assert cleaned(typed) == shown


@pytest.mark.parametrize("typed", ["", "   ", "\u202e\u200b", "\x00\x01", None, 5, "\u0301\u0301"])
def test_names_that_are_none(typed: object) -> None:
    refused("name", cleaned, typed)


def test_every_refusal_is_said_in_both_languages() -> None:
    folder = Path(demo.mayor.__file__).parent
    reasons = {
        reason for file in folder.glob("*.py") for reason in re.findall(r'Refused\(\s*"(\w+)"', file.read_text())
    }
    assert len(reasons) > 30
    for language in ("en", "zh"):
        said = say(language).texts
        assert {f"mayor.refused.{reason}" for reason in reasons} <= said.keys()
        assert {key.removeprefix("mayor.refused.") for key in said if key.startswith("mayor.refused.")} <= reasons | {
            "contests", "replication",
        }  # fmt: skip


def test_what_a_participant_learns_of_a_closed_contest_is_its_own_offer() -> None:
    room, tokens, _ = opened(SEALED)
    room.start(room.teacher)
    offers = {token: f"{10 + 10 * number}" for number, token in enumerate(tokens)}
    for token, offer in offers.items():
        room.act(token, "hand_in", room.view_for(token).number, offer)
    for token, offer in offers.items():
        assert [own.offer for own in room.view_for(token).own_results] == [float(offer)]
