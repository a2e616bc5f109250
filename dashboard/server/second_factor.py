"""The page where a person turns a second factor on or off."""

from __future__ import annotations

from functools import partial

import segno
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.server import login_page
from dashboard.server.login import MAX_CODE_LENGTH, Door, address_of, read_form
from dashboard.words import words_of
from warehouse.errors import AccountError
from warehouse.people import second_factor
from warehouse.people.sessions import LiveSession
from warehouse.people.sign_in import is_right_password
from warehouse.settings import Settings

PATH = "/password/code"


class SecondFactorPage:
    """Asks for the password besides: an open screen is not the person.

    Args:
        settings: Names the stores.
        door: Whose sessions, language and pace it shares.
    """

    def __init__(self, settings: Settings, door: Door) -> None:
        self._settings = settings
        self._door = door

    def routes(self) -> list[BaseRoute]:
        """Both ways of the one path."""
        return [
            Route(PATH, self.show, methods=["GET"]),
            Route(PATH, self.take, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """What stands: the secret to read in, or that it is on."""
        live = await self._door.live(request)
        if live is None or live.must_change_password:
            return RedirectResponse("/login" if live is None else "/password", 303)
        word = "turned_on" if "on" in request.query_params else ""
        word = "turned_off" if "off" in request.query_params else word
        return await self._page(request, {}, live, word)

    async def take(self, request: Request) -> Response:
        """Turns it on with the posted secret, or off."""
        live = await self._door.live(request)
        if live is None or live.must_change_password:
            return RedirectResponse("/login" if live is None else "/password", 303)
        form = await read_form(request)
        act = partial(self._act, live, form, address_of(request))
        done = await to_thread.run_sync(act, limiter=self._door.limiter)
        if not done:
            return await self._page(request, form, live, "code_refused")
        return RedirectResponse(f"{PATH}?{done}=1", 303)

    def _act(self, live: LiveSession, form: dict[str, str], address: str) -> str:
        """Turns it on or off; says which, or nothing where it was refused."""
        settings, name = self._settings, live.identity.user_name
        password, code = form.get("password", ""), form.get("code", "")
        code = code[:MAX_CODE_LENGTH]
        is_on = second_factor.has_second_factor(settings, name)
        needed = code if is_on else None
        if not is_right_password(
            settings, name, password, code=needed, address=address
        ):
            return ""
        try:
            if is_on:
                second_factor.turn_off(settings, name, actor=name)
                return "off"
            second_factor.turn_on(settings, name, form.get("secret", ""), code)
        except AccountError:
            return ""
        return "on"

    async def _page(
        self, request: Request, form: dict[str, str], live: LiveSession, word: str
    ) -> Response:
        lang = self._door.language_of(request, form)
        words = words_of(lang)
        notice = words.or_else(f"login.{word}", "")
        name = live.identity.user_name
        ask = partial(second_factor.has_second_factor, self._settings, name)
        status = 400 if form else 200
        if await to_thread.run_sync(ask):
            page = login_page.turn_off_page(lang, notice=notice, user_name=name)
            return HTMLResponse(page, status)
        secret = second_factor.new_secret()
        address = second_factor.address_of(name, secret, words("login.product"))
        picture = segno.make(address, error="m").svg_inline(scale=4)
        page = login_page.turn_on_page(
            lang, notice=notice, user_name=name, secret=secret, picture=picture
        )
        return HTMLResponse(page, status)
