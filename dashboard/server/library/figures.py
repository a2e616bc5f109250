"""The library that draws figures, without the kinds of figure no page of ours has.

Streamlit's chunk holds all of plotly.js: maps of tiles, globes, three dimensions, fifty
kinds of trace. Ours are points, lines and bars. The chunk still consists of plotly's
own modules, each a function under its path that runs when it is first asked for, as
esbuild writes them; a module is kept if `lib/core.js` or a kind of trace we draw asks
for it, directly or through others, and the body of every other is emptied. What calls
a name is taken as asking for the module of that name, so more is kept than needed,
never less.

Where the chunk does not look like that, it is served whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

TRACES = ("scatter", "bar")
"""Kinds of trace our figures are made of; `scatter` is part of plotly's core."""

_ROOTS = ("lib/core.js", *(f"lib/{name}.js" for name in TRACES if name != "scatter"))
# A name, a call, an object whose one method has the path of the module as its name.
_MODULE = re.compile(
    r'([\w$]+)=[\w$]+\(\{"([^"\s]+/[^"\s]+\.(?:js|mjs|cjs|css|json))"\([\w$,]*\)\{'
)
_CALL = re.compile(r"(?<![\w$.])([\w$]+)\(\)")
_REGISTER = re.compile(r"(\.register\(\[)(?:[\w$]+\(\),?)+(\]\))")
_QUOTED = re.compile(r"""(["'])(?:(?!\1)[^\\\n]|\\.)*\1""", re.DOTALL)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_PATTERN = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_IN_CODE = re.compile(r"""["'`/{}]""")
_IN_TEMPLATE = re.compile(r"\\|`|\$\{")
_BEFORE_PATTERN = re.compile(
    r"(?:[(,=:\[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in))$"
)
_AFTER_BODY = "}})"


def slimmed(code: str) -> str:
    """The chunk without modules nothing of ours reaches; the same text if it is other.

    Args:
        code: Text of Streamlit's chunk `PlotlyChart`.
    """
    by_path = {one[2]: one[1] for one in _MODULE.finditer(code)}
    lists = _REGISTER.findall(code)
    if not set(_ROOTS) <= set(by_path) or len(lists) != 1:
        return code
    registered = ",".join(f"{by_path[path]}()" for path in _ROOTS[1:])
    text = _REGISTER.sub(rf"\g<1>{registered}\g<2>", code)
    found = list(_MODULE.finditer(text))
    kept = _reached(text, found, [by_path[path] for path in _ROOTS])
    pieces, at = [], 0
    for one, until in _with_ends(text, found):
        if one[1] in kept:
            continue
        close = _end_of_body(text, one.end())
        if close < 0 or close >= until or not text.startswith(_AFTER_BODY, close):
            return code
        pieces.append(text[at : one.end()])
        at = close
    return "".join([*pieces, text[at:]])


def _with_ends(
    code: str, found: list[re.Match[str]]
) -> Iterator[tuple[re.Match[str], int]]:
    starts = [one.start() for one in found[1:]]
    return zip(found, [*starts, len(code)], strict=True)


def _reached(code: str, found: list[re.Match[str]], roots: list[str]) -> set[str]:
    regions = {one[1]: (one.end(), end) for one, end in _with_ends(code, found)}
    reached: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        calls = _CALL.findall(code, *regions[name])
        waiting += [call for call in calls if call in regions]
    return reached


def _end_of_body(code: str, at: int) -> int:
    """Place of the brace that closes the one before `at`; -1 where none does."""
    open_ones = ["{"]
    while True:
        is_text = open_ones[-1] == "`"
        sign = (_IN_TEMPLATE if is_text else _IN_CODE).search(code, at)
        if sign is None:
            return -1
        at = sign.end()
        if sign[0] == "\\":
            at += 1
        elif sign[0] == "`" and is_text:
            open_ones.pop()
        elif sign[0] in ("{", "${", "`"):
            open_ones.append(sign[0])
        elif sign[0] == "}":
            open_ones.pop()
            if not open_ones:
                return sign.start()
        else:
            at = _after_literal(code, sign.start())


def _after_literal(code: str, at: int) -> int:
    if code[at] != "/":
        quoted = _QUOTED.match(code, at)
        return quoted.end() if quoted else at + 1
    comment = _COMMENT.match(code, at)
    if comment:
        return comment.end()
    is_pattern = _BEFORE_PATTERN.search(code, max(at - 8, 0), at)
    pattern = _PATTERN.match(code, at) if is_pattern else None
    return pattern.end() if pattern else at + 1
