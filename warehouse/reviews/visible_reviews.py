"""What an account sees of reviews, and where a released one gives its figures."""

from __future__ import annotations

from dataclasses import replace

from warehouse.chain import refuse_if_broken
from warehouse.errors import ReviewError
from warehouse.people.account_rows import Identity
from warehouse.read import reader_of
from warehouse.reviews.changed import Change, changes_since, with_reasons
from warehouse.reviews.facts import Facts, Row, facts_of, facts_of_key
from warehouse.reviews.frozen import frozen_facts
from warehouse.reviews.record import REVIEWS, ReviewRecord, read_reviews
from warehouse.reviews.registers import handed_in_of
from warehouse.reviews.reviews import Review
from warehouse.reviews.scores import scorecard_of
from warehouse.reviews.shared_answers import Remembering
from warehouse.reviews.steps import RELEASED
from warehouse.reviews.units import units_of
from warehouse.rights import right_of
from warehouse.rules.periods import span_of
from warehouse.settings import Settings


def seen_reviews(
    settings: Settings, record: ReviewRecord, by: Identity
) -> dict[str, Review]:
    """Reviews of the units an account covers, by code.

    A draft is its writer's: all others see a review once it was submitted.

    Raises:
        NothingPublishedError: There is no build.
    """
    own = by.unit_code if by.role == "leader" else None
    codes = {row["unit_key"]: row["unit_code"] for row in units_of(settings, by)}
    return {
        code: review
        for code, review in record.reviews.items()
        if review.unit_key in codes
        and (codes[review.unit_key] == own or review.submission is not None)
    }


def released_review(
    settings: Settings, record: ReviewRecord, by: Identity, unit_code: str, period: str
) -> Review | None:
    """The released review of a unit that an account covers; None if there is none.

    Args:
        settings: Names the store.
        record: All reviews on record.
        by: Who asks, of any role that reads figures of units.
        unit_code: Code of the unit; of two units of a code the later one.
        period: 2026, 2026-H2, 2026-Q3 or 2026-07.

    Raises:
        ScopeError: The role may not read figures of units.
        NothingPublishedError: There is no build.
    """
    right_of(by.role, "unit")
    reader = reader_of(settings)
    scope = reader.scope_of(by)
    rows = reader.run("units", scope).rows
    keys = [row["unit_key"] for row in rows if row["unit_code"] == unit_code]
    found = [
        review
        for review in record.reviews.values()
        if (review.period, review.state) == (period, RELEASED)
        and review.unit_key in keys
    ]
    return max(found, key=lambda review: review.unit_key) if found else None


def submitted_facts(settings: Settings, review: Review) -> Facts | None:
    """The figures frozen with the last submission; None before the first.

    Raises:
        DamagedError: They are gone or were changed.
    """
    submission = review.submission
    return frozen_facts(settings, submission.said("figures")) if submission else None


def figures_for_report(
    settings: Settings, by: Identity, unit_code: str, period: str
) -> tuple[Facts, Review | None]:
    """Figures that a report prints: those a released review froze, else today's.

    Args:
        settings: Names the home.
        by: Who asks.
        unit_code: Code of the unit.
        period: 2026, 2026-H2, 2026-Q3 or 2026-07.

    Returns:
        The figures, and the released review that froze them, if there is one.

    Raises:
        ScopeError: The role may not read figures of units.
        ReviewError: The unit is not the account's, or a part has no figures.
        DamagedError: The record of reviews was changed.
    """
    return ReportFigures(settings, by).of(unit_code, period)


class ReportFigures:
    """Figures for the reports of many units: what all share is read once.

    Args:
        settings: Names the home.
        by: Who asks.

    Raises:
        DamagedError: The record of reviews was changed.
    """

    def __init__(self, settings: Settings, by: Identity) -> None:
        self._settings = settings
        self._by = by
        self._record = read_reviews(settings)
        refuse_if_broken(REVIEWS, self._record)
        self._reader = Remembering(reader_of(settings))

    def units(self) -> list[Row]:
        """Rows of `units` of the units of today that the account covers.

        Raises:
            NothingPublishedError: There is no build.
        """
        scope = self._reader.scope_of(self._by)
        rows = self._reader.run("units", scope).rows
        return [row for row in rows if row["is_current"]]

    def of(self, unit_code: str, period: str) -> tuple[Facts, Review | None]:
        """Figures of one unit, as `figures_for_report` gives them."""
        settings, by = self._settings, self._by
        review = released_review(settings, self._record, by, unit_code, period)
        frozen = submitted_facts(settings, review) if review else None
        if frozen is not None:
            return frozen, review
        scorecard = scorecard_of(settings, period)
        return facts_of(self._reader, by, unit_code, period, scorecard), None


def changes_of(settings: Settings, frozen: Facts, by: Identity) -> list[Change] | None:
    """What the published build says otherwise; None where it says nothing at all.

    A steward is told of what was loaded alone.

    Args:
        settings: Names the home.
        frozen: Figures of a submission.
        by: Who asks, and so what may be seen of today's figures.

    Raises:
        NothingPublishedError: There is no build.
    """
    reader = reader_of(settings)
    unit_key = str(frozen.unit["unit_key"])
    if by.role == "steward":  # figures of units are not a steward's to read
        where = (reader, reader.scope_of(by), unit_key, span_of(frozen.period))
        return changes_since(frozen, replace(frozen, handed_in=handed_in_of(*where)))
    try:
        scorecard = scorecard_of(settings, frozen.period)
        now = facts_of_key(reader, by, unit_key, frozen.period, scorecard)
    except ReviewError:
        return None
    scope = reader.scope_of(by)
    which = {"map": "today" if now.unit["is_current"] else "then"}
    rows = reader.run("unit_restatements", scope, unit_key=unit_key, **which).rows
    return with_reasons(changes_since(frozen, now), rows)
