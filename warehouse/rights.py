"""Which role may read which subject, as a table: what is not in it is denied.

Every registered query has one subject. `naming` says how an officer appears, `min_n`
below which number of people a figure is hidden, and `sees_acts` whether acts of the
office are exact. Confidential are ballots (who said what), denunciations, and officers
towards those who do not lead them. What an office did is not: dossiers, complaints,
requests, feedback, letters, meetings and checks are what its leader answers for, and
what the committee and the Front count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.errors import ScopeError
from warehouse.hiding_thresholds import MIN_OFFICER_BALLOTS, MIN_PEOPLE

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
    "fieldwork",
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
        sees_acts: Counts of acts of the office are exact, however small.
    """

    naming: str = "none"
    min_n: int = MIN_PEOPLE
    sees_acts: bool = False


_OFFICER_BY_CODE = Right("code", MIN_OFFICER_BALLOTS)
# the unit's own leader, or the officer alone
_OFFICER_BY_NAME = Right("name", MIN_OFFICER_BALLOTS, sees_acts=True)
_ACTS = Right(sees_acts=True)

RIGHTS: dict[tuple[str, str], Right] = {
    ("committee", "reference"): Right(),
    ("committee", "unit"): _ACTS,
    ("committee", "independent"): Right(),
    ("committee", "petition"): _ACTS,
    ("committee", "officer_count"): Right(),
    ("committee", "quality"): Right(),
    ("committee", "load"): Right(),
    ("front", "reference"): Right(),
    ("front", "unit"): _ACTS,
    ("front", "independent"): Right(),
    ("front", "fieldwork"): Right(),
    ("front", "petition"): _ACTS,
    ("front", "officer_count"): Right(),
    ("front", "officer"): _OFFICER_BY_CODE,
    ("front", "quality"): Right(),
    ("front", "load"): Right(),
    ("leader", "reference"): Right(),
    ("leader", "unit"): _ACTS,
    ("leader", "independent"): Right(),
    ("leader", "petition"): _ACTS,
    ("leader", "officer_count"): Right(),
    ("leader", "officer"): _OFFICER_BY_NAME,
    ("leader", "duty"): _OFFICER_BY_NAME,
    ("leader", "case"): _OFFICER_BY_NAME,
    ("leader", "quality"): Right(),
    ("steward", "reference"): Right(),
    ("steward", "quality"): Right(),
    ("steward", "load"): Right(),
    # provinces, as the committee sees communes: no matter and no officer of one
    ("ministry", "reference"): Right(),
    ("ministry", "unit"): _ACTS,
    ("ministry", "independent"): Right(),
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


def name_officer(row: Mapping[str, Any], right: Right) -> dict[str, Any]:
    """Returns a row with of its officer what the right lets be read."""
    hidden = {
        "none": ("officer_code", "officer_name"),
        "code": ("officer_name",),
        "name": (),
    }[right.naming]
    return {name: value for name, value in row.items() if name not in hidden}
