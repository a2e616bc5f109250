"""A report as a file: each kind by its writer, and on record before it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dashboard.report.deck import to_pptx
from dashboard.report.document import to_docx
from dashboard.report.one_page import to_page
from dashboard.report.parts import Report
from dashboard.report.sections import report_of, words_of_issuer
from dashboard.report.workbook import to_xlsx
from dashboard.words import Words, words_of
from warehouse import audit
from warehouse.pdf import to_pdf, to_pdfs
from warehouse.people.account_rows import Identity
from warehouse.reviews.facts import Facts
from warehouse.reviews.reviews import Review
from warehouse.settings import Settings

WRITERS: dict[str, Callable[[Report, Words], bytes]] = {
    "docx": to_docx,
    "xlsx": to_xlsx,
    "pptx": to_pptx,
    "page": to_page,
    "pdf": lambda report, words: to_pdf(to_docx(report, words)),
    "page_pdf": lambda report, words: to_pdf(to_page(report, words)),
}
"""Kind of file → what writes it; `page` is one A4 page."""
ENDINGS = {
    **{kind: kind for kind in ("docx", "xlsx", "pptx", "pdf")},
    "page": "docx",
    "page_pdf": "pdf",
}
OFFERED = ("docx", "xlsx", "pptx", "page")
"""Kinds a page offers: those that need no other program."""
PRINTED = {"pdf": "docx", "page_pdf": "page"}
"""Kind that LibreOffice makes → what it is made of."""
_OFFICE = "application/vnd.openxmlformats-officedocument."
MIMES = {
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "pptx": _OFFICE + "presentationml.presentation",
    "pdf": "application/pdf",
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
        ThanThienError: PDF is asked for, and LibreOffice does not make it.
    """
    note_report(settings, by, facts, kind)
    [(_, content)] = made_files(facts, review, (kind,))
    return content


def note_report(settings: Settings, by: Identity, facts: Facts, kind: str) -> None:
    """Records that somebody takes a report along.

    Raises:
        AuditError: It could not be recorded: make no file.
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


def made_files(
    facts: Facts, review: Review | None, kinds: Iterable[str]
) -> Iterator[tuple[str, bytes]]:
    """Each kind with its bytes; whoever asks has it on record before."""
    # A report is an act in Vietnamese, whatever the reader's language.
    words = words_of_issuer(facts, words_of("vi"))
    report = report_of(facts, words, review)
    for kind in kinds:
        yield kind, WRITERS[kind](report, words)


def named_files(
    reports: Iterable[tuple[Facts, Review | None]], kinds: Iterable[str]
) -> Iterator[tuple[str, bytes]]:
    """Files of several reports, each with its name; what is printed comes last.

    LibreOffice takes longer to begin than to print, so it prints all of them at once.

    Args:
        reports: Figures, each with the released review that froze them.
        kinds: Keys of `WRITERS`.

    Raises:
        ThanThienError: PDF is asked for, and LibreOffice does not make it.
    """
    wanted = tuple(kinds)
    written = dict.fromkeys(PRINTED.get(kind, kind) for kind in wanted)
    names, documents = [], []
    for facts, review in reports:
        made = dict(made_files(facts, review, written))
        for kind in wanted:
            name, content = file_name(facts, kind), made[PRINTED.get(kind, kind)]
            if kind in PRINTED:
                names.append(name)
                documents.append(content)
            else:
                yield name, content
    if documents:
        yield from zip(names, to_pdfs(documents), strict=True)


def file_name(facts: Facts, kind: str) -> str:
    """Unit, period and what it is: no two files of a run share a name."""
    start = "mot_trang" if kind.startswith("page") else "bao_cao"
    return f"{start}_{facts.unit['unit_code']}_{facts.period}.{ENDINGS[kind]}"
