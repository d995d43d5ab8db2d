"""Starting the server: the live page, the lessons and the rooms, on 127.0.0.1 unless asked otherwise."""

import asyncio
import socket
from collections.abc import Callable
from importlib.util import find_spec
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from nicegui import app, background_tasks, ui
from nicegui.server import Server
from starlette.datastructures import Headers as ASGIHeaders
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from demo import page
from demo.settings import Settings
from demo.words import say
from experiments.words import LANGUAGES

POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
    "base-uri 'self'; form-action 'self'"
)
"""Content security policy: browsers refuse whatever is not on this server, should a library ever ask for it."""

OTHERS: Final = ("demo.lessons", "demo.mayor")
"""Further pages; each has `register(settings)` as the live page does."""


class PortTaken(Exception):
    """Another program listens on the port."""


class Headers:
    """Middleware that says what pages may load and that no other site may frame them."""

    def __init__(self, inner: ASGIApp) -> None:
        """Wrap an application."""
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request and add the headers to its answer."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
            await send(message)

        await self.inner(scope, receive, with_headers)


class KnownHost:
    """Middleware that answers only under a number, `localhost` or the name that the server was started with.

    Another site can let its own name point to this machine, and a browser then takes the two for one; it cannot do so
    with a number.
    """

    def __init__(self, inner: ASGIApp, name: str, refusal: str) -> None:
        """Wrap an application.

        Args:
            inner: The application.
            name: Name or address that the server was started with.
            refusal: What to say to others.
        """
        self.inner, self.name, self.refusal = inner, name.lower(), refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request unless it was sent to another name."""
        if scope["type"] in ("http", "websocket") and not self.knows(ASGIHeaders(scope=scope).get("host", "")):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            else:
                await PlainTextResponse(self.refusal, status_code=400)(scope, receive, send)
            return
        await self.inner(scope, receive, send)

    def knows(self, host: str) -> bool:
        """Whether a Host header, with or without a port, is one of ours."""
        try:
            parts = urlsplit(f"//{host}")
            name = parts.hostname or ""
            _ = parts.port
            if name in ("localhost", self.name):
                return True
            ip_address(name)
        except ValueError:
            return False
        return True


class SameOrigin:
    """Middleware that refuses what pages of other servers ask for: browsers say where a page came from.

    Without it any site that somebody visits could open a websocket to a server on that person's machine.
    """

    def __init__(self, inner: ASGIApp) -> None:
        """Wrap an application."""
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request unless its origin is another one than the address it was sent to."""
        if scope["type"] in ("http", "websocket"):
            headers = ASGIHeaders(scope=scope)
            origin = headers.get("origin")
            if origin is not None and origin.partition("://")[2].lower() != headers.get("host", "").lower():
                if scope["type"] == "websocket":
                    await send({"type": "websocket.close", "code": 1008})
                else:
                    await PlainTextResponse("Other origin", status_code=403)(scope, receive, send)
                return
        await self.inner(scope, receive, send)


def free_port(host: str, first: int = 8080) -> int:
    """The first free port from 8080 on, else any.

    Args:
        host: Address to listen on.
        first: Port to try first.
    """
    for port in [*range(first, first + 20), 0]:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
            try:
                trial.bind((host, port))
            except OSError:
                continue
            return int(trial.getsockname()[1])
    return first


def address(settings: Settings, path: str = "/", query: dict[str, str] | None = None) -> str:
    """Where a page is to be found from this machine."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - only compared
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{settings.port}{path}" + (f"?{urlencode(query)}" if query else "")


def register(settings: Settings) -> None:
    """Put all pages in place."""
    import importlib

    page.register(settings)
    for name in OTHERS:
        if find_spec(name) is not None:
            others = getattr(importlib.import_module(name), "register", None)
            if others is not None:
                others(settings)


def serve(settings: Settings, path: str = "/", show: bool = True, started: Callable[[], None] | None = None) -> None:
    """Serve the pages until the process is told to end.

    Args:
        settings: What to serve and where.
        path: Page that the browser opens.
        show: Whether to open a browser.
        started: Called once the server answers.

    Raises:
        PortTaken: If another program has come to listen on the port.
    """
    register(settings)
    app.add_middleware(SameOrigin)
    app.add_middleware(Headers)
    both = "\n".join(say(language)("page.host") for language in LANGUAGES)
    app.add_middleware(KnownHost, name=settings.host, refusal=both)
    app.on_startup(settings.workers.warm)
    listens = False

    async def when_it_listens() -> None:
        nonlocal listens
        while not Server.instance.started:
            await asyncio.sleep(0.01)
        listens = True
        if started is not None:
            started()

    app.on_startup(lambda: background_tasks.create(when_it_listens(), name="first word"))
    app.on_shutdown(settings.workers.close)
    options: dict[str, Any] = {
        "title": "citybid", "favicon": page.ICON, "show_welcome_message": False, "reload": False,
        "language": "zh-CN" if settings.language == "zh" else "en-US", "reconnect_timeout": 15.0,
        "dark": False, "tailwind": False,
    }  # fmt: skip
    try:
        ui.run(host=settings.host, port=settings.port, show=path if show else False, **options)
    except SystemExit:
        if listens or Server.instance.lifespan.should_exit:
            raise
        raise PortTaken from None
    finally:
        settings.workers.close()
