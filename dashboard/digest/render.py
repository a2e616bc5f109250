"""Contents → plain text and HTML: the same words in the same order.

The HTML is a page of its own: no script, no picture, nothing from outside, so that a
mail program shows it at once and nobody learns when it was read.
"""

from __future__ import annotations

from html import escape

from dashboard import numbers
from dashboard.digest.parts import Before, Contents, Line, gone, news
from dashboard.words import Words
from warehouse.digests.record import Message

_STYLE = (
    "font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.45;"
    "color:#1a1a1a;background:#fff;max-width:640px;margin:0 auto;padding:16px"
)
_MARK = "background:#e8eef7;padding:1px 6px;border-radius:3px;font-size:14px"
_QUIET = "color:#555;font-size:14px"


def message_of(
    contents: Contents, words: Words, before: Before | None, public_url: str
) -> Message:
    """The digest as it is kept and sent.

    Args:
        contents: What it says.
        words: The language.
        before: Matters of the digest before; None for the first.
        public_url: Where people reach the pages; empty leaves links out.
    """
    left = gone(before, contents.all_lines)
    return Message(
        subject=contents.title,
        text=_text(contents, words, before, left, public_url),
        html=_html(contents, words, before, left, public_url),
        lines={key: (one.n, one.text) for key, one in contents.all_lines.items()},
    )


def _beside(words: Words, line: Line, before: Before | None) -> list[str]:
    return [fact for fact in (news(words, line, before), *line.facts) if fact]


def _text(
    contents: Contents,
    words: Words,
    before: Before | None,
    left: list[str],
    public_url: str,
) -> str:
    out = [contents.title.upper(), "", *contents.lead]
    for part in contents.parts:
        out += ["", part.title, "-" * len(part.title)]
        out += [] if part.lines else [part.none]
        for n, line in enumerate(part.lines, start=1):
            beside = _beside(words, line, before)
            out.append(
                f"{n}. {line.text}" + (f" ({'; '.join(beside)})" if beside else "")
            )
            if public_url and line.link:
                out.append(f"   {public_url}/{line.link}")
        if part.n_more:
            out.append(words("digest.more", n=numbers.count(part.n_more, words.lang)))
    if left:
        title = words("digest.parts.gone")
        out += ["", title, "-" * len(title), *(f"- {text}" for text in left)]
    out += ["", words("digest.foot")]
    return "\n".join(out) + "\n"


def _html(
    contents: Contents,
    words: Words,
    before: Before | None,
    left: list[str],
    public_url: str,
) -> str:
    lead = "".join(f"<p>{escape(text)}</p>" for text in contents.lead)
    body = [f'<h1 style="font-size:22px">{escape(contents.title)}</h1>{lead}']
    for part in contents.parts:
        body.append(f'<h2 style="font-size:18px">{escape(part.title)}</h2>')
        items = "".join(_item(words, line, before, public_url) for line in part.lines)
        body.append(f"<ol>{items}</ol>" if items else f"<p>{escape(part.none)}</p>")
        if part.n_more:
            more = words("digest.more", n=numbers.count(part.n_more, words.lang))
            body.append(f"<p>{escape(more)}</p>")
    if left:
        title = escape(words("digest.parts.gone"))
        items = "".join(f"<li>{escape(text)}</li>" for text in left)
        body.append(f'<h2 style="font-size:18px">{title}</h2><ul>{items}</ul>')
    body.append(f'<p style="{_QUIET}">{escape(words("digest.foot"))}</p>')
    return (
        f'<!DOCTYPE html><html lang="{words.lang}"><head><meta charset="utf-8">'
        f"<title>{escape(contents.title)}</title></head>"
        f'<body><div style="{_STYLE}">{"".join(body)}</div></body></html>'
    )


def _item(words: Words, line: Line, before: Before | None, public_url: str) -> str:
    text = escape(line.text)
    if public_url and line.link:
        text = f'<a href="{escape(f"{public_url}/{line.link}")}">{text}</a>'
    mark = news(words, line, before)
    mark = f' <span style="{_MARK}">{escape(mark)}</span>' if mark else ""
    facts = "; ".join(line.facts)
    facts = f'<br><span style="{_QUIET}">{escape(facts)}</span>' if facts else ""
    return f'<li style="margin:0 0 8px">{text}{mark}{facts}</li>'
