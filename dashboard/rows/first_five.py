"""Which five things a leader looks at first: an order anyone can check by hand.

First what a citizen is waiting for now, then what keeps repeating, then what makes
the figures themselves doubtful. Within one step the larger number goes first, then
the older finding. No score and no weight: nothing here can be tuned in silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from warehouse.notes.findings import name_of

SHOWN = 5
# Kind of finding → step. A kind that is not named here is not shown.
STEPS = {
    "petitions_long_overdue": 0,
    "cases_overdue": 0,
    "petitions_overdue": 1,
    "letters_missing": 1,
    "officer_evidence": 1,
    "matters_waiting": 1,
    "signal_worse": 2,
    "late_hidden": 2,
    "late_strict": 3,
    "meetings_missing": 3,
    "recommendations_overdue": 3,
    "flag_wrong": 3,
    "reviews_missing": 3,
    "officer_look": 4,
    "flag_check": 4,
    "requirements_lacking": 4,
    "reviews_due": 4,
}
BY_CALENDAR = ("reviews_missing", "reviews_due", "matters_waiting")
"""Kinds that no row of the data shows."""


@dataclass(frozen=True)
class Finding:
    """One thing to look at.

    Attributes:
        kind: A key of `STEPS`.
        n: How many; a finding of none is no finding.
        owner: Who has it in hand; empty when nobody is named.
        since: The first day it has been so; None when the data do not say.
        detail: What the words of the kind leave open, such as a measure.
        link: Where the evidence is, as a path with a query; empty for none.
        which: The measure or the rule, where a unit may have several of a kind.
    """

    kind: str
    n: int
    owner: str = ""
    since: date | None = None
    detail: str = ""
    link: str = ""
    which: str = ""

    @property
    def name(self) -> str:
        """What names it on record, whatever it counts today."""
        return name_of(self.kind, self.which)


def first_findings(findings: Iterable[Finding], shown: int = SHOWN) -> list[Finding]:
    """Puts findings in order and keeps the first.

    >>> few = [Finding("officer_look", 9), Finding("cases_overdue", 1)]
    >>> [finding.kind for finding in first_findings(few)]
    ['cases_overdue', 'officer_look']

    Raises:
        KeyError: A kind has no step.
    """
    return sorted((finding for finding in findings if finding.n > 0), key=_order)[
        :shown
    ]


def _order(finding: Finding) -> tuple[int, int, date, str, str]:
    since = finding.since or date.max
    return (STEPS[finding.kind], -finding.n, since, finding.kind, finding.detail)
