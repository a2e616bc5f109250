"""XLSX sheets as offices print them, with the same bytes for the same content.

The few parts of the format that are needed are written here directly: a workbook
library stamps each file with the time of day and takes most of the run.

A printed sheet has title lines, one or two heading rows (the upper one merged), a
row of column numbers, the rows, a total and signatures.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

Cell = str | int | float | bool | date | datetime | None

_ZIP_TIME = (2026, 11, 1, 0, 0, 0)
_EXCEL_ZERO = datetime(1899, 12, 30)
_DAY_STYLE, _MOMENT_STYLE = 1, 2
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Times New Roman"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf numFmtId="165" applyNumberFormat="1"/></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True)
class Sheet:
    """One printed sheet.

    Attributes:
        name: Sheet name.
        headings: Headings; "Upper / Lower" spreads over two rows.
        rows: Cells below the headings.
        title: Lines above the headings.
        has_column_numbers: Whether a row 1, 2, 3… stands under the headings.
        footer: Rows below: totals, place and date, signatures.
        merged: Column position and first and last row position (of `rows`) of cells
            merged downwards.
    """

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    title: Sequence[str] = ()
    has_column_numbers: bool = False
    footer: Sequence[Sequence[Cell]] = ()
    merged: Sequence[tuple[int, int, int]] = field(default=())


class _Texts:
    """The texts of a workbook, each kept once."""

    def __init__(self) -> None:
        self.place: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        return self.place.setdefault(text, len(self.place))

    def xml(self) -> str:
        parts = (
            f'<si><t xml:space="preserve">{escape(text)}</t></si>'
            for text in self.place
        )
        return f'<sst xmlns="{_MAIN}">{"".join(parts)}</sst>'


def write_workbook(path: Path, sheets: Iterable[Sheet]) -> None:
    """Writes sheets to `path`; equal sheets give equal bytes."""
    sheets = list(sheets)
    texts = _Texts()
    parts = {
        f"xl/worksheets/sheet{number}.xml": _sheet_xml(sheet, texts)
        for number, sheet in enumerate(sheets, 1)
    }
    parts["xl/sharedStrings.xml"] = texts.xml()
    parts["xl/styles.xml"] = _STYLES
    parts |= _frame([sheet.name for sheet in sheets])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in sorted(parts.items()):
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}'
            written.writestr(info, text.encode())


def _frame(names: Sequence[str]) -> dict[str, str]:
    """The parts that say which parts there are."""
    numbers = range(1, len(names) + 1)
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"/>'
        for i, name in zip(numbers, names, strict=True)
    )
    targets = [("worksheet", f"worksheets/sheet{i}.xml") for i in numbers]
    targets += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    kinds = [(f"/xl/{target}", kind) for kind, target in targets]
    kinds.append(("/xl/workbook.xml", "sheet.main"))
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in kinds
    )
    relation = "application/vnd.openxmlformats-package.relationships+xml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relation}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}'
        f'/relationships">{relations}</Relationships>',
    }


def _sheet_xml(sheet: Sheet, texts: _Texts) -> str:
    upper, lower, merges = _heading_rows(sheet.headings, len(sheet.title) + 1)
    rows: list[Sequence[Cell]] = [[line] for line in sheet.title]
    rows += [upper, lower] if lower else [upper]
    if sheet.has_column_numbers:
        rows.append(list(range(1, len(sheet.headings) + 1)))
    first = len(rows) + 1
    for column, start, end in sheet.merged:
        letter = _letters(column)
        merges.append(f"{letter}{first + start}:{letter}{first + end}")
    rows += [*sheet.rows, *sheet.footer]
    letters = [_letters(i) for i in range(max(len(row) for row in rows))]
    data = "".join(
        f'<row r="{number}">{_row_xml(row, number, letters, texts)}</row>'
        for number, row in enumerate(rows, 1)
    )
    joined = "".join(f'<mergeCell ref="{cells}"/>' for cells in merges)
    merged = f'<mergeCells count="{len(merges)}">{joined}</mergeCells>'
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData>'
        f"{merged if merges else ''}</worksheet>"
    )


def _row_xml(
    row: Sequence[Cell], number: int, letters: Sequence[str], texts: _Texts
) -> str:
    cells = []
    for letter, value in zip(letters, row, strict=False):
        if value is None or value == "":
            continue
        place = f'<c r="{letter}{number}"'
        if isinstance(value, str):
            cells.append(f'{place} t="s"><v>{texts(value)}</v></c>')
        elif isinstance(value, datetime):
            cells.append(f'{place} s="{_MOMENT_STYLE}"><v>{_serial(value)!r}</v></c>')
        elif isinstance(value, date):
            moment = datetime.combine(value, time())
            days = int(_serial(moment))
            cells.append(f'{place} s="{_DAY_STYLE}"><v>{days}</v></c>')
        else:
            cells.append(f"{place}><v>{value!r}</v></c>")
    return "".join(cells)


def _serial(moment: datetime) -> float:
    return (moment - _EXCEL_ZERO) / timedelta(days=1)


def _letters(column: int) -> str:
    """Column letters: 0 is A, 26 is AA."""
    high, low = divmod(column, 26)
    return (_letters(high - 1) if high else "") + chr(65 + low)


def _heading_rows(
    headings: Sequence[str], line: int
) -> tuple[list[Cell], list[Cell], list[str]]:
    """Upper row, lower row (empty if one is enough), and merged ranges."""
    pairs = [heading.split(" / ", 1) for heading in headings]
    if all(len(pair) == 1 for pair in pairs):
        return list(headings), [], []
    upper: list[Cell] = []
    lower: list[Cell] = []
    merges = []
    for place, pair in enumerate(pairs):
        is_first = place == 0 or pairs[place - 1][0] != pair[0] or len(pair) == 1
        upper.append(pair[0] if is_first else None)
        lower.append(pair[1] if len(pair) == 2 else None)
        letter = _letters(place)
        if len(pair) == 1:
            merges.append(f"{letter}{line}:{letter}{line + 1}")
        elif is_first:
            same = place
            while same + 1 < len(pairs) and pairs[same + 1][0] == pair[0]:
                same += 1
            merges.append(f"{letter}{line}:{_letters(same)}{line}")
    return upper, lower, merges
