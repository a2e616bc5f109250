"""The door: signing in and out, and changing one's password.

The only part of the dashboard strangers can reach. It makes no outside request,
runs one script, which has the browser keep a worker for Streamlit's files
(`library/worker.js`), and reads at most a few kilobytes from anybody. That a form came
from our own page is checked by the gate for every POST.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from urllib.parse import parse_qsl, urlsplit

from anyio import CapacityLimiter, fail_after, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.server import login_page
from dashboard.server.gate import token_of
from dashboard.server.library.first_visit import worker_route
from dashboard.server.settings import ServerSettings
from dashboard.words import LANGUAGES, words_of
from warehouse import audit
from warehouse.errors import AccountError, AuditError
from warehouse.people import sessions, sign_in
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings

MAX_FORM_BYTES = 8192
# A form is sent at once; who announces one and sends none must not be waited for.
FORM_SECONDS = 10.0
MAX_CODE_LENGTH = 16
_WORDS_OF_STATUS = {
    404: "not_found",
    405: "not_found",
    408: "not_sent",
    413: "too_long",
}
MAX_WAITING = 50
"""More people than this waiting for a password check are asked to come back."""


class Door:
    """The routes of the sign-in pages.

    Args:
        settings: Names the stores.
        server: By which address people come.
        sso_name: What the single sign-on is called; empty without one.
    """

    def __init__(
        self, settings: Settings, server: ServerSettings, sso_name: str = ""
    ) -> None:
        self._settings = settings
        self._server = server
        self._sso_name = sso_name
        # Of its own, so that password checks never hold up somebody's page.
        self.limiter = CapacityLimiter(4)

    def routes(self) -> list[BaseRoute]:
        """Every path of the door besides the single sign-on."""
        return [
            Route("/login", self.show_sign_in, methods=["GET"]),
            Route("/login", self.take_sign_in, methods=["POST"]),
            Route("/login/style.css", _style, methods=["GET"]),
            worker_route(),
            Route("/logout", self.show_sign_out, methods=["GET"]),
            Route("/logout", self.take_sign_out, methods=["POST"]),
            Route("/password", self.show_password, methods=["GET"]),
            Route("/password", self.take_password, methods=["POST"]),
        ]

    def language_of(
        self, request: Request, form: Mapping[str, str] | None = None
    ) -> str:
        """The language asked for, else that of the installation."""
        asked = (form or {}).get("lang") or request.query_params.get("lang", "")
        return asked if asked in LANGUAGES else self._settings.lang

    async def show_sign_in(self, request: Request) -> Response:
        """The empty form, with a word on why one is here."""
        lang = self.language_of(request)
        word = "ended" if "ended" in request.query_params else ""
        word = "signed_out" if "out" in request.query_params else word
        next_path = local_path(request.query_params.get("next", "/"))
        return self._sign_in_form(lang, word, next_path)

    async def take_sign_in(self, request: Request) -> Response:
        """Checks name and password; a right one gets a new session."""
        form = await read_form(request)
        lang = self.language_of(request, form)
        next_path = local_path(form.get("next", "/"))
        user_name = form.get("user_name", "").strip()
        if self.limiter.statistics().tasks_waiting >= MAX_WAITING:
            return self._sign_in_form(lang, "busy", next_path, user_name, 429)
        check = partial(
            sign_in.sign_in,
            self._settings,
            user_name,
            form.get("password", ""),
            code=form.get("code", "")[:MAX_CODE_LENGTH],
            address=address_of(request),
        )
        identity = await to_thread.run_sync(check, limiter=self.limiter)
        if identity is None:
            return self._sign_in_form(lang, "refused", next_path, user_name, 401)
        return await self.opened(request, identity, next_path)

    async def opened(
        self, request: Request, identity: Identity, next_path: str
    ) -> Response:
        """Starts a session under a new token, and ends the one that was there."""
        sid = token_of(request.scope, self._server)
        if sid is not None:
            await to_thread.run_sync(sessions.end_session, self._settings, sid)
        token = await to_thread.run_sync(
            sessions.open_session,
            self._settings,
            identity.user_name,
            address_of(request),
        )
        response = RedirectResponse(local_path(next_path), 303)
        response.set_cookie(
            self._server.cookie_name,
            token,
            max_age=sessions.LIFETIME_SECONDS,
            secure=self._server.is_https,
            httponly=True,
            samesite="lax",
        )
        return response

    async def show_sign_out(self, request: Request) -> Response:
        """Signs out at once from our own page, and asks when linked from elsewhere."""
        if request.headers.get("sec-fetch-site") == "same-origin":
            return await self.take_sign_out(request)
        return HTMLResponse(login_page.sign_out_page(self.language_of(request)))

    async def take_sign_out(self, request: Request) -> Response:
        """Ends the session on the server, then forgets the cookie."""
        sid = token_of(request.scope, self._server)
        if sid is not None:
            await to_thread.run_sync(self._sign_out, sid)
        response = RedirectResponse("/login?out=1", 303)
        response.delete_cookie(
            self._server.cookie_name, secure=self._server.is_https, httponly=True
        )
        return response

    async def show_password(self, request: Request) -> Response:
        """The form to change one's password, for those who are signed in."""
        live = await self.live(request)
        if live is None:
            return RedirectResponse("/login", 303)
        word = "must_change" if live.must_change_password else ""
        return self._password_form(request, {}, word, live.identity.user_name)

    async def take_password(self, request: Request) -> Response:
        """Changes the password; all other sessions of the account end."""
        live = await self.live(request)
        if live is None:
            return RedirectResponse("/login", 303)
        form = await read_form(request)
        user_name = live.identity.user_name
        old, new = form.get("old", ""), form.get("new", "")
        if new != form.get("repeat"):
            return self._password_form(request, form, "not_same", user_name)
        change = partial(
            sign_in.change_password,
            self._settings,
            user_name,
            old,
            new,
            address=address_of(request),
        )
        try:
            await to_thread.run_sync(change, limiter=self.limiter)
        except AccountError:
            return self._password_form(request, form, "not_changed", user_name)
        return await self.opened(request, live.identity, "/")

    def _sign_out(self, sid: str) -> None:
        live = sessions.find(self._settings, sid)
        sessions.end_session(self._settings, sid)
        if live is not None:
            name = live.identity.user_name
            audit.record(self._settings, actor=name, action="sign_out", subject=name)

    async def live(self, request: Request) -> sessions.LiveSession | None:
        """The session a request comes with, None without one."""
        sid = token_of(request.scope, self._server)
        return await to_thread.run_sync(sessions.find, self._settings, sid)

    def _sign_in_form(
        self,
        lang: str,
        word: str,
        next_path: str,
        user_name: str = "",
        status: int = 200,
    ) -> Response:
        page = login_page.sign_in_page(
            lang,
            notice=words_of(lang).or_else(f"login.{word}", ""),
            next_path=next_path,
            user_name=user_name[: sign_in.MAX_NAME_LENGTH],
            sso_name=self._sso_name,
            is_refused=word == "refused",
        )
        return HTMLResponse(page, status)

    def _password_form(
        self, request: Request, form: Mapping[str, str], word: str, user_name: str
    ) -> Response:
        lang = self.language_of(request, form)
        notice = words_of(lang).or_else(f"login.{word}", "")
        page = login_page.password_page(lang, notice=notice, user_name=user_name)
        return HTMLResponse(page, 400 if form else 200)


def build_door(door: Door, further_routes: list[BaseRoute]) -> Starlette:
    """The door as an application, whose error pages show no trace."""

    def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        word = _WORDS_OF_STATUS.get(status, "error")
        word = "unavailable" if isinstance(error, AuditError) else word
        status = 503 if isinstance(error, AuditError) else status
        lang = door.language_of(request)
        return HTMLResponse(login_page.message_page(lang, word), status)

    handlers = {HTTPException: refused, AuditError: refused, Exception: refused}
    return Starlette(
        routes=[*door.routes(), *further_routes], exception_handlers=handlers
    )


def local_path(path: str) -> str:
    """A path of this site, so that nobody is sent elsewhere after signing in."""
    parts = urlsplit(path)
    is_local = not parts.scheme and not parts.netloc and path.startswith("/")
    is_plain = path.isprintable() and "\\" not in path and not path.startswith("//")
    return path if is_local and is_plain and len(path) <= 500 else "/"


def address_of(request: Request) -> str:
    """Where a request comes from; behind our proxy, where that had it from."""
    return request.client.host if request.client else ""


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a posted form.

    Raises:
        HTTPException: It is longer than any form of ours, or did not come within
            `FORM_SECONDS`.
    """
    body = b""
    try:
        with fail_after(FORM_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_FORM_BYTES:
                    raise HTTPException(413)
    except TimeoutError as error:
        raise HTTPException(408) from error
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


async def _style(_: Request) -> Response:
    headers = {"cache-control": "max-age=3600"}
    return Response(login_page.STYLE, media_type="text/css", headers=headers)
