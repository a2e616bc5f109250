"""The one way to take a step of a review: checked and written at once, or refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, datetime

from warehouse.chain import Event, add_link, day_of, moment, refuse_if_broken
from warehouse.errors import ReviewError
from warehouse.people.account_rows import Identity
from warehouse.read import reader_of
from warehouse.reviews.facts import facts_of
from warehouse.reviews.frozen import freeze, keep
from warehouse.reviews.record import REVIEWS, reviews_in
from warehouse.reviews.reviews import Review, code_of, coming_back, reviews_of
from warehouse.reviews.scores import scorecard_of
from warehouse.reviews.steps import Arrow, arrow_from
from warehouse.reviews.text import (
    MOST_LETTERS,
    FollowUp,
    ReviewText,
    refuse_if_long,
    refuse_if_unfinished,
    refuse_if_unfit,
    to_body,
    with_answers,
)
from warehouse.reviews.units import READERS, own_unit, units_of
from warehouse.rules.periods import kind_of, span_of
from warehouse.settings import Settings
from warehouse.stores.state import writing


def take_step(
    settings: Settings,
    unit_key: str,
    period: str,
    action: str,
    *,
    by: Identity,
    text: ReviewText | None = None,
    answers: Mapping[str, str] | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> Review:
    """Takes one step in the review of a unit and a period.

    Args:
        settings: Names the home.
        unit_key: The unit.
        period: 2026, 2026-H2, 2026-Q3 or 2026-07.
        action: One of `steps.ACTIONS`.
        by: Who acts.
        text: The words; only for `write`. What they say of solutions of before is
            passed over for `answers`.
        answers: Name of a solution that comes back → done, partly, not_done.
        reason: Why; only for an arrow that needs a reason.
        now: The moment, for trials; None is now.

    Words saved once more as they stand, by the same account, add no step.

    Raises:
        ReviewError: No arrow allows it, it is not this person's, its words are not
            fit, or the period is not over.
        ThanThienError: It is no period, or a part of the figures is missing.
        DamagedError: The record was changed.
        AuditError: It cannot be recorded: it does not happen.
    """
    _refuse_if_not_theirs(settings, unit_key, by)
    _refuse_if_not_its_time(period, action, day_of(now))
    with writing(settings) as connection:
        record = reviews_in(settings, connection)
        refuse_if_broken(REVIEWS, record)
        reviews = record.reviews
        review = reviews.get(code_of(unit_key, period))
        arrow = arrow_from(review.state if review else None, by.role, action)
        if arrow is None:
            raise _no_arrow(action, by, review)
        _refuse_if_clock_went_back(review, day_of(now))
        coming = coming_back(reviews, unit_key, period)
        body = {"actor": by.user_name, **_reason(arrow, reason)}
        if action == "write":
            body |= _words(text or ReviewText(), with_answers(coming, answers or {}))
        elif review and action == "submit":
            _refuse_if_unfinished(review.text, coming)
            body |= _freeze(settings, connection, by, period)
        if review and _says_it_again(review, action, body):
            return review
        named = (action, by.role, kind_of(period), unit_key)
        code = code_of(unit_key, period)
        event = Event(record.next_seq, code, moment(now), *named, body)
        before, actor = record.mac, by.user_name
        add_link(REVIEWS, settings, connection, event, before_mac=before, actor=actor)
    return reviews_of([*record.events, event])[code]


def _says_it_again(review: Review, action: str, body: Mapping[str, object]) -> bool:
    """Whether the last step wrote just this: a save repeated, as after a cut, is one.

    Any other action of before makes it a step: words kept after a return are kept anew.
    """
    last = review.steps[-1].event
    return action == "write" == last.action and last.body == body


def _freeze(
    settings: Settings, connection: sqlite3.Connection, by: Identity, period: str
) -> dict[str, str]:
    """Keeps the figures as the account that submits may see them; names them."""
    scorecard = scorecard_of(settings, period)
    facts = facts_of(reader_of(settings), by, str(by.unit_code), period, scorecard)
    digest, text = freeze(facts)
    keep(connection, digest, text)
    return {"figures": digest, "build_id": facts.build.build_id}


def _refuse_if_not_theirs(settings: Settings, unit_key: str, by: Identity) -> None:
    theirs = own_unit(settings, by) if by.role == "leader" else None
    is_theirs = theirs is not None and theirs["unit_key"] == unit_key
    if by.role in READERS and by.role != "leader":
        is_theirs = unit_key in {row["unit_key"] for row in units_of(settings, by)}
    if not is_theirs:
        rule = "a unit whose review this account may take a step in"
        raise ReviewError("unit", unit_key, rule, "thanthien review list")


def _refuse_if_not_its_time(period: str, action: str, day: date) -> None:
    first, end = span_of(period)
    if day < first:
        rule = "a review is of a period that has begun"
        raise ReviewError("period", period, rule, "choose another period")
    if action == "submit" and day < end:
        rule = "a review is submitted once its period is over"
        raise ReviewError("period", period, rule, "keep the draft until then")


def _refuse_if_clock_went_back(review: Review | None, day: date) -> None:
    if review and day < review.steps[-1].event.day:
        rule = "a step is never earlier than the step before"
        raise ReviewError("clock", day.isoformat(), rule, "set the clock right")


def _refuse_if_unfinished(text: ReviewText, coming: tuple[FollowUp, ...]) -> None:
    refuse_if_unfinished(text)
    if [one.name for one in text.followed] != [one.name for one in coming]:
        rule = "the review before was released after this draft was written"
        raise ReviewError("solutions", len(coming), rule, "write the draft once more")


def _reason(arrow: Arrow, reason: str) -> dict[str, str]:
    reason = reason.strip()
    if not arrow.needs_text:
        return {}
    if not reason:
        rule = "this step needs a reason in words"
        raise ReviewError("text", reason, rule, "write it down")
    refuse_if_long("text", reason, MOST_LETTERS)
    return {"text": reason}


def _words(text: ReviewText, followed: tuple[FollowUp, ...]) -> dict[str, str]:
    sections = {name: words.strip() for name, words in text.sections.items()}
    kept = {name: words for name, words in sections.items() if words}
    whole = ReviewText(kept, text.solutions, followed)
    refuse_if_unfit(whole)
    return to_body(whole)


def _no_arrow(action: str, by: Identity, review: Review | None) -> ReviewError:
    state = review.state if review else "none"
    rule = "no arrow leads there from this state for this role"
    value = f"{action}, {by.role}, {state}"
    return ReviewError("step", value, rule, "thanthien review list")
