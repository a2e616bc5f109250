"""Slides → one full screen in HTML: a sentence and a picture each, light on dark.

Bars are blocks of the page, without a figure library: they stand at once, and grow
with the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard import numbers
from dashboard.report.parts import Chart, Slide, SmallTable
from dashboard.words import Words

BUTTONS = ("back", "next", "notes", "full")
_LONG, _VERY_LONG = 90, 170
"""Letters of a sentence above which it is written smaller."""
_MANY_ROWS = 7


@dataclass(frozen=True)
class Screen:
    """What stands on every slide.

    Attributes:
        unit: Name of the unit.
        until: The last day the figures speak of, in words.
        is_simulated: The figures are invented.
        leave: Path of the page to go back to.
    """

    unit: str
    until: str
    is_simulated: bool
    leave: str


def screen_html(
    slides: Sequence[Slide], shown: int, screen: Screen, words: Words
) -> str:
    """All slides, one of them shown.

    Args:
        slides: In their order.
        shown: Number of the one shown, from 1.
        screen: What stands on each.
        words: The language.
    """
    sections = "".join(
        _section(nth, slide, shown, screen, words)
        for nth, slide in enumerate(slides, start=1)
    )
    buttons = "".join(
        f'<button type="button" data-meeting="{name}">'
        f"{escape(words(f'meeting.buttons.{name}'))}</button>"
        for name in BUTTONS
    )
    leave = (
        f'<a class="tt-leave" href="{escape(screen.leave)}" target="_self">'
        f"{escape(words('meeting.buttons.leave'))}</a>"
    )
    label = escape(words("meeting.title"))
    return (
        f'<div class="tt-meeting" role="region" aria-label="{label}">{sections}'
        f'<nav><span class="tt-at">{shown}/{len(slides)}</span>{buttons}{leave}</nav>'
        "</div>"
    )


def _section(nth: int, slide: Slide, shown: int, screen: Screen, words: Words) -> str:
    size = len(slide.sentence)
    sized = "very-long" if size > _VERY_LONG else "long" if size > _LONG else "short"
    foot = [screen.unit, screen.until]
    if slide.is_draft:
        foot.append(words("report.draft"))
    simulated = (
        f"<b>{escape(words('report.simulated'))}</b>" if screen.is_simulated else ""
    )
    notes = "".join(f"<p>{escape(line)}</p>" for line in slide.notes.splitlines())
    hidden = "" if nth == shown else " hidden"
    second = f'<p class="tt-second">{escape(slide.second)}</p>' if slide.second else ""
    return (
        f'<section data-slide="{nth}"{hidden}>'
        f"<h2>{escape(words(f'slides.kinds.{slide.kind}'))}</h2>"
        f'<p class="tt-said tt-{sized}">{escape(slide.sentence)}</p>{second}'
        f'<div class="tt-picture">{_picture(slide, words)}</div>'
        f'<div class="tt-notes" hidden>{notes}</div>'
        f"<footer>{escape(' · '.join(foot))}{simulated}</footer></section>"
    )


def _picture(slide: Slide, words: Words) -> str:
    picture = slide.picture
    if isinstance(picture, Chart):
        return _bars(picture, words)
    if isinstance(picture, SmallTable):
        return _table(picture)
    lines = "".join(f"<li>{escape(line)}</li>" for line in picture or ())
    return f"<ul>{lines}</ul>" if lines else ""


def _bars(chart: Chart, words: Words) -> str:
    """Columns side by side, as high as their share of the highest."""
    target, most_of = chart.target or ("", ())
    lines = [*(values for _, values in chart.series), most_of]
    most = max((v for values in lines for v in values if v is not None), default=0) or 1
    groups = []
    for nth, category in enumerate(chart.named):
        columns = "".join(
            _column(values[nth], most, chart.form, words) for _, values in chart.series
        )
        columns += _line(most_of[nth], most) if most_of else ""
        groups.append(
            f'<li><div class="tt-columns">{columns}</div>'
            f"<span>{escape(category).replace(chr(10), '<br>')}</span></li>"
        )
    legend = "".join(f"<span><i></i>{escape(name)}</span>" for name, _ in chart.series)
    if target:
        legend += f'<span><em class="tt-target"></em>{escape(target)}</span>'
    single = " tt-single" if len(chart.series) == 1 else ""
    return (
        f'<div class="tt-chart{single}"><div class="tt-named">{legend}</div>'
        f'<ol class="tt-columns-of">{"".join(groups)}</ol></div>'
    )


def _column(value: float | None, most: float, form: str, words: Words) -> str:
    """A hidden figure is a word without a column: no height tells it."""
    if value is None:
        return f"<div><b>{escape(words('report.hidden'))}</b></div>"
    is_share = form == "share"
    text = (
        numbers.percent(value, words.lang)
        if is_share
        else numbers.count(value, words.lang)
    )
    height = f"{100 * value / most:.2f}"
    return f'<div><b>{escape(text)}</b><i style="height:{height}%"></i></div>'


def _line(value: float | None, most: float) -> str:
    """A target as a line across the columns of its month."""
    if value is None:
        return ""
    return f'<em class="tt-target" style="--at:{value / most:.4f}"></em>'


def _table(picture: SmallTable) -> str:
    first = picture.rows[0] if picture.rows else picture.headings
    sides = [
        ' class="n"' if nth and not text[:1].isalpha() else ""
        for nth, text in enumerate(first)
    ]

    def row(cells: Sequence[str], tag: str) -> str:
        found = (
            f"<{tag}{side}>{escape(cell)}</{tag}>"
            for cell, side in zip(cells, sides, strict=True)
        )
        return f"<tr>{''.join(found)}</tr>"

    body = "".join(row(cells, "td") for cells in picture.rows)
    many = ' class="tt-many"' if len(picture.rows) > _MANY_ROWS else ""
    return f"<table{many}><thead>{row(picture.headings, 'th')}</thead>{body}</table>"
