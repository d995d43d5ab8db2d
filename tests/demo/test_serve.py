"""What the server answers to pages of other servers."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from demo.serve import SameOrigin


@pytest.fixture
def browser():
    async def greet(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("hello")
        await socket.close()

    async def page(request):
        return PlainTextResponse("page")

    inner = Starlette(routes=[Route("/", page), WebSocketRoute("/ws", greet)])
    return TestClient(SameOrigin(inner), base_url="http://127.0.0.1:8080")


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
