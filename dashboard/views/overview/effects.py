"""Whether the model itself had an effect: table, event study, and why this design."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import address, badge, blocks, coverage, numbers
from dashboard.failures import own_part
from dashboard.figures import cached
from dashboard.figures.caption import Caption, Mark
from dashboard.rows.context import Page
from dashboard.rows.data import ask
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.months import tool_name
from dashboard.rows.units import asked_units
from dashboard.tables import Column, show_table
from dashboard.words import Words
from warehouse.statistics.change.verdicts import PRE_TREND_ALPHA

Row = Mapping[str, Any]


@own_part()
def show_effects(page: Page) -> None:
    """The effect on each outcome where a design allows it, with its picture."""
    words = page.words
    rows = [row for row in ask(page, "unit_effects").rows if row["effect"] is not None]
    blocks.heading(words("effects.title"), words("effects.lead"))
    if not rows:
        blocks.note(words("effects.none"))
        return
    show_table(rows, _columns(page, rows), words("effects.title"))
    _badge(page, rows)
    blocks.method_link(page, "effects")
    _study(page)


def _badge(page: Page, rows: Sequence[Row]) -> None:
    words, lang = page.words, page.lang
    sizes = [(row["n_started"] or 0) + (row["n_not_started"] or 0) for row in rows]
    before = [row["n_periods_before"] or 0 for row in rows]
    least, most = (numbers.count(f(sizes), lang) for f in (min, max))
    n_all = len(asked_units(page.units.values()))
    covered = [coverage.part_of(page, f(sizes), n_all, "designed") for f in (min, max)]
    badge.show_badge(
        page,
        n=words("badge.n_units", n=badge.span(least, most)),
        coverage=badge.span(*covered),
        source=badge.recorded_in(page, "effects"),
        dates=words(
            "effects.dates",
            n=badge.span(*(numbers.count(f(before), lang) for f in (min, max))),
        ),
    )


def _columns(page: Page, rows: Sequence[Row]) -> tuple[Column, ...]:
    words, lang = page.words, page.lang
    return (
        Column(words("effects.outcome"), lambda r: _outcome(page, r, rows)),
        Column(words("effects.effect"), lambda r: _effect_text(page, r), True),
        Column(
            words("tables.verdict"),
            lambda r: words(f"verdicts_short.{r['verdict']}"),
            verdict=lambda r: str(r["verdict"]),
        ),
        Column(
            words("effects.units"),
            lambda r: (
                f"{numbers.count(r['n_started'], lang)} / "
                f"{numbers.count(r['n_not_started'], lang)}"
            ),
            True,
        ),
        Column(
            words("effects.pre"),
            lambda r: _before_the_start(words, r["pre_trend_p"]),
        ),
    )


def _before_the_start(words: Words, p: float | None) -> str:
    """Whether the two groups differed before the start, told without its p."""
    if p is None:
        return numbers.MISSING
    return words(f"effects.pre_{'apart' if p < PRE_TREND_ALPHA else 'alike'}")


def _outcome(page: Page, row: Row, rows: Sequence[Row]) -> str:
    """The outcome and how it was asked; which form only where two were asked alike."""
    words, tool = page.words, row["tool"]
    name = words(f"measures.{row['outcome']}")
    if not tool:
        return name
    mode = tool.rpartition("/")[2]
    alike = {
        one["tool"]
        for one in rows
        if one["outcome"] == row["outcome"] and (one["tool"] or "").endswith(f"/{mode}")
    }
    is_alone = len(alike) == 1
    asked = words.or_else(f"modes.{mode}", mode) if is_alone else tool_name(words, tool)
    return f"{name} ({asked})"


def _effect_text(page: Page, row: Row) -> str:
    words, lang = page.words, page.lang
    if row["verdict"] in ("too_few", "not_comparable") or row["low"] is None:
        return numbers.MISSING
    low, high = row["low"], row["high"]
    if row["outcome"].endswith("_share"):
        text = numbers.points(row["effect"], lang)
        return f"{text} {numbers.interval(low, high, lang)} {words('effects.points')}"
    # A rate per 1,000 as hundredths, so that the sign and interval read alike.
    effect, low, high = (row[name] / 100 for name in ("effect", "low", "high"))
    text = numbers.points(effect, lang)
    return f"{text} {numbers.interval(low, high, lang)} {words('effects.per_1000')}"


def _study(page: Page) -> None:
    words = page.words
    answer = ask_if_built(page, "effect_designs")
    designs = {row["outcome"]: row for row in answer.rows} if answer else {}
    if not designs:
        return
    outcome = address.choose(
        "outcome",
        words("effects.outcome"),
        list(designs),
        default=next(iter(designs)),
        shown=lambda name: words(f"measures.{name}"),
    )
    row = designs[outcome]
    blocks.note(_why(page, row))
    points = json.loads(row["event_study"])
    if not points:
        blocks.note(words("effects.no_study"))
    else:
        _picture(page, row, points)
    blocks.bullets(words("effects.threats_title"), _threats(page, row))


def _picture(page: Page, row: Row, points: list[list[float | None]]) -> None:
    words = page.words
    is_share = row["outcome"].endswith("_share")
    title = words("effects.study_title", outcome=words(f"measures.{row['outcome']}"))
    scale = 100 if is_share else 1
    scaled = [
        {
            "period": k,
            **{
                name: scale * value if value is not None else None
                for name, value in zip(("difference", "low", "high"), v, strict=True)
            },
        }
        for k, *v in points
    ]
    unit = words("effects.points") if is_share else words("effects.per_1000")
    figure = cached.event_study_figure(
        page.scope,
        page.build.build_id,
        page.lang,
        title,
        cached.frozen(scaled),
        words("effects.axis", unit=unit),
        words(f"effects.period_{row['months_per_period']}"),
    )
    blocks.subheading(title)
    legend = [Mark(words("effects.study_note"))]
    blocks.show_figure(figure, "effect", Caption(title, [page.top.name], legend))
    _badge(page, [{**row, "n_periods_before": len(_before(points))}])
    blocks.note(words("effects.study_note"))
    blocks.closed_table(page, scaled, _point_columns(page), title)


def _before(points: list[list[float | None]]) -> list[list[float | None]]:
    return [point for point in points if (point[0] or 0) < 0]


def _point_columns(page: Page) -> tuple[Column, ...]:
    words, lang = page.words, page.lang
    heads = {
        "difference": words("effects.difference"),
        "low": words("effects.low"),
        "high": words("effects.high"),
    }
    return (
        Column(words("effects.period"), lambda r: str(r["period"])),
        *(
            Column(
                head,
                lambda r, name=name: numbers.decimal(r[name], lang),  # type: ignore[misc]
                is_number=True,
            )
            for name, head in heads.items()
        ),
    )


def _why(page: Page, row: Row) -> str:
    sentence = page.words(
        f"effects.designs.{row['design']}",
        n_started=row["n_started"],
        n_waiting=row["n_not_started"],
        n_cohorts=row["n_cohorts"],
        n_pre=row["n_periods_before"],
        n_post=row["n_periods_after"],
    )
    return page.words("effects.why", sentence=sentence)


def _threats(page: Page, row: Row) -> list[str]:
    names = [name for name in (row["threats"] or "").split(";") if name]
    return [page.words(f"effects.threats.{name}") for name in names]
