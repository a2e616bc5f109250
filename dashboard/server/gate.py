"""The gate: nothing reaches Streamlit without a live session.

Every HTTP request and every WebSocket passes here first. The door (sign-in pages)
is the only thing open to strangers; it is an application of its own, so that no
line of Streamlit ever runs for them. Each message of an open WebSocket is checked
again: a session that ended leads to the sign-in page at the next click, and an
idle screen leaves at the next heartbeat.
"""

from __future__ import annotations

import sqlite3
import time
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote

from anyio import to_thread
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.server.headers import secured
from dashboard.server.library import streamlit_files
from dashboard.server.library.first_visit import WORKER_PATH
from dashboard.server.media_owners import MEDIA_PATHS, MediaOwners
from dashboard.server.refusals import refusal, wants_page
from dashboard.server.settings import SID_HEADER, ServerSettings
from dashboard.server.touches import Touches
from warehouse.errors import ThanThienError
from warehouse.people.sessions import LiveSession, find
from warehouse.settings import Settings

DOOR_PATHS = ("/login", "/logout", "/password", WORKER_PATH)
CLOSED_PATHS = ("/_stcore/metrics", "/_stcore/agent", "/auth", "/oauth2callback")
UPLOAD_PATHS = ("/_stcore/upload_file",)
MAY_UPLOAD = ("steward", "leader", "front")
POLICY_VIOLATION = 1008
# A page asks for a hundred of Streamlit's own files at once.
LIBRARY_SECONDS = 3.0
MAX_REMEMBERED = 4096


class Gate:
    """ASGI middleware in front of Streamlit.

    Args:
        app: Streamlit.
        door: The application strangers may reach.
        settings: Names the store of sessions.
        server: By which address people come.
    """

    def __init__(
        self, app: ASGIApp, door: ASGIApp, settings: Settings, server: ServerSettings
    ) -> None:
        self._app = app
        self._door = door
        self._settings = settings
        self._server = server
        self._let_in: dict[str, float] = {}
        self._media = MediaOwners()
        self._touches = Touches(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it itself."""
        if scope["type"] == "http":
            await self._http(scope, receive, self._with_headers(scope, send))
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        path: str = scope["path"]
        if not self._is_own_host(headers):
            answer = self._refused(scope, "other_host")
        elif _is_under(path, CLOSED_PATHS):
            answer = self._refused(scope, "missing_page")
        elif scope["method"] not in ("GET", "HEAD") and not self._is_own_page(headers):
            answer = self._refused(scope, "other_site")
        elif _is_under(path, DOOR_PATHS):
            await self._door(scope, receive, send)
            return
        else:
            await self._inside(scope, receive, send)
            return
        await answer(scope, receive, send)

    async def _inside(self, scope: Scope, receive: Receive, send: Send) -> None:
        sid = token_of(scope, self._server)
        if sid is not None and self._may_read_library(scope, sid):
            await self._app(_stamped(scope, sid), receive, send)
            return
        is_page = _is_navigation(scope)
        try:
            live = await self._find(sid)
        except (sqlite3.Error, OSError, ThanThienError):
            await self._refused(scope, "no_store")(scope, receive, send)
            return
        if live is None or sid is None:
            target = f"/login?next={quote(_asked(scope))}"
            answer = self._turned_away(scope, target if is_page else None)
            await answer(scope, receive, send)
        elif live.must_change_password:
            answer = self._turned_away(scope, "/password" if is_page else None)
            await answer(scope, receive, send)
        elif _is_under(scope["path"], UPLOAD_PATHS) and not _may_upload(live):
            await self._refused(scope, "missing_page")(scope, receive, send)
        elif _is_under(scope["path"], MEDIA_PATHS) and not self._media.may_read(
            sid, scope["path"]
        ):
            await self._refused(scope, "other_session")(scope, receive, send)
        else:
            if is_page:
                self._touches.note(sid)
            self._remember(sid)
            await self._app(_stamped(scope, sid), receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        sid = token_of(scope, self._server)
        live = None
        if self._is_own_host(headers) and self._is_own_page(headers):
            try:
                live = await self._find(sid)
            except (sqlite3.Error, OSError, ThanThienError):
                live = None
        if live is None or sid is None or live.must_change_password:
            await receive()
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        touches = self._touches
        line = _WatchedLine(self._settings, sid, self._media, touches, receive, send)
        await self._app(_stamped(scope, sid), line.receive, line.send)

    def _may_read_library(self, scope: Scope, sid: str) -> bool:
        # Streamlit's own files hold nothing of ours: a session found live a moment
        # ago need not be looked up again for each. Everything else is.
        let_in_at = self._let_in.get(sid, -LIBRARY_SECONDS)
        is_fresh = time.monotonic() - let_in_at < LIBRARY_SECONDS
        return is_fresh and streamlit_files.holds(scope["path"])

    def _remember(self, sid: str) -> None:
        if len(self._let_in) >= MAX_REMEMBERED:
            self._let_in.clear()
        self._let_in[sid] = time.monotonic()

    def _refused(self, scope: Scope, word: str) -> Response:
        return refusal(scope, word, self._settings.lang)

    def _turned_away(self, scope: Scope, target: str | None) -> Response:
        if target is None:
            return self._refused(scope, "no_session")
        return RedirectResponse(target, 303)

    async def _find(self, sid: str | None) -> LiveSession | None:
        return await to_thread.run_sync(find, self._settings, sid)

    def _is_own_host(self, headers: Headers) -> bool:
        return headers.get("host", "").lower() in self._server.netlocs

    def _is_own_page(self, headers: Headers) -> bool:
        # Browsers send Origin with every form and WebSocket; its absence is a no.
        own = self._server.origin(headers.get("host", "").lower())
        return headers.get("origin", "").lower() == own

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        netloc = Headers(scope=scope).get("host", "").lower()
        known = netloc if netloc in self._server.netlocs else "invalid"

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = secured(
                    list(message.get("headers", [])),
                    netloc=known,
                    is_https=self._server.is_https,
                )
            await send(message)

        return send_secured


class _WatchedLine:
    """One open WebSocket, whose session is looked up again at every message."""

    def __init__(
        self,
        settings: Settings,
        sid: str,
        media: MediaOwners,
        touches: Touches,
        receive: Receive,
        send: Send,
    ) -> None:
        self._settings = settings
        self._sid = sid
        self._media = media
        self._touches = touches
        self._receive = receive
        self._send = send
        self._is_cut = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        if not await to_thread.run_sync(self._is_live, message.get("bytes")):
            await self._cut(message.get("bytes"))
            return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}
        return message

    async def send(self, message: Message) -> None:
        if not self._is_cut:
            self._media.note(self._sid, message.get("bytes") or b"")
            await self._send(message)

    def _is_live(self, content: bytes | None) -> bool:
        try:
            live = find(self._settings, self._sid)
            if live is None or live.must_change_password:
                return False
        except (sqlite3.Error, OSError, ThanThienError):
            return False
        if _is_click(content):
            self._touches.note(self._sid)
        return True

    async def _cut(self, content: bytes | None) -> None:
        self._is_cut = True
        redirect = ForwardMsg()
        redirect.auth_redirect.url = f"/login?ended=1&next={quote(_page_of(content))}"
        content = redirect.SerializeToString()
        await self._send({"type": "websocket.send", "bytes": content})
        await self._send({"type": "websocket.close", "code": POLICY_VIOLATION})


def token_of(scope: Scope, server: ServerSettings) -> str | None:
    """The session token in the cookie of a request; None without one.

    Two cookies of our name are a sign of a planted one: neither counts.
    """
    found = []
    for line in Headers(scope=scope).getlist("cookie"):
        for part in line.split(";"):
            try:
                jar = SimpleCookie(part.strip())
            except CookieError:
                continue
            if server.cookie_name in jar:
                found.append(jar[server.cookie_name].value)
    return found[0] if len(found) == 1 else None


def _is_under(path: str, prefixes: tuple[str, ...]) -> bool:
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in prefixes)


def _may_upload(live: LiveSession) -> bool:
    # Streamlit holds what is sent in memory: only who loads files may send any, who
    # prints letters from an export, and who draws a wave from one.
    return live.identity.role in MAY_UPLOAD


def _is_navigation(scope: Scope) -> bool:
    return scope["method"] == "GET" and wants_page(scope)


def _asked(scope: Scope) -> str:
    # With its query, so that a link opens the same view after signing in.
    query = scope["query_string"].decode("latin-1")
    return f"{scope['path']}?{query}" if query else str(scope["path"])


def _is_click(content: bytes | None) -> bool:
    # Heartbeats and timers do not keep a session alive; only a person does.
    message = _parsed(content)
    is_run = message.WhichOneof("type") == "rerun_script"
    return is_run and not message.rerun_script.is_auto_rerun


def _page_of(content: bytes | None) -> str:
    # Where the reader was, to come back to after signing in; the door checks it.
    run = _parsed(content).rerun_script
    query = f"?{run.query_string}" if run.query_string else ""
    return f"/{run.page_name.strip('/')}{query}"


def _parsed(content: bytes | None) -> BackMsg:
    message = BackMsg()
    try:
        message.ParseFromString(content or b"")
    except DecodeError:
        return BackMsg()
    return message


def _stamped(scope: Scope, sid: str) -> Scope:
    name = SID_HEADER.encode()
    spellings = (name, name.replace(b"-", b"_"))
    kept = [pair for pair in scope["headers"] if pair[0].lower() not in spellings]
    return {**scope, "headers": [*kept, (name, sid.encode())]}
