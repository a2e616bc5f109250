"""Colours and shapes of the pages and figures.

Blue means better and orange worse, a pair that colour-blind readers can distinguish;
every colour comes with a sign and a word, so none carries meaning alone. All text
reaches a contrast of 4.5:1 on its ground and every mark 3:1 on the page; a test
computes both, also as people without red or green cones see them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

INK, MUTED, LINE, SOFT, PAPER = "#16202c", "#52606d", "#d5dbe1", "#f3f6f9", "#ffffff"
ACCENT = "#0b5394"
# Accent, paper, soft ground and ink of a dark page; `pages.css` has the rest.
DARK = ("#7db8ee", "#141414", "#1d2126", "#e8edf2")
BEFORE, AFTER = "#8a94a0", ACCENT
FONT = '"Source Sans", "Source Sans Pro", "Noto Sans", "Segoe UI", sans-serif'
# Answers from the lowest to the highest level.
LEVEL_COLOURS = ("#a03c08", "#d97b35", "#767f8b", "#4b90cd", "#0b5394")
# What is written on them.
LEVEL_TEXTS = (PAPER, INK, "#000000", INK, PAPER)


@dataclass(frozen=True)
class Look:
    """How a verdict looks.

    Attributes:
        colour: Mark and figure colour.
        ground: Pale background behind its word.
        text: Colour of its word on that ground.
        sign: A shape that reads without colour.
    """

    colour: str
    ground: str
    text: str
    sign: str


LOOKS = {
    "improved": Look("#0b5394", "#0b5394", "#ffffff", "▲"),
    "slightly_improved": Look("#4b90cd", "#d6e8f7", "#0a3f70", "△"),
    "unchanged": Look("#52606d", "#e3e8ed", "#2b3642", "="),
    "slightly_worse": Look("#d97b35", "#fde6d3", "#7a3204", "▽"),
    "worse": Look("#a03c08", "#a03c08", "#ffffff", "▼"),
    "uncertain_among_many": Look("#87919d", "#f3f6f9", "#3b4753", "~"),
    "inconclusive": Look("#87919d", "#f3f6f9", "#3b4753", "?"),
    "too_few": Look("#87919d", "#ffffff", "#52606d", "…"),
    "not_comparable": Look("#766d64", "#efece9", "#4a423a", "≠"),
    "suppressed": Look("#52606d", "#ffffff", "#52606d", "▒"),
    "none": Look("#87919d", "#ffffff", "#52606d", "0"),
    "missing": Look("#87919d", "#ffffff", "#52606d", "—"),
}
# Bands of officers: no band is good or bad by colour alone, none is a rank.
TIERS = {
    "none": Look("#52606d", "#e3e8ed", "#2b3642", "●"),
    "look": Look("#d97b35", "#fde6d3", "#7a3204", "◆"),
    "evidence": Look("#a03c08", "#a03c08", "#ffffff", "■"),
    "too_few": Look("#87919d", "#ffffff", "#52606d", "…"),
}
# Whether a target will be met as things go.
ASSURANCES = {
    "met": Look("#0b5394", "#d6e8f7", "#0a3f70", "✔"),
    "missed": Look("#d97b35", "#fde6d3", "#7a3204", "✘"),
    "hit_and_miss": Look("#87919d", "#f3f6f9", "#3b4753", "±"),
}
VERDICTS = (
    "improved",
    "slightly_improved",
    "unchanged",
    "slightly_worse",
    "worse",
    "uncertain_among_many",
    "inconclusive",
    "too_few",
    "not_comparable",
    "suppressed",
    "none",
    "missing",
)


@cache
def style_sheet() -> str:
    """The one style sheet of all pages, in CSS."""
    return (Path(__file__).parent / "server" / "pages.css").read_text(encoding="utf-8")


def band_chip(band: str, word: str) -> str:
    """An officer's band as sign and word on its ground, in HTML."""
    return _chip(TIERS[band], f"band-{band}", word)


def chip(verdict: str, word: str) -> str:
    """A verdict as sign and word on its ground, in HTML."""
    return _chip(LOOKS[verdict], verdict, word)


def assurance_chip(assurance: str, word: str) -> str:
    """Whether a target will be met, as sign and word, in HTML."""
    return _chip(ASSURANCES[assurance], assurance, word)


def _chip(look: Look, name: str, word: str) -> str:
    return (
        f'<span class="tt-chip tt-{name}" '
        f'style="background:{look.ground};color:{look.text}">'
        f'<span aria-hidden="true">{look.sign}</span> {escape(word)}</span>'
    )


STREAMLIT_THEME: dict[str, object] = {
    f"theme.{scheme}.{name}": colour
    for scheme, colours in (
        ("light", (ACCENT, PAPER, SOFT, INK)),
        ("dark", DARK),
    )
    for name, colour in zip(
        ("primaryColor", "backgroundColor", "secondaryBackgroundColor", "textColor"),
        colours,
        strict=True,
    )
}
"""Streamlit's own widgets in our colours; the server sets these when it starts. Which
of the two holds is the reader's system's to say."""
