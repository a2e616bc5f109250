"""A report as a file: each kind by its writer, and on record before it is there."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.report.deck import to_pptx
from dashboard.report.document import to_docx
from dashboard.report.parts import Report
from dashboard.report.workbook import to_xlsx
from dashboard.report.write import report_of
from dashboard.words import Words, words_of
from warehouse import audit
from warehouse.people.account_rows import Identity
from warehouse.reviews.facts import Facts
from warehouse.reviews.reviews import Review
from warehouse.settings import Settings

WRITERS: dict[str, Callable[[Report, Words], bytes]] = {
    "docx": to_docx,
    "xlsx": to_xlsx,
    "pptx": to_pptx,
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
MIMES = {
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "pptx": _OFFICE + "presentationml.presentation",
}


def report_file(
    settings: Settings, by: Identity, facts: Facts, review: Review | None, kind: str
) -> bytes:
    """Records that somebody takes a report along, then makes the file.

    Args:
        settings: Names the home.
        by: Who takes it.
        facts: The figures, as this account may see them.
        review: The released review that froze them; None before.
        kind: A key of `WRITERS`.

    Raises:
        AuditError: It could not be recorded: there is no file.
    """
    detail = {
        "unit": str(facts.unit["unit_code"]),
        "period": facts.period,
        "kind": kind,
        "build": facts.build.build_id,
    }
    audit.record(
        settings, actor=by.user_name, action="export", subject="report", detail=detail
    )
    # A report is an act in Vietnamese, whatever the reader's language.
    words = words_of("vi")
    return WRITERS[kind](report_of(facts, words, review), words)
