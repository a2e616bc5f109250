"""Which findings of a unit bear notes, and what names one."""

from __future__ import annotations

import re

from warehouse.errors import NoteError

OF_OFFICERS = ("officer_evidence", "officer_look", "matters_waiting")
"""Findings about officers: what is said of those goes through due process."""
OF_UNITS = frozenset(
    {
        "petitions_long_overdue",
        "cases_overdue",
        "petitions_overdue",
        "letters_missing",
        "meetings_missing",
        "recommendations_overdue",
        "requirements_lacking",
        "signal_worse",
        "late_hidden",
        "late_strict",
        "flag_wrong",
        "flag_check",
        "reviews_missing",
        "reviews_due",
    }
)
_WHICH = re.compile(r"[a-z0-9_.]{1,80}")


def name_of(kind: str, which: str = "") -> str:
    """What names a finding of a unit on record.

    Args:
        kind: Its kind.
        which: The measure or the rule, where a unit may have several of a kind.
    """
    return f"{kind}:{which}" if which else kind


def parts_of(finding: str) -> tuple[str, str]:
    """Kind of a finding, and which of several.

    >>> parts_of("signal_worse:late_share")
    ('signal_worse', 'late_share')
    """
    kind, _, which = finding.partition(":")
    return kind, which


def refuse_if_not_noted(finding: str) -> None:
    """Checks that a finding may bear notes.

    Raises:
        NoteError: It is about an officer, or there is no such finding.
    """
    kind, which = parts_of(finding)
    if kind in OF_OFFICERS:
        rule = "a finding about an officer bears no notes: it goes through due process"
        raise NoteError("finding", finding, rule, "open the page of due process")
    if kind not in OF_UNITS or (which and not _WHICH.fullmatch(which)):
        rule = "a finding of a unit"
        raise NoteError("finding", finding, rule, "choose one of those the page shows")
