"""Lists for interviewers: a workbook each, with no more than they need.

Names come from the office's export straight into the workbook and are kept nowhere.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from warehouse import audit
from warehouse.errors import PlanError
from warehouse.letters.addressees import Addressee, addressees_of
from warehouse.safe_text import safe_text
from warehouse.settings import Settings
from warehouse.stores.copies import make_folder
from warehouse.waves.draw import Draw
from warehouse.waves.interviewer_assignment import Listed
from warehouse.waves.sampling_frame import HOUSEHOLDS, LISTED, RETURNED, VISITED
from warehouse.words import Words

People = Mapping[str, Sequence[Addressee]]
_WIDTHS = {"unit": 28, "dossier": 30, "procedure": 26, "name": 26, "address": 36}
_WIDTHS |= {"ballots": 44, "household": 28, "hamlet": 26}
_COLUMNS = {
    RETURNED: ("ballot_id", "unit", "dossier", "procedure", "returned_on"),
    HOUSEHOLDS: ("ballot_id", "unit", "hamlet", "household"),
    **dict.fromkeys(VISITED, ("ballots", "unit", "visit_on", "hours", "first")),
}
"""Kind of frame → what a line says."""
_TO_FILL = {
    **dict.fromkeys(LISTED, ("asked_on", "outcome")),
    **dict.fromkeys(VISITED, ("n_left", "n_asked", "outcome_visit")),
}
"""Kind of frame → what is filled in by hand."""


def check_out(settings: Settings, out: Path) -> None:
    """Refuses a folder lists may not go into, before anything is drawn.

    Raises:
        PlanError: It is not empty, no folder, or inside the home.
    """
    if out.resolve().is_relative_to(settings.home.resolve()):
        rule = "lists are destroyed after the wave, and the home keeps none"
        raise PlanError("out", str(out), rule, "name a folder elsewhere")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        rule = "lists go into a new or empty folder"
        raise PlanError("out", str(out), rule, "name another folder")


def make_lists(
    settings: Settings,
    draw: Draw,
    lists: Mapping[str, Sequence[Listed]],
    unit_names: Mapping[str, str],
    words: Words,
    *,
    by: str,
    names_from: Path | None = None,
    spec_path: Path | None = None,
) -> list[tuple[str, bytes]]:
    """Name and content of each list, on record with the day they are destroyed.

    Args:
        settings: Names the home.
        draw: The draw.
        lists: Interviewer, or unit, → lines.
        unit_names: Unit code → name.
        words: The language of the headings.
        by: User name of the Front's account.
        names_from: The office's own export, for names and addresses in the lists
            alone; None leaves them out.
        spec_path: Spec to read the export with; found by the headings if left out.

    Raises:
        ThanThienError: The export was refused, or its spec names no addressee.
        PlanError: Names are asked for where none can be read.
        AuditError: It cannot be recorded: no list may be written.
    """
    people: People | None = None
    if names_from is not None and draw.frame.kind != RETURNED:
        rule = "names are read from a list of dossiers alone"
        step = "leave them out: the code is looked up in the Front's own list"
        raise PlanError("names", draw.frame.kind, rule, step)
    if names_from is not None:
        people = addressees_of(
            settings,
            names_from,
            [line.code for lines in lists.values() for line in lines],
            about={"case"},
            letter_kind="survey",
            spec_path=spec_path,
        ).by_code
    detail = {"n_lists": str(len(lists)), "destroy_by": draw.destroy_by.isoformat()}
    audit.record(
        settings,
        actor=by,
        action="lists_written",
        subject=draw.wave_code,
        detail=detail | {"has_names": str(people is not None).lower()},
    )
    return [
        (_file_name(draw, who), _workbook(draw, who, lines, unit_names, words, people))
        for who, lines in lists.items()
    ]


def write_lists(out: Path, books: Iterable[tuple[str, bytes]]) -> None:
    """Writes the workbooks into a folder of their own."""
    make_folder(out)
    for name, content in books:
        (out / name).write_bytes(content)


def _file_name(draw: Draw, who: str) -> str:
    return re.sub(r"[^\w.-]+", "_", f"{draw.wave_code}_{who}") + ".xlsx"


def _workbook(
    draw: Draw,
    who: str,
    lines: Sequence[Listed],
    unit_names: Mapping[str, str],
    words: Words,
    people: People | None,
) -> bytes:
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for part in ("drawn", "replacements"):
        is_replacement = part == "replacements"
        chosen = [one for one in lines if one.is_replacement == is_replacement]
        sheet = book.create_sheet(words(f"waves.lists.{part}"))
        _write(sheet, part, draw, who, chosen, unit_names, words, people)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(
    sheet: Worksheet,
    part: str,
    draw: Draw,
    who: str,
    lines: Sequence[Listed],
    unit_names: Mapping[str, str],
    words: Words,
    people: People | None,
) -> None:
    day = f"{draw.destroy_by:%d/%m/%Y}"
    kind = draw.frame.kind
    every = draw.visits.every if draw.visits else 1
    for text in (
        words("waves.lists.title", wave=draw.wave_code, who=who),
        words(f"waves.lists.{'secret' if draw.visits else 'destroy_by'}", day=day),
        words(f"waves.lists.lead_{part}.{kind}", every=every),
        *([words("waves.lists.simulated")] if draw.is_simulated else []),
    ):
        sheet.append([safe_text(text)])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
    names = [*_COLUMNS[kind]]
    names += ["name", "address"] if people is not None else []
    names += _TO_FILL[kind]
    sheet.append([words(f"waves.lists.columns.{name}") for name in names])
    head = sheet.max_row
    for number, name in enumerate(names, 1):
        sheet.cell(head, number).font = Font(bold=True)
        sheet.cell(head, number).alignment = Alignment(wrap_text=True)
        width = _WIDTHS.get(name, 20)
        sheet.column_dimensions[get_column_letter(number)].width = width
    if draw.visits and part == "drawn":
        lines = sorted(lines, key=lambda line: (str(line.row.day), line.hours))
    for line in lines:
        texts = _texts(line, unit_names)
        cells = [texts[name] for name in _COLUMNS[kind]] + _who(line, people)
        sheet.append([safe_text(text) for text in cells])
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def _texts(line: Listed, unit_names: Mapping[str, str]) -> dict[str, str]:
    """What a line says, by the name of its column."""
    row = line.row
    day = f"{row.day:%d/%m/%Y}" if row.day else ""
    return {
        "ballot_id": line.ballots[0],
        "ballots": " … ".join(dict.fromkeys((line.ballots[0], line.ballots[-1]))),
        "unit": unit_names.get(row.unit_code, row.unit_code),
        "dossier": row.code,
        "household": row.household_code,
        "hamlet": row.stratum,
        "procedure": row.procedure_code,
        "returned_on": day,
        "visit_on": day,
        "hours": line.hours,
        "first": str(line.first),
    }


def _who(line: Listed, people: People | None) -> list[str]:
    if people is None:
        return []
    found = people.get(line.code, ())
    return [
        "; ".join(one.name for one in found if one.name),
        "; ".join(one.address for one in found if one.address),
    ]
