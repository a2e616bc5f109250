"""The letters a unit still owes, each with what the letter says of its matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from warehouse.errors import ThanThienError
from warehouse.read import Reader
from warehouse.scope import Scope

KINDS = ("apology", "thanks", "congratulation", "condolence")
SHOWN_OF_A_CODE = 4
"""Signs of a code that lists show, from its end."""


@dataclass(frozen=True)
class Matter:
    """One matter that calls for a letter.

    Attributes:
        letter_kind: One of `KINDS`.
        occasion: As in `fct_owed_letters`.
        about: `case` or `petition`.
        code: Code of the dossier or the petition.
        procedure: Name of the procedure; "" for a petition.
        occasion_on: The broken promise, the registration, the day of the answer.
        due_on: Last day for the letter; None where the calendar does not reach.
    """

    letter_kind: str
    occasion: str
    about: str
    code: str
    procedure: str
    occasion_on: date
    due_on: date | None

    @property
    def masked_code(self) -> str:
        """The code as lists show it."""
        return f"•••\u00a0{self.code[-SHOWN_OF_A_CODE:]}"


def owed_matters(
    reader: Reader,
    scope: Scope,
    *,
    unit_key: str,
    letter_kind: str,
    since: date,
    until: date,
) -> list[Matter]:
    """The matters of one unit whose letter is owed and not yet sent, oldest due first.

    Raises:
        ScopeError: The account does not answer for dossiers.
        ThanThienError: More than one answer of the reader holds.
    """
    answer = reader.run(
        "letters_to_print",
        scope,
        unit_key=unit_key,
        letter_kind=letter_kind,
        since=since,
        until=until,
    )
    if answer.is_cut:
        rule = "letters are printed up to that number at once"
        step = "choose a shorter period"
        raise ThanThienError("letters", len(answer.rows), rule, step)
    return [
        Matter(
            letter_kind=row["letter_kind"],
            occasion=row["occasion"],
            about=row["about"],
            code=row["matter_code"],
            procedure=row["procedure_name"] or "",
            occasion_on=row["occasion_on"],
            due_on=row["due_on"],
        )
        for row in answer.rows
    ]
