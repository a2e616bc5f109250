"""The method in plain words, from the documents people print: one text, two places.

`dashboard/words/methods.vi.md`, printed in `docs/`, has sections marked
`<!-- id: … -->`; the English file has the short version under the same marks. Only
headings, paragraphs, lists, tables and bold are used there, and only these are turned
into HTML; everything else is shown as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

TEXTS = Path(__file__).parents[2] / "words"
_SECTION = re.compile(r"^## (.+)\n<!-- id: (\w+) -->\n", re.MULTILINE)
_NUMBERED = re.compile(r"^\d+\. ")


@dataclass(frozen=True)
class Section:
    """One question about the method with its answer.

    Attributes:
        name: Its mark, the same in every language.
        title: The question.
        html: The answer.
    """

    name: str
    title: str
    html: str


@cache
def sections(lang: str) -> tuple[Section, ...]:
    """All sections of a language in the order of the document."""
    text = (TEXTS / f"methods.{lang}.md").read_text(encoding="utf-8")
    parts = _SECTION.split(text)[1:]
    return tuple(
        Section(name, title, to_html(body))
        for title, name, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    )


def section_title(lang: str, name: str) -> str:
    """The question a section answers."""
    return _by_name(lang, name).title


def section_html(lang: str, name: str) -> str:
    """The answer of a section as HTML."""
    return _by_name(lang, name).html


def _by_name(lang: str, name: str) -> Section:
    return next(section for section in sections(lang) if section.name == name)


def to_html(text: str) -> str:
    """Turns the few kinds of Markdown of our own documents into HTML."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "".join("".join(_block(block.splitlines())) for block in blocks)


def _block(lines: list[str]) -> Iterator[str]:
    for kind, group in groupby(_joined(lines), key=_kind):
        texts = list(group)
        if kind == "table":
            yield _table(texts)
        elif kind in ("ul", "ol"):
            items = (re.sub(r"^(- |\d+\. )", "", text) for text in texts)
            listed = "".join(f"<li>{_inline(item)}</li>" for item in items)
            yield f"<{kind}>{listed}</{kind}>"
        else:
            yield f"<p>{_inline(' '.join(texts))}</p>"


def _joined(lines: list[str]) -> list[str]:
    # A line that continues a list item is indented below it.
    joined: list[str] = []
    for line in lines:
        if joined and line.startswith(" "):
            joined[-1] += f" {line.strip()}"
        else:
            joined.append(line)
    return joined


def _kind(line: str) -> str:
    if line.startswith("|"):
        return "table"
    if line.startswith("- "):
        return "ul"
    return "ol" if _NUMBERED.match(line) else "p"


def _table(lines: list[str]) -> str:
    rows = [[_inline(c.strip()) for c in line.strip("|").split("|")] for line in lines]
    head = "".join(f'<th scope="col">{cell}</th>' for cell in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in rows[2:]
    )
    table = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<table class="tt-table">{table}</table>'


def _inline(text: str) -> str:
    text = escape(text, quote=False)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
    return re.sub(r"\[(.+?)\]\([^)]*\)", r"\1", text)
