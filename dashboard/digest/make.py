"""Makes the digests of a week: one per account that has something to answer for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from dashboard import dates
from dashboard.digest.of_leader import leader_parts, leader_unit
from dashboard.digest.of_others import committee_parts, front_parts, steward_parts
from dashboard.digest.parts import Contents, Line, Part
from dashboard.digest.render import message_of
from dashboard.rows.context import Page
from dashboard.rows.page_of import page_of
from dashboard.words import words_of
from warehouse.chain import day_of
from warehouse.digests.readers import readers
from warehouse.digests.record import (
    ACTOR,
    digest_before,
    digest_of,
    keep_digest,
    week_of,
)
from warehouse.people.accounts import Identity
from warehouse.read import reader_of
from warehouse.settings import Settings

MADE, KEPT, NO_UNIT = "made", "kept", "no_unit"
"""What became of an account's digest: made now, made earlier this week, or not made
because the build does not have the unit it leads."""


def make_digests(
    settings: Settings, public_url: str = "", *, now: datetime | None = None
) -> Iterator[tuple[Identity, str]]:
    """Makes what this week does not have yet; what was made stays as it is.

    Args:
        settings: Names the home and the language.
        public_url: Where people reach the pages; empty leaves links out.
        now: The moment to judge by; None is now.

    Yields:
        Each account with what became of its digest, once that is on record.

    Raises:
        NothingPublishedError: There is no build.
        AuditError: It could not be recorded.
    """
    week, today = week_of(now), day_of(now)
    for by in readers(settings):
        if digest_of(settings, by, week) is not None:
            yield by, KEPT
            continue
        page = _page_for(settings, by)
        contents = _contents(page, settings, week, today)
        if contents is None:
            yield by, NO_UNIT
            continue
        earlier = digest_before(settings, by, week)
        before = earlier.message.lines if earlier else None
        message = message_of(contents, page.words, before, public_url)
        build_id = page.build.build_id
        keep_digest(settings, by, week, message, build_id=build_id, now=now)
        yield by, MADE


def _page_for(settings: Settings, by: Identity) -> Page:
    """What the account may see; who asks is the digest, and the record says so."""
    scope = reader_of(settings).scope_of_account(
        user_id=f"{ACTOR}:{by.user_name}",
        role=by.role,
        unit_code=by.unit_code,
        officer_code=by.officer_code,
    )
    return page_of(by, scope, words_of(settings.lang))


def _contents(
    page: Page, settings: Settings, week: date, today: date
) -> Contents | None:
    words = page.words
    whose = words(f"roles.{page.identity.role}")
    found: tuple[tuple[Part, ...], dict[str, Line]]
    if page.identity.role == "leader":
        unit = leader_unit(page, settings)
        if unit is None:
            return None
        whose = unit.name
        found = leader_parts(page, settings, unit, today)
    elif page.identity.role == "committee":
        found = committee_parts(page, settings, today)
    elif page.identity.role == "front":
        found = front_parts(page, settings, today)
    else:
        found = steward_parts(page, settings, today)
    parts, lines = found
    lead = [words("digest.as_of", day=dates.day(page.build.data_as_of))]
    if page.build.is_simulated:
        lead.insert(0, words("digest.simulated"))
    title = words("digest.title", week=dates.day(week), whose=whose)
    return Contents(title, tuple(lead), parts, lines)
