"""Which role may read which subject, as a table: what is not in it is denied.

Every registered query has one subject. `naming` says how an officer appears and
`min_n` below which number of people a figure is hidden.
"""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.errors import ScopeError

MIN_PEOPLE = 5
MIN_OFFICER_BALLOTS = 10

FRONT = "front"
"""The role that owns waves, and the owner such waves name."""
HELD_STREAMS = ("before", "after", "independent", "supervision")
"""Streams whose waves, where the Front owns them, only the Front reads until it
releases them. Service ballots go into the months of a unit as they come, and wait for
nobody."""

SUBJECTS = (
    "reference",
    "unit",
    "independent",
    "petition",
    "officer_count",
    "officer",
    "duty",
    "case",
    "quality",
    "load",
)


@dataclass(frozen=True)
class Right:
    """What a role gets of a subject.

    Attributes:
        naming: `none`, `code` or `name`: how officers are shown.
        min_n: Figures about fewer people than this are hidden.
    """

    naming: str = "none"
    min_n: int = MIN_PEOPLE


_OFFICER_BY_CODE = Right("code", MIN_OFFICER_BALLOTS)
_OFFICER_BY_NAME = Right("name", MIN_OFFICER_BALLOTS)

RIGHTS: dict[tuple[str, str], Right] = {
    ("committee", "reference"): Right(),
    ("committee", "unit"): Right(),
    ("committee", "independent"): Right(),
    ("committee", "petition"): Right(),
    ("committee", "officer_count"): Right(),
    ("committee", "quality"): Right(),
    ("committee", "load"): Right(),
    ("front", "reference"): Right(),
    ("front", "unit"): Right(),
    ("front", "independent"): Right(),
    ("front", "petition"): Right(),
    ("front", "officer_count"): Right(),
    ("front", "officer"): _OFFICER_BY_CODE,
    ("front", "quality"): Right(),
    ("front", "load"): Right(),
    ("leader", "reference"): Right(),
    ("leader", "unit"): Right(),
    ("leader", "independent"): Right(),
    ("leader", "petition"): Right(),
    ("leader", "officer_count"): Right(),
    ("leader", "officer"): _OFFICER_BY_NAME,
    ("leader", "duty"): _OFFICER_BY_NAME,
    ("leader", "case"): _OFFICER_BY_NAME,
    ("leader", "quality"): Right(),
    ("steward", "reference"): Right(),
    ("steward", "quality"): Right(),
    ("steward", "load"): Right(),
    ("officer", "reference"): Right(),
    ("officer", "officer"): _OFFICER_BY_NAME,
    ("officer", "duty"): _OFFICER_BY_NAME,
}


def right_of(role: str, subject: str) -> Right:
    """Returns what `role` gets of `subject`.

    Raises:
        ScopeError: The table has no such row.
    """
    right = RIGHTS.get((role, subject))
    if right is None:
        rule = f"the role {role} may not read it"
        raise ScopeError("subject", subject, rule, "sign in with another role")
    return right
