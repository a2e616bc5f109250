"""The page Streamlit lives in, made Vietnamese, with the script and style we add.

Streamlit's own page says that it is English and its widgets hold a few English
words. Here the page gets the right language and title, and `page.js`, served by us,
puts our words in place of Streamlit's and Plotly's. No request leaves this host.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.library import streamlit_files
from dashboard.theme import style_sheet
from dashboard.words import LANGUAGES, words_of
from dashboard.words.terms import terms_of

SCRIPT_PATH, STYLE_PATH = "/page.js", "/page.css"
_WIDGETS = "widgets."


class Shell:
    """ASGI middleware between the gate and Streamlit.

    Args:
        app: Streamlit.
        lang: Language of a page whose address names none.
    """

    def __init__(self, app: ASGIApp, lang: str) -> None:
        self._app = app
        self._lang = lang

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Changes HTML pages on their way out; everything else passes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        page = _PageOnItsWay(send, _language(scope, self._lang))
        await self._app(_plain(scope), receive, page.send)


class _PageOnItsWay:
    """One answer: held back and changed if it is Streamlit's page."""

    def __init__(self, send: Send, lang: str) -> None:
        self._send = send
        self._lang = lang
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = page_in(self._lang, self._body.decode()).encode()
        headers = MutableHeaders(raw=start["headers"])
        if "content-length" in headers and self._body:
            headers["content-length"] = str(len(body))
        # The stored page is not the one that leaves, so its mark is not either.
        del headers["etag"]
        del headers["last-modified"]
        await self._send(start)
        sent = body if self._body else b""
        await self._send({"type": "http.response.body", "body": sent})


def page_in(lang: str, html: str) -> str:
    """Streamlit's page with our language, title and script."""
    title = escape(words_of(lang)("product.name"))
    html = html.replace('<html lang="en">', f'<html lang="{lang}">', 1)
    html = html.replace("<title>Streamlit</title>", f"<title>{title}</title>", 1)
    # Before Streamlit's own, which reads once where its server is.
    script = f'<script src="{_named(SCRIPT_PATH, _script())}" defer></script>'
    html = html.replace("<script", f"{script}<script", 1)
    html = html.replace("</head>", f"{streamlit_files.page_head()}</head>", 1)
    # At the end of the page: of two rules alike, the later one counts.
    style = f'<link rel="stylesheet" href="{_named(STYLE_PATH, style_sheet())}"></body>'
    return html.replace("</body>", style, 1)


def page_routes() -> list[Route]:
    """Serves `page.js`, with the words of every language in it, and `page.css`."""
    kept = {"cache-control": "private, immutable, max-age=31536000"}

    async def script(request: Request) -> Response:
        return Response(_script(), media_type="text/javascript", headers=kept)

    async def style(request: Request) -> Response:
        return Response(style_sheet(), media_type="text/css", headers=kept)

    return [Route(SCRIPT_PATH, script), Route(STYLE_PATH, style)]


def _named(path: str, content: str) -> str:
    # A browser keeps what it has read; changed content has another address.
    return f"{path}?{hashlib.sha256(content.encode()).hexdigest()[:12]}"


@cache
def _script() -> str:
    code = _beside("page.js")
    words = {
        lang: {
            key: text
            for key, text in words_of(lang).entries.items()
            if key.startswith(_WIDGETS)
        }
        for lang in LANGUAGES
    }
    said = json.dumps(words, ensure_ascii=False)
    terms = json.dumps(_terms(), ensure_ascii=False)
    figures = json.dumps(streamlit_files.figures_path())
    head = (
        f"const WORDS = {said};\nconst FIGURES = {figures};\nconst TERMS = {terms};\n"
    )
    return f"{head}{code}\n{_beside('terms.js')}"


def _beside(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _terms() -> dict[str, dict[str, object]]:
    """What `terms.js` needs of the glossary, by language."""
    path = words_of("vi")("paths.methods")
    return {
        lang: {
            "more": words_of(lang)("glossary.more"),
            "path": f"/{path}?aspect=glossary&lang={lang}",
            "terms": [asdict(term) for term in terms_of(lang)],
        }
        for lang in LANGUAGES
    }


def _language(scope: Scope, default: str) -> str:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    return asked if asked in LANGUAGES else default


def _is_html(start: Message) -> bool:
    headers = MutableHeaders(raw=start["headers"])
    # What was packed for a client that asked for no page leaves as it is.
    is_plain = "content-encoding" not in headers
    return is_plain and headers.get("content-type", "").startswith("text/html")


def _plain(scope: Scope) -> Scope:
    # A page that may be changed must arrive whole and uncompressed.
    unwanted = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
    accepts = b"".join(v for k, v in scope["headers"] if k == b"accept")
    if b"text/html" not in accepts:
        return scope
    headers = [(k, v) for k, v in scope["headers"] if k not in unwanted]
    return {**scope, "headers": headers}
