"""What is new for a leader: five things, letters, replies and reviews.

Officers are not named, though their leader may know them: mail leaves the house, and a
view of an officer is recorded where it happens, on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from dashboard import dates, numbers
from dashboard.digest.parts import Line, Part, page_link, part_of
from dashboard.periods import TWELVE_MONTHS, period_text
from dashboard.rows.context import Page
from dashboard.rows.first_five import BY_CALENDAR, Finding, first_findings
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.months import year_window
from dashboard.rows.unit_choice import narrowed_to
from dashboard.rows.units import Unit
from dashboard.views.unit.findings import findings_of, part_link
from warehouse.matters.steps import CHECKED, DECIDED
from warehouse.notes.findings import OF_OFFICERS
from warehouse.process.queue import Entry, queue_of, to_open
from warehouse.reviews.due import MISSING
from warehouse.reviews.owed import owed_reviews
from warehouse.reviews.record import read_reviews
from warehouse.reviews.units import own_unit
from warehouse.settings import Settings

# Several findings of these kinds stand side by side, told apart by their detail.
_BY_DETAIL = ("signal_worse", "flag_wrong", "flag_check")
_WITH_OFFICER = (CHECKED, DECIDED)
"""States of a matter in which the officer's word is awaited."""


def leader_unit(page: Page, settings: Settings) -> Unit | None:
    """The unit of today that the leader leads; None where the build has none."""
    own = own_unit(settings, page.identity)
    return page.units.get(own["unit_key"]) if own else None


def leader_parts(
    page: Page, settings: Settings, unit: Unit, today: date
) -> tuple[tuple[Part, ...], dict[str, Line]]:
    """The parts of a leader's digest, and every matter there is."""
    words = page.words
    # reviews have a part of their own below, with every day
    found = [one for one in findings_of(page, unit, "today") if one.n > 0]
    found = [one for one in found if one.kind not in BY_CALENDAR]
    lines = {finding: _of_finding(page, finding) for finding in found}
    others = {
        "letters": list(_letters(page, unit)),
        "replies": [
            *_matters(page, settings, today),
            *_petitions(page, unit),
            *_recommendations(page, unit),
        ],
        "reviews": list(_reviews(page, settings, today)),
    }
    first = [lines[finding] for finding in first_findings(found)]
    parts = [Part(words("today.title"), tuple(first), words("digest.none.first"))]
    parts += [part_of(words, name, of) for name, of in others.items()]
    every = [*lines.values(), *(line for of in others.values() for line in of)]
    return tuple(parts), {line.key: line for line in every}


def _of_finding(page: Page, finding: Finding) -> Line:
    words = page.words
    is_of_officers = finding.kind in OF_OFFICERS
    detail = words("digest.on_the_page") if is_of_officers else finding.detail
    link = page_link(page.lang, "officers") if is_of_officers else finding.link
    key = finding.kind
    if key in _BY_DETAIL:
        key = f"{key}:{finding.link}"
    text = words(f"today.kinds.{finding.kind}", detail=detail)
    unit = words(f"today.units.{finding.kind}")
    since = finding.since
    facts = (words("today.since", day=dates.day(since)),) if since else ()
    said = words("digest.counted", n=numbers.count(finding.n, page.lang), unit=unit)
    return Line(key, finding.n, f"{text}: {said}", facts, link)


def _letters(page: Page, unit: Unit) -> Iterator[Line]:
    since, until = year_window(page)
    answer = ask_if_built(
        page,
        "own_letters",
        reader_unit_key=narrowed_to(page, unit),
        since=since,
        until=until,
    )
    for row in answer.rows if answer else []:
        missing, waiting = row["n_letters_missing"], row["n_letters_waiting"]
        if missing or waiting:
            kind = row["letter_kind"]
            text = page.words(
                "digest.letters",
                kind=page.words(f"letters.kinds.{kind}"),
                missing=numbers.count(missing, page.lang),
                waiting=numbers.count(waiting, page.lang),
            )
            facts = _oldest_due(page, row)
            link = part_link(page, unit, "letters")
            yield Line(f"letters:{kind}", missing + waiting, text, facts, link)


def _oldest_due(page: Page, row: Mapping[str, Any]) -> tuple[str, ...]:
    due = row["oldest_due_on"]
    return (page.words("digest.oldest_due", day=dates.day(due)),) if due else ()


def _matters(page: Page, settings: Settings, today: date) -> Iterator[Line]:
    """Steps of due process that are awaited, of the leader and of officers."""
    queue = queue_of(settings, page.identity, today)
    own = [entry for entry in queue if entry.actions and entry.matter.is_open]
    theirs = [entry for entry in queue if entry.matter.state in _WITH_OFFICER]
    link = page_link(page.lang, "decisions")
    for name, entries in (("own_turn", own), ("officer_turn", theirs)):
        if entries:
            n = numbers.count(len(entries), page.lang)
            text = page.words(f"digest.{name}", n=n)
            yield Line(name, len(entries), text, _first_due(page, entries), link)
    if waiting := len(to_open(settings, page.identity)):
        n = numbers.count(waiting, page.lang)
        yield Line("to_open", waiting, page.words("digest.to_open", n=n), (), link)


def _first_due(page: Page, entries: Iterable[Entry]) -> tuple[str, ...]:
    due = min((entry.due_on for entry in entries if entry.due_on), default=None)
    return (page.words("digest.first_due", day=dates.day(due)),) if due else ()


def _petitions(page: Page, unit: Unit) -> Iterator[Line]:
    """What was complained, asked or reported and is open; denunciations never."""
    answer = ask_if_built(
        page, "petition_ages", reader_unit_key=narrowed_to(page, unit)
    )
    for row in answer.rows if answer else []:
        if row["kind"] == "denunciation" or row["state"] != "shown":
            continue
        over = sum(row[name] or 0 for name in ("n_over_30", "n_over_90", "n_over_more"))
        in_time = row["n_in_time"] or 0
        if over or in_time:
            text = page.words(
                "digest.petitions",
                kind=page.words(f"petition_kinds.{row['kind']}"),
                over=numbers.count(over, page.lang),
                in_time=numbers.count(in_time, page.lang),
            )
            facts = _oldest_due(page, row)
            link = part_link(page, unit, "petitions")
            yield Line(f"petitions:{row['kind']}", over + in_time, text, facts, link)


def _recommendations(page: Page, unit: Unit) -> Iterator[Line]:
    """Recommendations of who supervises, given in the year and not answered."""
    answer = ask_if_built(
        page,
        "unit_services",
        map="today",
        unit_key=unit.key,
        period=TWELVE_MONTHS,
    )
    rows = answer.rows if answer else []
    given = sum(row["n_recommendations"] or 0 for row in rows)
    answered = sum(row["n_recommendations_answered"] or 0 for row in rows)
    if (n := given - answered) > 0:
        text = page.words("digest.recommendations", n=numbers.count(n, page.lang))
        link = part_link(page, unit, "duties")
        yield Line("recommendations", n, text, (), link)


def _reviews(page: Page, settings: Settings, today: date) -> Iterator[Line]:
    own = own_unit(settings, page.identity)
    reviews = read_reviews(settings).reviews
    owed = owed_reviews(settings, own, reviews, today) if own else []
    # what is due next, then what was due last: the oldest is not the first to write
    ahead = [one for one in owed if one.time != MISSING]
    past = [one for one in owed if one.time == MISSING]
    for one in (*ahead, *reversed(past)):
        time = "missing" if one.time == MISSING else "coming"
        text = page.words(
            f"digest.reviews_{time}",
            period=period_text(page.words, one.period),
            day=dates.day(one.due_on),
        )
        link = page_link(page.lang, "reviews", review_period=one.period)
        yield Line(f"review:{one.period}", 1, text, (), link)
