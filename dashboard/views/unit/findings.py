"""Finds what a leader could look at today; `first_five` puts it in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any
from urllib.parse import urlencode

from dashboard import dates, numbers
from dashboard.periods import TWELVE_MONTHS
from dashboard.rows import officer_rows
from dashboard.rows.context import Page
from dashboard.rows.first_five import Finding
from dashboard.rows.held_registers import held_registers
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.months import worse_signals, year_window
from dashboard.rows.unit_choice import narrowed_to
from dashboard.rows.units import Unit
from dashboard.views.unit.awaited_findings import matters_waiting, reviews_owed
from dashboard.words import words_of

# Flags of their own: counted from the cases, with a day, instead of from the list.
_SHOWN_ELSEWHERE = frozenset({"late_hidden_by_rewriting", "dates_rewritten"})

Row = Mapping[str, Any]


def findings_of(page: Page, unit: Unit, map_: str) -> list[Finding]:
    """Everything there is to look at in one unit, in no order.

    Lists of dossiers, letters and officers are the leader's alone: others get the rest.
    """
    of_leader = (
        (
            *_of_cases(page, unit),
            *_of_letters(page, unit, map_),
            *_of_officers(page, unit),
        )
        if page.scope.role == "leader"
        else ()
    )
    return [
        *of_leader,
        *_of_petitions(page, unit),
        *_of_meetings(page, unit, map_),
        *_of_recommendations(page, unit),
        *_of_requirements(page, unit),
        *_of_signals(page, unit, map_),
        *_of_flags(page, unit),
        *reviews_owed(page, unit),
        *matters_waiting(page, unit),
    ]


def part_link(page: Page, unit: Unit, part: str, **more: str) -> str:
    """Path of one part of the unit's page."""
    query = {"unit": unit.key, "part": part, **more, "lang": page.lang}
    return f"{words_of('vi')('paths.unit')}?{urlencode(query)}"


def _of_cases(page: Page, unit: Unit) -> Iterator[Finding]:
    since, as_of = year_window(page)
    answer = ask_if_built(
        page,
        "case_holders",
        reader_unit_key=narrowed_to(page, unit),
        since=since,
        as_of=as_of,
    )
    rows = answer.rows if answer else []
    overdue = [row["oldest_promised_at"] for row in rows if row["oldest_promised_at"]]
    yield Finding(
        "cases_overdue",
        sum(row["n_overdue_strict"] for row in rows),
        _holders(page, rows, "n_overdue_strict"),
        min(overdue).date() if overdue else None,
        link=part_link(page, unit, "cases", cases="overdue"),
    )
    hidden = [row["first_hidden_on"] for row in rows if row["first_hidden_on"]]
    yield Finding(
        "late_hidden",
        sum(row["n_late_hidden"] for row in rows),
        _holders(page, rows, "n_late_hidden"),
        min(hidden, default=None),
        link=part_link(page, unit, "cases", cases="late_hidden"),
    )
    yield Finding(
        "late_strict",
        sum(row["n_late_strict"] for row in rows),
        _holders(page, rows, "n_late_strict"),
        since,
        link=part_link(page, unit, "cases", cases="late_strict"),
    )


def _holders(page: Page, rows: Iterable[Row], count: str) -> str:
    """Who holds the most, and how many others hold some."""
    found = [row for row in rows if row[count]]
    if not found:
        return ""
    most = max(found, key=lambda row: (row[count], str(row["officer_code"])))
    name = officer_rows.name_of(page, most)
    if len(found) == 1:
        return name
    return page.words("today.and_others", name=name, n=len(found) - 1)


def _of_petitions(page: Page, unit: Unit) -> Iterator[Finding]:
    rows = ask_if_built(page, "petition_ages", reader_unit_key=narrowed_to(page, unit))
    shown = [row for row in rows.rows if row["state"] == "shown"] if rows else []
    oldest = min(
        (r["oldest_due_on"] for r in shown if r["oldest_due_on"]), default=None
    )
    long = _sum_of_shown(shown, "n_long_overdue")
    over = _sum_of_shown(shown, "n_over_30", "n_over_90", "n_over_more")
    link = part_link(page, unit, "petitions")
    owner = unit.name
    if any(one.parent_key == unit.key for one in page.units.values()):
        owner = page.words("today.with_below", name=unit.name)
    yield Finding("petitions_long_overdue", long, owner, oldest, link=link)
    if not long:
        yield Finding("petitions_overdue", over, owner, oldest, link=link)


def _sum_of_shown(rows: Sequence[Row], *names: str) -> int:
    """The sum of what is shown; parts of denunciations may be hidden."""
    return sum(row[name] or 0 for row in rows for name in names)


def _of_letters(page: Page, unit: Unit, map_: str) -> Iterator[Finding]:
    """Letters past their day; some may be from before the register's first month.

    Of these it is not known whether they were sent, and the words say so.
    """
    since, as_of = year_window(page)
    answer = ask_if_built(
        page,
        "own_letters",
        reader_unit_key=narrowed_to(page, unit),
        since=since,
        until=as_of,
    )
    rows = answer.rows if answer else []
    kinds = [row for row in rows if row["n_letters_missing"]]
    if not kinds:
        return
    oldest = min(row["oldest_due_on"] for row in kinds if row["oldest_due_on"])
    detail = ", ".join(
        page.words(f"letters.kinds.{row['letter_kind']}") for row in kinds
    )
    months = held_registers(page, unit, map_).months_of("letters")
    if months is None:
        detail = page.words("today.letters_unknown", kinds=detail)
    elif oldest < months[0]:
        first = dates.month(months[0])
        detail = page.words("today.letters_before", kinds=detail, first=first)
    yield Finding(
        "letters_missing",
        sum(row["n_letters_missing"] for row in kinds),
        unit.name,
        oldest,
        detail,
        part_link(page, unit, "letters", letters="missing"),
    )


def _of_meetings(page: Page, unit: Unit, map_: str) -> Iterator[Finding]:
    """Receptions, dialogues and visits that whole windows asked for and never saw.

    Where no register covers a window, nothing is known to be missing, and none of
    it is from before the register's first month.
    """
    since, _ = year_window(page)
    answer = ask_if_built(
        page,
        "unit_kept_duties",
        map=map_,
        unit_key=unit.key,
        period=TWELVE_MONTHS,
    )
    rows = [
        row
        for row in (answer.rows if answer else [])
        if (row["n_meetings_missing"] or 0) > 0
    ]
    since = max([since, *(row["registered_since"] for row in rows)])
    missing = {row["duty"]: row["n_meetings_missing"] for row in rows}
    yield Finding(
        "meetings_missing",
        sum(missing.values()),
        _owner(page, unit, _lacking_meetings(page, unit, map_)),
        since,
        ", ".join(
            page.words(
                "today.meetings",
                duty=page.words(f"duties.duties.{duty}"),
                n=numbers.count(n, page.lang),
            )
            for duty, n in missing.items()
        ),
        part_link(page, unit, "duties"),
    )


def _of_recommendations(page: Page, unit: Unit) -> Iterator[Finding]:
    """What a supervising body asked for and got no answer to by its day."""
    answer = ask_if_built(page, "recommendations")
    is_wide = narrowed_to(page, unit) == "all"
    overdue = [
        row
        for row in (answer.rows if answer else [])
        if row["recommendation_state"] == "overdue"
        and (is_wide or _is_within(page, unit, row["unit_key"]))
    ]
    yield Finding(
        "recommendations_overdue",
        len(overdue),
        _owner(page, unit, {row["unit_key"] for row in overdue}),
        min((row["due_on"] for row in overdue), default=None),
        link=f"{words_of('vi')('paths.supervision')}?{urlencode({'lang': page.lang})}",
    )


def _is_within(page: Page, unit: Unit, key: str) -> bool:
    """Whether a unit is this one or below it."""
    found = page.units.get(key)
    return key == unit.key or (found is not None and unit.key in found.path)


def _owner(page: Page, unit: Unit, keys: Set[str]) -> str:
    """Who must act: the unit itself, the one below, or how many below."""
    known = keys & page.units.keys()
    if len(known) > 1:
        return page.words("today.units_below", n=numbers.count(len(known), page.lang))
    return page.units[next(iter(known))].name if known else unit.name


def _lacking_meetings(page: Page, unit: Unit, map_: str) -> set[str]:
    """Units below that owe meetings; none of a unit with nothing below it."""
    if all(one.parent_key != unit.key for one in page.units.values()):
        return set()
    answer = ask_if_built(
        page,
        "unit_table",
        map=map_,
        unit_key=unit.key,
        period=TWELVE_MONTHS,
        before_wave="",
        after_wave="",
    )
    return {
        row["unit_key"]
        for row in (answer.rows if answer else [])
        if (row["n_meetings_kept"] or 0) < (row["n_meetings_required"] or 0)
    }


def _of_requirements(page: Page, unit: Unit) -> Iterator[Finding]:
    """What the model asks of this unit and nothing shows, or shows no longer."""
    answer = ask_if_built(
        page, "readiness_by_unit", unit_key=unit.key, period=TWELVE_MONTHS
    )
    for row in answer.rows if answer else []:
        if row["unit_key"] == unit.key:
            yield Finding(
                "requirements_lacking",
                row["n_requirements"] - row["n_requirements_there"],
                unit.name,
                link=part_link(page, unit, "readiness"),
            )


def _of_officers(page: Page, unit: Unit) -> Iterator[Finding]:
    chosen = officer_rows.default_choice(officer_rows.periods(page))
    if chosen is None:
        return
    since = officer_rows.first_day(chosen.period)
    rows = officer_rows.officers(page, *chosen)
    narrowed = narrowed_to(page, unit)
    if narrowed != "all":
        rows = [row for row in rows if row["unit_key"] == narrowed]
    for band in ("evidence", "look"):
        found = [row for row in rows if row["band"] == band]
        if not found:
            continue
        query = {
            "unit": found[0]["unit_key"],
            "officer": found[0]["officer_code"],
            "period": chosen.period,
            "lang": page.lang,
        }
        link = f"{words_of('vi')('paths.officers')}?{urlencode(query)}"
        names = ", ".join(str(row["name"]) for row in found)
        who = page.words("today.leader")
        yield Finding(f"officer_{band}", len(found), who, since, names, link)


def _of_signals(page: Page, unit: Unit, map_: str) -> Iterator[Finding]:
    for measure, row in worse_signals(page, unit.key, map_).items():
        words = page.words
        detail = words(
            "today.signal",
            measure=words(f"measures.{measure}"),
            signal=words.or_else(f"signals.{row['signal']}", words("signals.other")),
        )
        yield Finding(
            "signal_worse",
            int(row["n"]),
            unit.name,
            row["month"],
            detail,
            part_link(page, unit, "months", measure=measure),
            measure,
        )


def _of_flags(page: Page, unit: Unit) -> Iterator[Finding]:
    answer = ask_if_built(page, "flags")
    is_wide = narrowed_to(page, unit) == "all"
    found: dict[tuple[str, str], list[Row]] = {}
    for row in answer.rows if answer else []:
        is_here = row["unit_key"] == unit.key or is_wide
        is_elsewhere = row["rule"] in _SHOWN_ELSEWHERE or row["severity"] == "info"
        if is_here and not is_elsewhere:
            found.setdefault((row["severity"], row["rule"]), []).append(row)
    for (severity, rule), rows in found.items():
        detail = page.words.or_else(f"flag_rules.{rule}", rule)
        n = sum(row["n_flagged"] or 0 for row in rows)
        query = {"section": "flags", "rule": rule, "lang": page.lang}
        yield Finding(
            f"flag_{severity}",
            n,
            _places(page, rows, unit),
            None,
            detail,
            f"{words_of('vi')('paths.independent')}?{urlencode(query)}",
            rule,
        )


def _places(page: Page, rows: Sequence[Row], unit: Unit) -> str:
    """The unit with most records, and how many other units have some."""
    most = max(rows, key=lambda row: (row["n_flagged"] or 0, str(row["unit_key"])))
    name = page.units.get(most["unit_key"], unit).name
    if len(rows) == 1:
        return name
    return page.words("today.and_other_units", name=name, n=len(rows) - 1)
