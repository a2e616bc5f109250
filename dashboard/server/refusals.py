"""What the gate answers to those it does not let in: few words, in both languages.

A person in a browser gets a small page that says what to do next; a program gets the
same sentences as plain text. No answer says anything about what lies behind.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Scope

from dashboard.server.login_page import refusal_page
from dashboard.words import LANGUAGES, words_of

STATUSES = {
    "other_host": 400,
    "no_session": 401,
    "other_site": 403,
    "other_session": 403,
    "missing_page": 404,
    "no_store": 503,
}
ASSET_PATHS = ("/_stcore/", "/media/", "/static/", "/component/")


def wants_page(scope: Scope) -> bool:
    """Whether a person waits for the answer, not a page's own script or a program."""
    accepts = Headers(scope=scope).get("accept", "")
    return "text/html" in accepts and not scope["path"].startswith(ASSET_PATHS)


def refusal(scope: Scope, word: str, lang: str) -> Response:
    """The answer for one reason not to go on.

    Args:
        scope: The request.
        word: A key of `STATUSES`.
        lang: The language of the installation; the address may ask for the other.

    Raises:
        KeyError: No such reason.
    """
    status = STATUSES[word]
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    first = asked if asked in LANGUAGES else lang
    if wants_page(scope):
        is_ours = word != "other_host"
        return HTMLResponse(refusal_page(first, word, has_way_on=is_ours), status)
    languages = [first, *(other for other in LANGUAGES if other != first)]
    said = [words_of(key) for key in languages]
    lines = (
        f"{words(f'login.{word}')} {words(f'login.{word}_next')}" for words in said
    )
    return PlainTextResponse("\n".join(lines) + "\n", status)
