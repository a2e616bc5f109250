"""The frame of a page for one account: what is published, and what it may see of it."""

from __future__ import annotations

from dashboard.rows import access, data
from dashboard.rows.context import Page
from dashboard.words import Words
from warehouse.people.accounts import Identity
from warehouse.scope import Scope


def page_of(identity: Identity, scope: Scope, words: Words) -> Page:
    """Makes the frame of one run.

    Args:
        identity: Whose page it is.
        scope: What may be seen of it; its `user_id` is who asks, for the record.
        words: The language.

    Raises:
        NothingPublishedError: There is nothing to read yet.
    """
    build = access.reader().build()
    names = data.names(scope, build.build_id)
    return Page(
        identity=identity,
        scope=scope,
        build=build,
        words=words,
        units=names.units,
        items=names.items,
        criteria=names.criteria,
        waves=names.waves,
        newest_on=names.newest_on,
        calendar_source=names.calendar_source,
        released=access.reader().released(),
    )
