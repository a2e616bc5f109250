"""Streamlit's own scripts, styles and fonts, answered from memory.

Streamlit reads each file from the disk in pieces, on threads that wait for the pages
being made, and never packs it. Their names hold a hash of their content, so each is
read and packed once here, and a browser may keep it for good.

The library that draws figures is 4.7 MB, and reading it holds a browser up for a
second or more. Its place is taken by a few lines that wait until the words of the
page stand on the screen.
"""

from __future__ import annotations

import gzip
import mimetypes
import re
from functools import cache
from pathlib import Path

import streamlit
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_ROOT = Path(streamlit.__file__).with_name("static")
_KEPT = {"cache-control": "public, immutable, max-age=31536000"}
_PACKED_TYPES = ("text/javascript", "text/css", "application/json", "image/svg+xml")
_FIGURES = re.compile(r"/static/js/PlotlyChart\.[\w-]+\.js")
_IMPORTED = re.compile(r'(?:from|import)\s*"\./([^"]+\.js)"')
_WHOLE = b"whole"
# What every page of ours is made of, besides what Streamlit's page asks for itself.
_PARTS = ("Html", "ButtonGroup", "TextInput", "Selectbox")

# The exports of the chunk; `.tt-foot` is the last thing of every page.
_AFTER_THE_WORDS = """const whole = new URL(import.meta.url);
whole.search = "?whole";
const fetched = document.createElement("link");
Object.assign(fetched, { rel: "modulepreload", href: whole.href });
document.head.append(fetched);
const until = performance.now() + 20000;
await new Promise((done) => {
  const look = () => {
    if (document.hidden || performance.now() > until) done();
    else if (!document.querySelector(".tt-foot")) setTimeout(look, 20);
    else requestAnimationFrame(() => setTimeout(done));
  };
  look();
});
const drawing = await import(whole.href);
export const PlotlyChart = drawing.PlotlyChart;
export default drawing.default;
"""


class Library:
    """ASGI middleware behind the gate and in front of Streamlit."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers what it holds; everything else passes."""
        answer = await _answer(scope) if scope["type"] == "http" else None
        await (answer or self._app)(scope, receive, send)


def holds(path: str) -> bool:
    """Says whether a path names one of Streamlit's own files, the same for all."""
    return path in _files()


def figures_path() -> str:
    """Path of the library that draws figures; empty if Streamlit names it anew."""
    return next((path for path in _files() if _FIGURES.fullmatch(path)), "")


@cache
def page_head() -> str:
    """Links that let a browser fetch the parts of a page while Streamlit starts."""
    index = (_ROOT / "index.html").read_text(encoding="utf-8")
    wanted = [name for name in _names() if name.split(".")[0] in _PARTS]
    found: list[str] = []
    while wanted:
        name = wanted.pop(0)
        if name in found or name in index or name not in _names():
            continue
        found.append(name)
        wanted += _IMPORTED.findall(_names()[name].read_text(encoding="utf-8"))
    start = '<link rel="modulepreload" crossorigin href="./static/js/'
    return "".join(f'{start}{name}">' for name in found)


async def _answer(scope: Scope) -> Response | None:
    headers = Headers(scope=scope)
    path: str = scope["path"]
    is_read = scope["method"] in ("GET", "HEAD") and "range" not in headers
    if not is_read or not holds(path) or "gzip" not in _accepted(headers):
        return None
    if _FIGURES.fullmatch(path) and scope["query_string"] != _WHOLE:
        kind = "text/javascript"
        return Response(_AFTER_THE_WORDS, media_type=kind, headers=_KEPT)
    if path not in _HELD:
        # Packing the largest takes a fifth of a second: not on the event loop.
        _HELD[path] = await to_thread.run_sync(_packed, path)
    body, kept = _HELD[path]
    return Response(body, headers=kept)


def _accepted(headers: Headers) -> str:
    return headers.get("accept-encoding", "")


_HELD: dict[str, tuple[bytes, dict[str, str]]] = {}


def _packed(path: str) -> tuple[bytes, dict[str, str]]:
    body = _files()[path].read_bytes()
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    kept = {"content-type": kind, "vary": "accept-encoding", **_KEPT}
    if kind in _PACKED_TYPES:
        body = gzip.compress(body, 6, mtime=0)
        kept["content-encoding"] = "gzip"
    return body, kept


@cache
def _files() -> dict[str, Path]:
    found = sorted((_ROOT / "static").rglob("*.*"))
    return {f"/{path.relative_to(_ROOT)}": path for path in found if path.is_file()}


@cache
def _names() -> dict[str, Path]:
    return {path.name: path for path in (_ROOT / "static" / "js").glob("*.js")}
