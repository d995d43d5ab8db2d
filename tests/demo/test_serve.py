"""What the server answers to pages of other servers."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from demo.serve import KnownHost, SameOrigin


@pytest.fixture
def pages():
    async def greet(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("hello")
        await socket.close()

    async def page(request):
        return PlainTextResponse("page")

    return Starlette(routes=[Route("/", page), WebSocketRoute("/ws", greet)])


@pytest.fixture
def browser(pages):
    return TestClient(SameOrigin(pages), base_url="http://127.0.0.1:8080")


KNOWN = ["127.0.0.1", "192.168.1.7:8080", "[::1]:8080", "[fe80::1]", "localhost:9", "LOCALHOST", "class.example:8080"]
UNKNOWN = [
    "evil.example", "evil.example:8080", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "localhost.evil.example",
    "2130706433", "0x7f.1", "", "[::1", "127.0.0.1:x", "127.0.0.1:80;script-src *",
]  # fmt: skip


@pytest.mark.parametrize("host", KNOWN + UNKNOWN)
def test_only_numbers_localhost_and_the_name_given_are_answered(pages, host):
    """A site that lets its own name point to this machine gets nothing, though origin and host then agree."""
    served = TestClient(KnownHost(pages, "Class.example", "other name"), base_url="http://127.0.0.1:8080")
    answer = served.get("/", headers={"Host": host})
    assert (answer.status_code, answer.text) == ((200, "page") if host in KNOWN else (400, "other name"))
    if host in KNOWN:
        with served.websocket_connect("/ws", headers={"Host": host}) as socket:
            assert socket.receive_text() == "hello"
    else:
        with pytest.raises(WebSocketDisconnect), served.websocket_connect("/ws", headers={"Host": host}):
            pass


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9090", "http://127.0.0.1"])
def test_pages_of_other_origins_are_refused(browser, origin):
    assert browser.get("/", headers={"Origin": origin}).status_code == 403
    with (
        pytest.raises(WebSocketDisconnect),
        browser.websocket_connect("/ws", headers={"Origin": origin, "Host": "127.0.0.1:8080"}),
    ):
        pass


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://127.0.0.1:8080"}])
def test_own_pages_and_those_that_name_no_origin_are_answered(browser, headers):
    assert browser.get("/", headers=headers).text == "page"
    with browser.websocket_connect("/ws", headers={**headers, "Host": "127.0.0.1:8080"}) as socket:
        assert socket.receive_text() == "hello"
