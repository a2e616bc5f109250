"""Which role sees which page, as a table, and which opens first.

Leaving a page out only tidies the menu: what a role may read is decided where the
rows come from.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """One page.

    Attributes:
        name: Key of its title and path in the words.
        file: Its folder in `dashboard/views`.
        roles: Roles that have it in their menu.
    """

    name: str
    file: str
    roles: frozenset[str]


def _view(name: str, *roles: str) -> View:
    return View(name, name, frozenset(roles))


VIEWS = (
    _view("overview", "committee", "front"),
    _view("unit", "committee", "front", "leader", "ministry"),
    _view("officers", "committee", "front", "leader", "officer"),
    _view("independent", "committee", "front", "leader"),
    _view("plan", "front"),
    _view("supervision", "committee", "front", "leader"),
    _view("petitions", "committee", "front", "leader"),
    _view("quality", "committee", "front", "steward"),
    _view("load", "front", "steward"),
    _view("methods", "committee", "front", "leader", "steward", "officer", "ministry"),
    _view("decisions", "committee", "leader", "steward", "officer"),
    _view("reviews", "committee", "front", "leader", "steward"),
    _view("record", "front"),
)

# Where not the first in the table opens first: who asks on his own reads that first.
OPENS_FIRST = {"front": "independent"}
ROLES = ("committee", "front", "leader", "steward", "officer", "ministry")


def views_of(role: str) -> list[View]:
    """Pages in the menu of a role, the one that opens first at its head."""
    views = [view for view in VIEWS if role in view.roles]
    return sorted(views, key=lambda view: view.name != OPENS_FIRST.get(role))
