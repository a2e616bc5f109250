"""What the gate says when it says no: a page for people, plain words for programs."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import anyio
import httpx
import pytest
from starlette.responses import PlainTextResponse

from dashboard.server import gate, touches
from dashboard.server.refusals import STATUSES
from dashboard.server.settings import ServerSettings
from dashboard.words import words_of
from tests.security.server import Server
from warehouse.people.account_rows import Identity
from warehouse.people.sessions import LiveSession
from warehouse.settings import Settings

BROWSER = {"accept": "text/html,application/xhtml+xml"}
# The reason → a request that meets it.
REQUESTS: dict[str, dict[str, Any]] = {
    "other_host": {"path": "/", "headers": {"host": "evil.invalid"}},
    "other_site": {
        "path": "/login",
        "method": "POST",
        "headers": {"origin": "https://evil.invalid"},
    },
    "missing_page": {"path": "/auth/login"},
    "no_session": {"path": "/_stcore/health"},
}


def answer_of(asked: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """Waits for an answer in a thread: a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, asked).result()


def ask(server: Server, word: str, **more: str) -> Any:
    asked = REQUESTS[word]
    headers = {**asked.get("headers", {}), **more}
    with server.client() as client:
        return client.request(
            asked.get("method", "GET"), asked["path"], headers=headers
        )


@pytest.mark.parametrize("word", REQUESTS)
def test_a_program_gets_both_languages_as_plain_text(server: Server, word: str) -> None:
    answer = ask(server, word, accept="application/json")
    assert answer.status_code == STATUSES[word]
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    first, second, *rest = answer.text.splitlines()
    assert rest == []
    assert first.startswith(words_of("vi")(f"login.{word}"))
    assert words_of("vi")(f"login.{word}_next") in first
    assert second.startswith(words_of("en")(f"login.{word}"))


@pytest.mark.parametrize("word", ["other_host", "other_site", "missing_page"])
def test_a_person_gets_a_page_that_says_what_to_do(server: Server, word: str) -> None:
    answer = ask(server, word, **BROWSER)
    assert answer.status_code == STATUSES[word]
    assert answer.headers["content-type"].startswith("text/html")
    assert '<html lang="vi">' in answer.text
    assert f"<h2>{words_of('vi')(f'login.{word}')}</h2>" in answer.text
    assert words_of("vi")(f"login.{word}_next") in answer.text
    assert words_of("en")(f"login.{word}") in answer.text
    assert "<script" not in answer.text


def test_an_unknown_host_is_shown_no_address(server: Server) -> None:
    answer = ask(server, "other_host", **BROWSER)
    assert 'href="/' not in answer.text
    assert server.netloc not in answer.text


def test_the_page_follows_the_language_asked_for(server: Server) -> None:
    with server.client() as client:
        answer = client.get("/auth/x?lang=en", headers=BROWSER)
    assert '<html lang="en">' in answer.text
    assert f"<h2>{words_of('en')('login.missing_page')}</h2>" in answer.text


@pytest.mark.parametrize("accept", [BROWSER["accept"], "*/*"])
def test_a_store_that_cannot_be_read_is_shown_without_a_trace(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, accept: str
) -> None:
    def broken(settings: Settings, sid: str | None) -> None:
        raise sqlite3.OperationalError("disk I/O error at /secret/path")

    async def inside(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("let in")

    monkeypatch.setattr(gate, "find", broken)
    settings = Settings(home=tmp_path)
    guarded = gate.Gate(inside, inside, settings, ServerSettings(port=8501))

    async def asked() -> httpx.Response:
        way = httpx.ASGITransport(guarded)
        async with httpx.AsyncClient(transport=way) as client:
            address = "http://127.0.0.1:8501/don-vi"
            return await client.get(address, headers={"accept": accept})

    answer = answer_of(asked)
    assert answer.status_code == 503
    assert words_of("vi")("login.no_store") in answer.text
    assert "secret" not in answer.text


def test_a_store_that_cannot_be_written_ends_no_live_session(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Who is signed in reads on; without notes the session runs out when idle."""
    n_tried = []

    def full(settings: Settings, *sids: str) -> None:
        n_tried.append(len(sids))
        raise sqlite3.OperationalError("database or disk is full")

    live = LiveSession(
        Identity("a", "A", "committee"), "id", must_change_password=False
    )
    monkeypatch.setattr(gate, "find", lambda settings, sid: live)
    monkeypatch.setattr(touches, "touch", full)
    monkeypatch.setattr(touches, "WRITE_EVERY_SECONDS", 0.0)
    settings, server = Settings(home=tmp_path), ServerSettings(port=8501)
    inside = PlainTextResponse("the page")
    guarded = gate.Gate(inside, inside, settings, server)

    async def asked() -> httpx.Response:
        way = httpx.ASGITransport(guarded)
        async with httpx.AsyncClient(transport=way) as client:
            address = "http://127.0.0.1:8501/don-vi"
            cookie = {"cookie": f"{server.cookie_name}=x"}
            return await client.get(address, headers=BROWSER | cookie)

    answer = answer_of(asked)
    assert (answer.status_code, answer.text) == (200, "the page")
    until = time.monotonic() + 10
    while not n_tried and time.monotonic() < until:
        time.sleep(0.01)
    assert n_tried == [1]


def test_a_link_keeps_its_view_over_signing_in(server: Server) -> None:
    link = "/don-vi?unit=91001@2025-07-01&part=cases"
    with server.client() as client:
        answer = client.get(link, headers=BROWSER)
        assert answer.status_code == 303
        target = urlparse(answer.headers["location"])
        assert parse_qs(target.query)["next"] == [link]
        form = client.get(answer.headers["location"], headers=BROWSER).text
    assert 'value="/don-vi?unit=91001@2025-07-01&amp;part=cases"' in form
