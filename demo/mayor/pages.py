"""The addresses of the pages on which mayors are played."""

from pathlib import Path
from typing import Final

from nicegui import app, ui
from starlette.requests import Request

from demo.mayor.access import readable_code
from demo.mayor.hall import Hall
from demo.mayor.room_page import DoorPage, RoomPage
from demo.mayor.solo_page import SoloPage
from demo.mayor.teacher_page import TeacherPage
from demo.page.frame import Frame, asked
from demo.settings import Settings

STYLE: Final = (Path(__file__).parent / "mayor.css").read_text(encoding="utf-8")

CODE_LENGTH: Final = 8
"""Characters of the teacher's code: some 10^11 of them, at a few tries a minute."""

TICK: Final = 0.5
"""Seconds between two looks at the clocks of all rooms."""


def put_in_place(settings: Settings) -> Hall:
    """Put the pages in place: /mayor, /teacher, /room and /room/CODE.

    Where other computers can reach the server, rooms need the teacher's code.
    """
    code = None if settings.local else readable_code(CODE_LENGTH)
    hall = Hall(code, settings.workers)
    app.timer(TICK, hall.rooms.tick)

    def frame_of(request: Request) -> Frame:
        ui.add_css(STYLE)
        return asked(settings, request)

    @ui.page("/mayor", response_timeout=30)
    def mayor(request: Request) -> None:
        SoloPage(frame_of(request), hall)

    @ui.page("/room")
    def door(request: Request) -> None:
        DoorPage(frame_of(request))

    @ui.page("/room/{code}")
    async def room(request: Request, code: str) -> None:
        page = RoomPage(frame_of(request), hall, code)
        await ui.context.client.connected()
        if ui.context.client.has_socket_connection:
            page.connected()

    @ui.page("/teacher", response_timeout=30)
    async def teacher(request: Request) -> None:
        page = TeacherPage(frame_of(request), hall)
        await ui.context.client.connected()
        if ui.context.client.has_socket_connection:
            page.connected()

    return hall
