"""Official indices beside our own figures, and why the two differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dashboard import badge, blocks, coverage, dates, numbers, states
from dashboard.periods import period_text
from dashboard.rows import changes
from dashboard.rows.context import Page
from dashboard.rows.data import ask
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table
from dashboard.views.who_was_asked import note_on_who_was_asked
from warehouse.rules.periods import span_of

Row = Mapping[str, Any]
QUARTER_MONTHS = 3


def show_official(page: Page, unit: Unit, map_: str) -> None:
    """Draws the newest official figures of a unit with ours of the same time."""
    words = page.words
    rows = [
        *_scored(page, unit, map_, "index_decision_766", answered(page)),
        *_scored(page, unit, map_, "index_circular_01", _in_time(page)),
        *_sipas(page, unit, map_),
    ]
    blocks.heading(words("official.title"), words("official.lead"))
    if not rows:
        states.nothing_found(words, "no_official")
        return
    columns = (
        Column(words("official.index"), lambda row: str(row["name"])),
        Column(words("official.when"), lambda row: str(row["when"])),
        Column(words("official.theirs"), lambda row: str(row["theirs"])),
        Column(words("official.ours"), lambda row: str(row["ours"])),
    )
    show_table(rows, columns, words("official.title"))
    for kind in dict.fromkeys(str(row["kind"]) for row in rows):
        blocks.note(words(f"official.why.{kind}"))
    note_on_who_was_asked(page)
    badge.show_badge(
        page,
        n=words("official.n", n=numbers.count(len(rows), page.lang)),
        coverage=coverage.part_of(
            page, sum(1 for row in rows if row["is_known"]), len(rows), "official"
        ),
        source=badge.recorded_in(page, "cases"),
        dates=", ".join(dict.fromkeys(str(row["when"]) for row in rows)),
    )


def _scored(
    page: Page, unit: Unit, map_: str, query: str, ours: Callable[[Iterable[Row]], str]
) -> list[Row]:
    """The newest quarter of an index with points that is over, or how far it goes."""
    asked = {"map": map_, "unit_key": unit.key, "period_type": "quarter"}
    answer = ask_if_built(page, query, **asked)
    if answer is None or not answer.rows:
        return []
    words, lang = page.words, page.lang
    row, when = _newest(page, answer.rows)
    score, kind = row["score"], query.removeprefix("index_")
    text = words(
        f"official.points.{kind}" if score is not None else "official.hidden",
        score=numbers.decimal(score, lang, digits=1),
        most=numbers.decimal(row["max_score"], lang, digits=0),
        satisfied=numbers.percent(row.get("share_cases_satisfied"), lang, digits=0),
        silent=numbers.percent(row.get("share_silent"), lang, digits=0),
        scored=numbers.count(row.get("n_parts_scored"), lang),
        parts=numbers.count(row.get("n_parts"), lang),
    )
    months = ask(page, "unit_months", map=map_, unit_key=unit.key).rows
    inside = [one for one in months if _is_in(one["month"], str(row["period"]))]
    return [
        {
            "kind": kind,
            "name": words(f"official.names.{kind}"),
            "when": when,
            "theirs": text,
            "ours": ours(inside),
            "is_known": score is not None,
        }
    ]


def _newest(page: Page, rows: Sequence[Row]) -> tuple[Row, str]:
    """The newest row whose quarter the data hold whole, and its quarter in words.

    Points of one month are no quarter's: where there is no whole one, the words say to
    which day the newest goes.
    """
    words, as_of = page.words, page.build.data_as_of
    over = [row for row in rows if as_of is None or _last_day(row) <= as_of]
    row = (over or rows)[-1]
    when = period_text(words, str(row["period"]))
    if over or as_of is None:
        return row, when
    return row, words("official.until", when=when, day=dates.day(as_of))


def _last_day(row: Row) -> date:
    return span_of(str(row["period"]))[1] - timedelta(days=1)


def _is_in(month: date, quarter: str) -> bool:
    number = (month.month - 1) // QUARTER_MONTHS + 1
    return f"{month.year}-Q{number}" == quarter


def answered(page: Page) -> Callable[[Iterable[Row]], str]:
    """Share satisfied among those who filled in a ballot; hidden with any month."""

    def said(months: Iterable[Row]) -> str:
        rows = list(months)
        shown = [row for row in rows if row["n_satisfied"] is not None]
        n = sum(row["n_ballots"] for row in shown)
        if not n or any(row["state"] == "suppressed" for row in rows):
            return page.words("official.hidden")
        share = sum(row["n_satisfied"] for row in shown) / n
        return _share(page, "official.answered", share, n)

    return said


def _in_time(page: Page) -> Callable[[Iterable[Row]], str]:
    """Cases that kept their first promise."""

    def kept(months: Iterable[Row]) -> str:
        rows = list(months)
        n = sum(row["n_with_due"] or 0 for row in rows)
        if not n:
            return page.words("official.hidden")
        late = sum(row["n_late_strict"] or 0 for row in rows)
        return _share(page, "official.in_time", 1 - late / n, n)

    return kept


def _share(page: Page, key: str, share: float, n: float) -> str:
    return page.words(
        key,
        share=numbers.percent(share, page.lang),
        n=numbers.count(n, page.lang),
    )


def _sipas(page: Page, unit: Unit, map_: str) -> list[Row]:
    """Each factor of the newest wave as SIPAS counts it, beside ours of that wave.

    Waves that are set against one before go first: only of them are there ours.
    """
    answer = ask_if_built(page, "index_sipas", map=map_, unit_key=unit.key)
    known = {row["wave_code"] for row in answer.rows} if answer else set()
    known &= page.waves.keys()
    if answer is None or not known:
        return []
    pairs = {after: (before, after) for before, after in changes.wave_pairs(page)[::-1]}
    wave = max(known & pairs.keys() or known, key=lambda w: page.waves[w].last_day)
    own: Mapping[str, str] = {}
    if wave in pairs:
        own = _own_shares(page, changes.by_item(page, map_, unit.key, pairs[wave]))
    words, lang = page.words, page.lang
    rows: list[Row] = []
    for row in answer.rows:
        if row["wave_code"] != wave or row["criterion_code"] not in page.criteria:
            continue
        enough = "enough" if row["is_sample_enough"] else "short"
        text = words(
            f"official.sipas_{enough}"
            if row["share"] is not None
            else "official.hidden",
            share=numbers.percent(row["share"], lang, digits=0),
            n=numbers.count(row["n_people"], lang),
            required=numbers.count(row["n_required"], lang),
        )
        name = changes.item_text(page, row["criterion_code"])
        rows.append(
            {
                "kind": "sipas",
                "name": words("official.names.sipas", factor=name),
                "when": changes.wave_text(page, wave),
                "theirs": text,
                "ours": own.get(row["criterion_code"], words("official.hidden")),
                "is_known": row["share"] is not None,
            }
        )
    return rows


def _own_shares(page: Page, rows: Sequence[Row]) -> dict[str, str]:
    """Our share of the wave after, by factor."""
    return {
        str(row["item_code"]): page.words(
            "official.weighted",
            share=numbers.percent(row["share_after"], page.lang),
            n=numbers.count(row["n_after"], page.lang),
        )
        for row in rows
        if row["share_after"] is not None
    }
