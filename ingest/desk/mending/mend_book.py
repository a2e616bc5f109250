"""The refused rows of a file as a workbook in the file's own layout, to be mended.

Only those rows are in it, under the file's own title and headings, on the same lines.
Faulty cells are coloured; the line in the file, the reason and what to do stand in
columns of their own, which every spec passes over. Columns about people that the spec
does not read stay empty. Mended and handed over again, the workbook is read by the spec
of the file, and what then is whole is loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.worksheet.worksheet import Worksheet

from ingest.files.open import open_tables
from ingest.files.tables import Table
from ingest.files.text import heading_key
from ingest.loading.sources import Source, open_source, sources, spec_of
from ingest.mapping.rules import column_text, rule_text
from ingest.spec.layout import hints_from
from ingest.spec.own_headings import OWN_HEADINGS
from ingest.spec.read_spec import read_spec
from ingest.spec.samples import view_column
from ingest.spec.spec import Spec
from ingest.words import words_of
from warehouse.desk.jobs import Job, made_by
from warehouse.desk.work_folder import work_folder
from warehouse.errors import ThanThienError
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql

Progress = Callable[[str, int, int], None]
_FAULTY = PatternFill("solid", start_color="FFD9D9")
_HEAD = Font(bold=True)
_OWN_WIDTHS = (12, 44, 56)
_SHEET_NAME = 31
_FAULTS = """
select sheet, line, column_name, rule, rule_params
from raw.refused
where file_sha256 = $sha and line is not null
order by sheet, line, column_name, rule
"""

Faults = dict[str, dict[int, list[tuple[str, str, str]]]]
"""Sheet → line → column, rule and its parameters."""


def refused_book(settings: Settings, job: Job, progress: Progress) -> Mapping[str, Any]:
    """Makes the workbook where the job keeps what it makes.

    Returns:
        `n_rows`, the rows in it.

    Raises:
        ThanThienError: The file was not kept, or none of its rows is refused.
    """
    faults = faults_of(settings, job.subject)
    if not faults:
        source = kept_source(settings, job.subject)
        rule = "rows of it are refused"
        raise ThanThienError("file", source.file_name, rule, "nothing is to be mended")
    lang = str(job.said.get("lang", "vi"))
    book, n_rows = book_of(
        settings, job.subject, faults, lang, progress=lambda n: progress("book", n, 0)
    )
    book.save(made_by(settings, job.job_id))
    return {"n_rows": n_rows}


def book_of(
    settings: Settings,
    sha256: str,
    faults: Faults,
    lang: str,
    *,
    mended: Mapping[str, str] | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Workbook, int]:
    """Rows of a kept file as a workbook in its own layout.

    Args:
        settings: Names the home.
        sha256: The file.
        faults: The rows, with what is wrong with each.
        lang: Language of the reasons, vi or en.
        mended: Cells that stand otherwise in these rows, by comparison key of the
            heading.
        progress: Called with how many rows are done.

    Returns:
        The workbook, and how many rows are in it.

    Raises:
        ThanThienError: The file was not kept.
    """
    source = kept_source(settings, sha256)
    spec = read_spec(spec_of(settings, source))
    book = Workbook()
    book.remove(book.worksheets[0])
    n_rows = 0
    with work_folder(settings) as folder:
        path = open_source(settings, source, folder)
        for table in open_tables(path, hints_from(spec)):
            found = faults.get(table.sheet)
            if found:
                # a bare day number keeps its meaning in the workbook made of it
                is_1904 = table.day_zero == MAC_EPOCH.date()
                book.epoch = MAC_EPOCH if is_1904 else book.epoch
                sheet = _sheet(book, table.sheet)
                n_rows += _Page(sheet, table, spec, lang, mended or {}).fill(found)
                progress(n_rows)
    return book, n_rows


def kept_source(settings: Settings, sha256: str) -> Source:
    """What is known of a file that was loaded and kept.

    Raises:
        ThanThienError: It was not kept.
    """
    kept = (s for s in sources(settings) if s.file_sha256 == sha256)
    found = next(kept, None)
    if found is None:
        rule = "a file that was loaded and kept"
        raise ThanThienError("file", sha256[:12], rule, "hand it over again")
    return found


def faults_of(settings: Settings, sha256: str) -> Faults:
    """What is wrong with each refused row of a loaded file."""
    with open_raw(settings) as connection:
        rows = run_sql(connection, _FAULTS, {"sha": sha256}).fetchall()
    found: Faults = defaultdict(lambda: defaultdict(list))
    for sheet, line, column, rule, params in rows:
        found[sheet or ""][int(line)].append((column or "", rule, params))
    return found


def _sheet(book: Workbook, name: str) -> Worksheet:
    title = name.rpartition("/")[2][:_SHEET_NAME] or "Sheet1"
    sheet: Worksheet = book.create_sheet(title)
    return sheet


@dataclass(frozen=True)
class _Page:
    sheet: Worksheet
    table: Table
    spec: Spec
    lang: str
    mended: Mapping[str, str] = field(default_factory=dict)

    def fill(self, faults: Mapping[int, list[tuple[str, str, str]]]) -> int:
        """Writes head and refused rows; how many of these."""
        header = self.table.header
        for row in self.table.grid.head:
            if row.line <= header.last_line:
                for place, cell in enumerate(row.cells, start=1):
                    self._write(row.line, place, cell)
        words, first = words_of(self.lang), header.width + 1
        for n, name in enumerate(OWN_HEADINGS):
            cell = self._write(header.line, first + n, words(f"refused_book.{name}"))
            cell.font = _HEAD
            letter = cell.column_letter
            self.sheet.column_dimensions[letter].width = _OWN_WIDTHS[n]
        at, covered = header.last_line, self._covered()
        for batch in self.table.batches():
            for record in batch.to_pylist():
                if (line := record["line"]) in faults:
                    at += 1
                    self._row(at, record, faults[line], covered)
        return at - header.last_line

    def _row(
        self,
        at: int,
        record: Mapping[str, Any],
        faults: list[tuple[str, str, str]],
        covered: set[int],
    ) -> None:
        header = self.table.header
        keys = {heading_key(column) for column, _, _ in faults}
        for n, heading in enumerate(header.headings):
            text = None if n in covered else record[f"c{n}"]
            text = self.mended.get(heading_key(heading), text)
            cell = self._write(at, header.columns[n] + 1, text)
            if heading_key(heading) in keys:
                cell.fill = _FAULTY
        said = [rule_text(rule, params, self.lang) for _, rule, params in faults]
        named = zip(faults, said, strict=True)
        lang = self.lang
        reasons = [f"{column_text(c, lang)}: {text}" for (c, _, _), (text, _) in named]
        steps = dict.fromkeys(step for _, step in said)
        own = (str(record["line"]), "\n".join(reasons), "\n".join(steps))
        for n, text in enumerate(own, start=1):
            self._write(at, header.width + n, text)

    def _covered(self) -> set[int]:
        """Columns about people that the spec does not read."""
        read = {
            heading_key(text)
            for rule in self.spec.kinds
            for spellings, _ in rule.headings()
            for text in spellings
        }
        head = self.table.grid.head
        below = [row for row in head if row.line > self.table.header.last_line]
        covered = set()
        for n, heading in enumerate(self.table.headings):
            place = self.table.header.columns[n]
            cells = [r.cells[place] if place < len(r.cells) else None for r in below]
            view = view_column(heading, cells, self.spec.personal)
            if view.looks == "personal" and heading_key(heading) not in read:
                covered.add(n)
        return covered

    def _write(self, row: int, place: int, text: str | None) -> Any:
        cell = self.sheet.cell(row, place)
        if text is not None:
            cell.value = text
            cell.data_type = "s"  # text whatever it begins with: never a formula
        return cell
