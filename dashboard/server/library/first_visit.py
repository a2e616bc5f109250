"""All of Streamlit's files a page needs as one answer, for a browser that has none.

`worker.js` asks for it; it is kept under an address that holds its content's hash.
Nothing of ours is in it, yet it is given to nobody who is not signed in.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.server.library import streamlit_files
from dashboard.server.library.streamlit_files import AFTER_THE_WORDS, packed

PACK_PATH, WORKER_PATH = "/library.json", "/library.js"
_HASH_LENGTH = 12


def pack_route() -> Route:
    """Serves the files; behind the gate."""
    return Route(PACK_PATH, _pack_answer, methods=["GET"])


def worker_route() -> Route:
    """Serves the worker; at the door, as the sign-in page starts it."""
    return Route(WORKER_PATH, _worker_answer, methods=["GET"])


@cache
def files() -> dict[str, tuple[str, str]]:
    """Path → content type and text, the figures' library as what waits for it."""
    paths = streamlit_files.paths_of_a_page()
    found = {
        path: (streamlit_files.type_of(path), streamlit_files.text_of(path))
        for path in paths
        if streamlit_files.holds(path)
    }
    figures = streamlit_files.figures_path()
    if figures:
        found[figures] = (streamlit_files.type_of(figures), AFTER_THE_WORDS)
    return found


@cache
def _pack() -> tuple[bytes, dict[str, str]]:
    return packed(json.dumps(files(), ensure_ascii=False), "application/json")


@cache
def _worker() -> str:
    digest = hashlib.sha256(_pack()[0]).hexdigest()[:_HASH_LENGTH]
    code = Path(__file__).with_name("worker.js").read_text(encoding="utf-8")
    address = json.dumps(f"{PACK_PATH}?{digest}")
    return f"const PACK = {address};\nconst FILES = {json.dumps([*files()])};\n{code}"


async def _pack_answer(request: Request) -> Response:
    if not streamlit_files.takes_packed(request.headers):
        return Response(status_code=406)
    body, headers = await to_thread.run_sync(_pack)
    return Response(body, headers=headers)


async def _worker_answer(_: Request) -> Response:
    # Asked for anew at every visit, so that a new version is found.
    code = await to_thread.run_sync(_worker)
    headers = {"cache-control": "no-cache"}
    return Response(code, media_type="text/javascript", headers=headers)
