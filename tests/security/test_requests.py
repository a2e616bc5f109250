"""Strangers get nothing: every route, every trick, over HTTP and WebSocket."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.security.server import PASSWORD, Server, routes_in_streamlit
from warehouse.people import sessions

SECRET = "BÍ MẬT"
N_REQUESTS, N_REQUESTS_RELEASE = 400, 20_000
N_SOCKETS, N_SOCKETS_RELEASE = 60, 2_000

PAGES = ("/", "/don-vi", "/can-bo?officer=CB1", "/index.html", "/?a=b", "/x/y/z")
INTERNAL = (
    "/_stcore/health",
    "/_stcore/script-health-check",
    "/_stcore/metrics",
    "/_stcore/host-config",
    "/_stcore/stream",
    "/_stcore/upload_file/a/b",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/agent/openapi.json",
    "/_stcore/bidi-components/x/y",
    "/media/abc.txt",
    "/component/x/index.html",
    "/app/static/x",
    "/static/../static/js/x",
    "/auth/login",
    "/oauth2callback",
    "/healthz",
    "/.streamlit/secrets.toml",
    "/..%2f..%2fetc/passwd",
    "//etc/passwd",
    "/login/../",
    "/login%2f..%2f_stcore/health",
    "/LOGIN/../media/x",
    "/media/login",
)
METHODS = ("GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")


def stranger_tokens(server: Server) -> list[str]:
    """Tokens that open nothing: made up, ended, revoked, idle, too old."""
    ended, revoked = server.session("anna"), server.session("binh")
    sessions.end_session(server.settings, ended)
    sessions.revoke(server.settings, user_name="binh", actor="t")
    idle = sessions.open_session(
        server.settings, "chi", "", now=_ago(sessions.IDLE_SECONDS + 1)
    )
    old = sessions.open_session(
        server.settings, "chi", "", now=_ago(sessions.LIFETIME_SECONDS + 1)
    )
    forged = [secrets.token_urlsafe(32) for _ in range(5)]
    return [ended, revoked, idle, old, *forged, "", "x", "a" * 4000, "null", "anna"]


def _ago(seconds: int) -> int:
    import time

    return int(time.time()) - seconds


@pytest.fixture(scope="module")
def tokens(server: Server) -> list[str]:
    """See `stranger_tokens`."""
    return stranger_tokens(server)


@pytest.fixture(scope="module")
def download_path(server: Server) -> Iterator[str]:
    """The address of a download somebody who is signed in sees right now."""
    with open_socket(server, server.session("chi")) as socket:
        yield path_of_download(socket)


def open_socket(server: Server, token: str | None, **headers: str) -> ClientConnection:
    """Opens Streamlit's WebSocket as its front end does."""
    sent = {"Origin": server.url, **headers}
    if token is not None:
        sent["Cookie"] = f"thanthien={token}"
    origin = sent.pop("Origin")
    return connect(
        f"ws://{server.netloc}/_stcore/stream",
        origin=origin or None,  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers=sent,
        open_timeout=20,
    )


def run_script(socket: ClientConnection) -> list[bytes]:
    """Asks for a run of the page and returns every message of it."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    ask = BackMsg()
    ask.rerun_script.query_string = ""
    socket.send(ask.SerializeToString())
    messages = []
    while True:
        content = socket.recv(timeout=20)
        assert isinstance(content, bytes)
        messages.append(content)
        message = ForwardMsg()
        message.ParseFromString(content)
        if message.WhichOneof("type") in ("script_finished", "auth_redirect"):
            return messages


def path_of_download(socket: ClientConnection) -> str:
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    for content in run_script(socket):
        message = ForwardMsg()
        message.ParseFromString(content)
        button = message.delta.new_element.download_button
        if button.url:
            return str(button.url)
    raise AssertionError("the page has no download")


def test_signed_in_people_do_get_content(server: Server, download_path: str) -> None:
    token = server.session("binh")
    with open_socket(server, token) as socket:
        text = b"".join(run_script(socket)).decode("utf-8", "replace")
    assert f"{SECRET} của binh leader 01234" in text
    with server.client() as client:
        client.cookies.set("thanthien", token)
        assert SECRET in client.get(download_path).text


def test_a_client_that_asks_for_no_page_gets_it_packed(server: Server) -> None:
    headers = {"accept": "*/*", "accept-encoding": "gzip"}
    headers["cookie"] = f"thanthien={server.session('anna')}"
    with server.client() as client:
        answer = client.get("/don-vi", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert "<html" in answer.text


def test_no_unauthorised_request_gets_content(
    server: Server, tokens: list[str], download_path: str, is_release: bool
) -> None:
    chance = random.Random(1)
    paths = [*PAGES, *INTERNAL, *routes_in_streamlit(), download_path]
    n_requests = N_REQUESTS_RELEASE if is_release else N_REQUESTS
    seen: dict[int, int] = {}
    with httpx.Client(base_url=server.url, timeout=20.0) as client:
        for number in range(max(n_requests, len(paths))):
            path = paths[number % len(paths)]
            answer = client.request(
                chance.choice(METHODS), path, headers=_headers(server, tokens, chance)
            )
            seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
            assert answer.status_code in (303, 400, 401, 403, 404, 405), path
            assert SECRET not in answer.text
            assert "streamlit" not in answer.text.lower()
            assert "Traceback" not in answer.text
            assert len(answer.content) < 1000, path
    assert seen[401] > n_requests / 4


def _headers(
    server: Server, tokens: list[str], chance: random.Random
) -> dict[str, str]:
    token = chance.choice(tokens)
    sent = {
        "accept": chance.choice(["*/*", "text/html", "application/json"]),
        "x-cqtt-sid": token,
        "X_Cqtt_Sid": token,
        "x-forwarded-user": "anna",
        "authorization": f"Bearer {token or 0}",
    }
    if chance.random() < 0.8:
        sent["cookie"] = f"thanthien={token}"
    if chance.random() < 0.7:
        sent["origin"] = server.url
    return sent


def test_no_stranger_opens_a_websocket(
    server: Server, tokens: list[str], is_release: bool
) -> None:
    chance = random.Random(2)
    for _ in range(N_SOCKETS_RELEASE if is_release else N_SOCKETS):
        token = chance.choice([None, *tokens])
        with pytest.raises(InvalidStatus) as refused:
            open_socket(server, token, **{"X-Cqtt-Sid": token or "x"})
        assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.invalid"},
        {"Origin": ""},
        {"Origin": "null"},
        {"Host": "evil.invalid"},
    ],
)
def test_a_websocket_from_another_site_is_refused(
    server: Server, headers: dict[str, str]
) -> None:
    token = server.session()
    with pytest.raises(InvalidStatus):
        open_socket(server, token, **headers)


def test_a_header_cannot_make_one_somebody_else(server: Server) -> None:
    anna, binh = server.session("anna"), server.session("binh")
    with open_socket(server, binh, **{"X-Cqtt-Sid": anna}) as socket:
        text = b"".join(run_script(socket)).decode("utf-8", "replace")
    assert "của binh" in text
    assert "của anna" not in text


def test_two_cookies_of_our_name_count_as_none(server: Server) -> None:
    anna, binh = server.session("anna"), server.session("binh")
    with server.client() as client:
        for first, second in ((anna, binh), ("x", anna), (anna, anna)):
            cookies = f"thanthien={first}; thanthien={second}"
            answer = client.get("/_stcore/health", headers={"cookie": cookies})
            assert answer.status_code == 401


def test_a_session_of_streamlit_is_not_taken_over(server: Server) -> None:
    """The id of another person's Streamlit session, live or just closed, is useless."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    anna, binh = server.session("anna"), server.session("binh")
    with open_socket(server, anna) as socket:
        message = ForwardMsg()
        message.ParseFromString(run_script(socket)[0])
        theirs = message.new_session.initialize.session_id
        assert theirs
        for _ in range(2):
            origin: Any = server.url
            protocols: Any = ["streamlit", "x", theirs]
            with connect(
                f"ws://{server.netloc}/_stcore/stream",
                origin=origin,
                subprotocols=protocols,
                additional_headers={"Cookie": f"thanthien={binh}"},
            ) as other:
                text = b"".join(run_script(other)).decode("utf-8", "replace")
                assert "của binh" in text
                assert "của anna" not in text
            socket.close()


def test_an_open_websocket_ends_with_its_session(server: Server) -> None:
    token = server.session("binh")
    with open_socket(server, token) as socket:
        assert SECRET.encode() in b"".join(run_script(socket))
        sessions.revoke(server.settings, user_name="binh", actor="t")
        last = run_script(socket)
    assert b"/login?ended=1&next=/" in last[-1]
    assert SECRET.encode() not in b"".join(last)


@pytest.mark.parametrize("host", ["evil.invalid", "127.0.0.1", "localhost:1", ""])
def test_another_host_name_is_refused(server: Server, host: str) -> None:
    with server.client() as client:
        answer = client.get("/login", headers={"host": host})
    assert answer.status_code == 400


@pytest.mark.parametrize("origin", ["https://evil.invalid", "null", ""])
@pytest.mark.parametrize("path", ["/login", "/logout", "/password", "/password/code"])
def test_a_form_from_another_site_is_refused(
    server: Server, origin: str, path: str
) -> None:
    form = {"user_name": "anna", "password": PASSWORD}
    with httpx.Client(base_url=server.url) as client:
        answer = client.post(path, data=form, headers={"origin": origin})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_every_answer_carries_the_security_headers(server: Server) -> None:
    token = server.session()
    with server.client() as client:
        for cookies in ({}, {"thanthien": token}):
            client.cookies.clear()
            client.cookies.update(cookies)
            for path in ("/", "/login", "/static/x.js", "/media/x", "/login/zz"):
                headers = client.get(path).headers
                policy = headers["content-security-policy"]
                assert "script-src 'self' 'sha256-" in policy
                assert "unsafe-eval" not in policy
                assert "frame-ancestors 'none'" in policy
                assert headers["x-content-type-options"] == "nosniff"
                assert headers["x-frame-options"] == "DENY"
                assert headers["referrer-policy"] == "same-origin"
                assert "server" not in headers


def test_closed_routes_stay_closed_for_signed_in_people(server: Server) -> None:
    with server.client() as client:
        client.cookies.set("thanthien", server.session())
        for path in ("/_stcore/metrics", "/_stcore/agent/interact", "/auth/login"):
            assert client.get(path).status_code == 404


def test_the_cookie_cannot_be_read_by_a_page(server: Server) -> None:
    with server.client() as client:
        form = {"user_name": "anna", "password": PASSWORD}
        cookie = client.post("/login", data=form).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
