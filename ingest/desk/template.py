"""A workbook to fill in for each kind: headings a layout reads, lists, notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ingest.spec.form.column import ColumnForm
from ingest.spec.form.spec import SpecForm
from ingest.spec.read_spec import SPECS_DIR
from ingest.spec.strict_yaml import read_yaml
from ingest.words import words_of
from warehouse.desk.jobs import Job, made_by
from warehouse.errors import ThanThienError
from warehouse.raw.column import DATE, TIMESTAMP
from warehouse.raw.kinds import KINDS
from warehouse.settings import Settings

Progress = Callable[[str, int, int], None]
ROWS_CHECKED = 2000
_LIST_CHARS = 250
"""Excel takes no longer list inside a check."""
_NEEDED = PatternFill("solid", start_color="FFE3EDF7")


def template(settings: Settings, job: Job, progress: Progress) -> Mapping[str, Any]:
    """Makes the workbook where the job keeps what it makes.

    Raises:
        ThanThienError: No shipped layout reads this kind.
    """
    kind = str(job.said.get("kind"))
    progress("book", 0, 0)
    write_template(kind, made_by(settings, job.job_id), str(job.said.get("lang", "vi")))
    return {"kind": kind}


def write_template(kind: str, path: Path, lang: str) -> None:
    """Writes the workbook of a kind.

    Args:
        kind: A raw kind.
        path: Where to.
        lang: Language of the notes, vi or en; headings are those the layout reads.

    Raises:
        ThanThienError: No shipped layout reads this kind.
    """
    columns = columns_of(kind)
    words = words_of(lang)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = words("template.sheet")
    for place, (name, form) in enumerate(columns.items(), start=1):
        column = KINDS[kind].column(name)
        heading = _headings(form)[0]
        cell = sheet.cell(1, place, heading)
        cell.font = Font(bold=True)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(14, len(heading) + 4)
        is_day = column.type in (DATE, TIMESTAMP)
        # codes are text: their leading zeros stay
        form_of_cells = "DD/MM/YYYY" if is_day else "@"
        sheet.column_dimensions[letter].number_format = form_of_cells
        texts = list(form.values)
        joined = ",".join(texts)
        if texts and len(joined) < _LIST_CHARS and joined.count(",") == len(texts) - 1:
            check = DataValidation("list", formula1=f'"{joined}"')
            check.add(f"{letter}2:{letter}{ROWS_CHECKED + 1}")
            sheet.add_data_validation(check)
        if column.is_required:
            cell.fill = _NEEDED
        said = [words("template.needed")] if column.is_required else []
        said += [words("template.day")] if is_day else []
        said += [words("template.texts", texts=", ".join(texts))] if texts else []
        if said:
            # a sheet of notes would be read as a table of its own
            cell.comment = Comment("\n".join(said), words("template.author"))
    sheet.freeze_panes = "A2"
    with path.open("wb") as out:  # the name has no ending of a workbook
        book.save(out)


def kinds_with_template() -> list[str]:
    """Kinds that a shipped layout of one kind reads from headings."""
    return sorted({form.kinds[0].kind for form in _forms() if len(form.kinds) == 1})


def _forms() -> list[SpecForm]:
    paths = sorted(SPECS_DIR.glob("*_list.yml"))
    paths += sorted(SPECS_DIR.glob("office_calendar.yml"))
    return [SpecForm.model_validate(read_yaml(path)) for path in paths]


def columns_of(kind: str) -> dict[str, ColumnForm]:
    """What the shipped layout of a kind reads from headings, by column.

    Raises:
        ThanThienError: No shipped layout reads this kind.
    """
    for form in _forms():
        if len(form.kinds) == 1 and form.kinds[0].kind == kind:
            found = form.kinds[0].columns.items()
            return {name: column for name, column in found if column.from_}
    rule = f"write one of: {', '.join(kinds_with_template())}"
    raise ThanThienError("kind", kind, rule, "choose one of these")


def _headings(form: ColumnForm) -> list[str]:
    return list(form.from_ or ())
