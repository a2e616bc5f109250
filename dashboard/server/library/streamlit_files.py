"""Streamlit's own scripts, styles and fonts, answered from memory.

Streamlit reads each file from the disk in pieces, on threads that wait for the pages
being made, and never packs it. Their names hold a hash of their content, so each is
read and packed once here, and a browser may keep it for good.

The library that draws figures is large, and reading it holds a browser up. Its place
is taken by a few lines that wait until the words of the page stand on the screen.
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

from dashboard.server.library.figures import slimmed

KEPT = {"cache-control": "public, immutable, max-age=31536000"}
_ROOT = Path(streamlit.__file__).with_name("static")
# Not left to `mimetypes`: what it calls a script differs by Python and by machine.
_PACKED = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
_FIGURES = re.compile(r"/static/js/PlotlyChart\.[\w-]+\.js")
_IMPORTED = re.compile(r'(?:from|import)\s*"\./([^"]+\.js)"')
_WHOLE = b"whole"
# What every page of ours is made of, besides what Streamlit's page asks for itself.
_PARTS = ("Html", "ButtonGroup", "TextInput", "Selectbox")
# Fetched a little later by those, and by the library of figures.
_LATER = ("purify", "withFullScreenWrapper", "printWidthCap", "resolveDefaultExport")

# The exports of the chunk; `.tt-foot` is the last thing of every page.
AFTER_THE_WORDS = """const whole = new URL(import.meta.url);
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


def text_of(path: str) -> str:
    """What is served under the path of a script or a style, unpacked."""
    text = _files()[path].read_text(encoding="utf-8")
    return slimmed(text) if _FIGURES.fullmatch(path) else text


def type_of(path: str) -> str:
    """The content type of a file by its name."""
    known = _PACKED.get(Path(path).suffix)
    return known or mimetypes.guess_type(path)[0] or "application/octet-stream"


@cache
def page_head() -> str:
    """Links that let a browser fetch the parts of a page while Streamlit starts."""
    index = _index()
    early = (name for name in _closure(_PARTS) if name not in index)
    start = '<link rel="modulepreload" crossorigin href="./static/js/'
    return "".join(f'{start}{name}">' for name in early)


@cache
def paths_of_a_page() -> tuple[str, ...]:
    """Paths of the scripts and styles that opening a page asks for, figures aside."""
    linked = re.findall(r'(?:src|href)="\./(static/(?:js|css)/[^"]+)"', _index())
    parts = (f"static/js/{name}" for name in _closure((*_PARTS, *_LATER)))
    return tuple(f"/{path}" for path in dict.fromkeys([*linked, *parts]))


def _index() -> str:
    return (_ROOT / "index.html").read_text(encoding="utf-8")


def _closure(parts: tuple[str, ...]) -> list[str]:
    """Names of some chunks and of all they import."""
    wanted = [name for name in _names() if name.split(".")[0] in parts]
    found: list[str] = []
    while wanted:
        name = wanted.pop(0)
        if name in found or name not in _names():
            continue
        found.append(name)
        wanted += _IMPORTED.findall(_names()[name].read_text(encoding="utf-8"))
    return found


async def _answer(scope: Scope) -> Response | None:
    headers = Headers(scope=scope)
    path: str = scope["path"]
    is_read = scope["method"] in ("GET", "HEAD") and "range" not in headers
    if not is_read or not holds(path) or not takes_packed(headers):
        return None
    if _FIGURES.fullmatch(path) and scope["query_string"] != _WHOLE:
        return Response(AFTER_THE_WORDS, media_type=_PACKED[".js"], headers=KEPT)
    if path not in _HELD:
        # Packing the largest takes a second: not on the event loop.
        _HELD[path] = await to_thread.run_sync(_held, path)
    body, kept = _HELD[path]
    return Response(body, headers=kept)


def takes_packed(headers: Headers) -> bool:
    """Whether a client takes an answer packed with gzip."""
    return "gzip" in headers.get("accept-encoding", "")


def packed(text: str, kind: str) -> tuple[bytes, dict[str, str]]:
    """A text packed with gzip, and the headers it is sent with."""
    body = gzip.compress(text.encode(), 9, mtime=0)
    sent = {"content-encoding": "gzip", "content-type": kind}
    return body, {**sent, "vary": "accept-encoding", **KEPT}


_HELD: dict[str, tuple[bytes, dict[str, str]]] = {}


def _held(path: str) -> tuple[bytes, dict[str, str]]:
    kind = type_of(path)
    if kind in _PACKED.values():
        return packed(text_of(path), kind)
    return _files()[path].read_bytes(), {"content-type": kind, **KEPT}


@cache
def _files() -> dict[str, Path]:
    found = sorted((_ROOT / "static").rglob("*.*"))
    return {f"/{path.relative_to(_ROOT)}": path for path in found if path.is_file()}


@cache
def _names() -> dict[str, Path]:
    return {path.name: path for path in (_ROOT / "static" / "js").glob("*.js")}
