"""What a sheet of an unknown layout may be: the kind, its columns, values, questions.

Everything is a proposal a clerk may change. It rests on the words of the headings and
on the cells of all rows; what may point to a person is set aside unless he says
otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from ingest.desk.card_files import waiting_card
from ingest.desk.sheets.sheet_facts import alike_sheets, merged_columns, title_days
from ingest.desk.value_words import value_labels, words_for
from ingest.drafting.crossed_columns import MarkedQuestion, marked_questions
from ingest.drafting.draft import date_formats
from ingest.drafting.event_log import (
    EventLog,
    event_log,
    of_rows,
    rather_dossiers,
)
from ingest.drafting.known_words import known_words
from ingest.drafting.placement import ASIDE, Placement, place
from ingest.files.open import open_grids
from ingest.files.sheet import ReadHints
from ingest.files.tables import Table
from ingest.files.text import heading_key
from ingest.mapping.rules import scale_text
from ingest.spec.explain import header_for_draft
from ingest.spec.find_spec import known_specs
from ingest.spec.samples import ColumnView, view_column
from ingest.spec.scales import shipped_scales
from ingest.spec.spec import Spec
from warehouse.desk.inbox import path_of
from warehouse.desk.jobs import Job
from warehouse.errors import SpecError, UnreadableFileError
from warehouse.raw.column import DATE, TIMESTAMP, Column
from warehouse.raw.kinds import KINDS
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.words import LANGUAGES

Progress = Callable[[str, int, int], None]
FIRST_CELLS = 200
MOST_TEXTS = 40
"""A column with more different texts than this is no closed list."""
MOST_KINDS = 4


@dataclass(frozen=True)
class Seen:
    """One sheet, read whole.

    Attributes:
        table: Its head.
        cells: First cells by heading.
        texts: All different texts by heading; None beyond `MOST_TEXTS`.
        n_rows: Its data rows.
    """

    table: Table
    cells: dict[str, list[str | None]]
    texts: dict[str, list[str] | None]
    n_rows: int


def propose(settings: Settings, job: Job, progress: Progress) -> Mapping[str, Any]:
    """A reading of the file to be checked by a clerk.

    `job.said` may hold `kind`, `sheet`, `header_line` and `header_rows` where he knows
    better.

    Raises:
        UnreadableFileError: The file cannot be read, or holds no table.
        SpecError: A table is there, but which row heads it is not certain; a sheet of
            which only this is true beside others is left out.
    """
    card = waiting_card(settings, job.subject)
    specs = known_specs(settings)
    said = job.said
    sheets = _read(settings, card.sha256, specs, said, progress)
    wanted = said.get("sheet")
    largest = max(sheets, key=lambda one: one.n_rows * len(one.cells))
    seen = next((s for s in sheets if s.table.sheet == wanted), largest)
    views = {h: view_column(h, c, _personal(specs)) for h, c in seen.cells.items()}
    marked = marked_questions(seen.texts)
    kind = KINDS[said["kind"]] if said.get("kind") in KINDS else None
    titles = seen.table.title_lines
    others = [
        place(card.name, seen.cells, views, specs, k, titles) for k in KINDS.values()
    ]
    others.sort(key=lambda other: other.score, reverse=True)
    if kind is None and all(_asked(marked, other) for other in others):
        kind = KINDS["answer"]  # crosses that say no word of any list are answers
    best = next((other for other in others if other.kind == kind), others[0])
    dossiers = next(other for other in others if other.kind == KINDS["case"])
    if kind is None and best.kind == KINDS["case_step"]:
        best = rather_dossiers(best, dossiers, seen.cells, settings)
    log = event_log(best, seen.cells)
    marked = _asked(marked, best)
    return {
        "sheet": seen.table.sheet,
        "sheets": [one.table.sheet for one in sheets],
        "alike": alike_sheets(
            [(one.table.sheet, one.table.headings) for one in sheets], seen.table.sheet
        ),
        "header_line": seen.table.header_line,
        "header_rows": len(seen.table.header.raw_rows),
        "title_days": title_days(titles),
        "merged": merged_columns(seen.cells),
        "n_rows": seen.n_rows,
        "kind": best.kind.name,
        "kinds": [_reason(o, marked) for o in _with(best, others)[:MOST_KINDS]],
        "headings": [_heading(view, seen) for view in views.values()],
        "columns": [_column(c, best, seen, specs, log) for c in best.kind.columns],
        "log": log and _log(log, best),
        "questions": _questions(best, marked),
        "item_codes": _item_codes(settings, specs),
        "scales": list(shipped_scales()),
        "personal": [h for h, v in views.items() if v.looks == "personal"],
        "aside": [h for h in views if heading_key(h) in ASIDE],
    }


def _log(log: EventLog, reading: Placement) -> dict[str, Any]:
    """How rows are put together, for whichever headings the clerk chooses."""
    taken = {column.name: of_rows(column.name) for column in reading.kind.columns}
    return {
        "one_per": log.one_per,
        "in_order_of": log.in_order_of,
        "same": list(log.same),
        "left": list(log.left),
        "of_rows": {name: word for name, word in taken.items() if name != log.one_per},
    }


def _asked(
    marked: Sequence[MarkedQuestion], reading: Placement
) -> list[MarkedQuestion]:
    """The groups of crosses that say no word of a column."""
    said = {h for one in reading.crosses.values() for h in one.values()}
    return [one for one in marked if said.isdisjoint(one.x_columns)]


def _read(
    settings: Settings,
    sha256: str,
    specs: Sequence[Spec],
    said: Mapping[str, Any],
    progress: Progress,
) -> list[Seen]:
    path, line = path_of(settings, sha256), said.get("header_line")
    known = frozenset[str]().union(*(spec.known_keys() for spec in specs))
    hints = ReadHints(
        header_line=line,
        header_rows=said.get("header_rows"),
        known_headings=frozenset() if line else known,
    )
    found: list[Seen] = []
    unclear: SpecError | None = None
    for name, grid in open_grids(path, ReadHints(), heads_only=False):
        is_other = line and said.get("sheet", grid.sheet) != grid.sheet
        try:
            header = header_for_draft(
                name, grid, ReadHints(known_headings=known) if is_other else hints
            )
        except SpecError as error:
            unclear = unclear or error
            continue
        if header is not None:
            progress("read", sum(one.n_rows for one in found), 0)
            found.append(_seen(Table(name, grid, header, ReadHints())))
    if unclear and not found:
        raise unclear
    if not found:
        rule = "a file must hold a table with a row of headings"
        step = "say on which line the headings stand"
        raise UnreadableFileError(path.name[:12], "0 tables", rule, step)
    return found


def _seen(table: Table) -> Seen:
    cells: dict[str, list[str | None]] = {h: [] for h in table.headings}
    texts: dict[str, dict[str, None] | None] = {h: {} for h in table.headings}
    n_rows = 0
    for batch in table.batches():
        n_rows += batch.num_rows
        for heading, column in zip(table.headings, batch.columns[1:], strict=True):
            if len(cells[heading]) < FIRST_CELLS:
                cells[heading] += column.slice(0, FIRST_CELLS).to_pylist()
            known = texts[heading]
            if known is not None:
                new = pc.unique(column.drop_null()).to_pylist()
                known |= dict.fromkeys(text for text in new if text)
                texts[heading] = known if len(known) <= MOST_TEXTS else None
    lists = {h: None if found is None else list(found) for h, found in texts.items()}
    return Seen(table, cells, lists, n_rows)


def _personal(specs: Sequence[Spec]) -> frozenset[str]:
    return frozenset[str]().union(*(spec.personal for spec in specs))


def _with(best: Placement, others: Sequence[Placement]) -> list[Placement]:
    return [best, *(other for other in others if other.kind != best.kind)]


def _reason(reading: Placement, marked: Sequence[MarkedQuestion]) -> dict[str, Any]:
    """Why a kind is likely: the columns and questions it would fill, what it lacks."""
    n_questions = len(reading.questions)
    n_questions += len(marked) if reading.kind.name == "answer" else 0
    said = {"item_code"} if n_questions else set()
    needed = [c.name for c in reading.kind.columns if c.is_required]
    needed = [name for name in needed if name not in {*said, *reading.crosses}]
    return {
        "kind": reading.kind.name,
        "filled": [
            *([name, heading] for name, heading in reading.columns.items()),
            *([name, ", ".join(c.values())] for name, c in reading.crosses.items()),
        ],
        "n_questions": n_questions,
        "missing": [name for name in needed if name not in reading.columns],
    }


def _heading(view: ColumnView, seen: Seen) -> dict[str, Any]:
    texts = seen.texts[view.heading]
    return {
        "heading": view.heading,
        "looks": view.looks,
        "samples": list(view.samples),
        "n_texts": None if texts is None else len(texts),
    }


def _column(
    column: Column,
    reading: Placement,
    seen: Seen,
    specs: Sequence[Spec],
    log: EventLog | None,
) -> dict[str, Any]:
    """One column of the kind with what is proposed for it."""
    is_left = log is not None and column.name in log.left
    heading = "" if is_left else reading.columns.get(column.name, "")
    known = known_words(reading.kind, specs).values[column.name]
    is_closed = bool(column.words or known or column.type == "boolean")
    facts: dict[str, Any] = {
        "name": column.name,
        "is_required": column.is_required,
        "is_day": column.type in (DATE, TIMESTAMP),
        "is_unit": reading.kind.references.get(column.name) == "unit",
        "is_closed": is_closed,
        "heading": heading,
        "crosses": dict(reading.crosses.get(column.name, {})),
        "labels": value_labels(column, known) if is_closed else {},
    }
    if facts["is_unit"]:
        # looked up by name, so that a name nobody knows is asked about
        views = (view_column(h, cells) for h, cells in seen.cells.items())
        facts["named"] = [view.heading for view in views if view.looks == "text"]
    if is_closed:
        # for every heading it may be read from: the clerk may choose another
        lists = {h: t for h, t in seen.texts.items() if t}
        facts["values"] = {
            h: words_for(column, known, texts) for h, texts in lists.items()
        }
    if facts["is_day"]:
        facts["formats"] = {
            h: formats
            for h, cells in seen.cells.items()
            if (formats := date_formats(cells))
        }
    return facts


def _questions(
    reading: Placement, marked: Sequence[MarkedQuestion]
) -> list[dict[str, Any]]:
    codes = known_item_codes(reading)
    found = [
        {
            "heading": heading,
            "x_columns": [],
            "scale": asked.scale,
            "said": {lang: scale_text(asked.scale, lang) for lang in LANGUAGES},
            "no_answer": dict(asked.no_answer),
            "item_code": codes.get(heading_key(heading), ""),
        }
        for heading, asked in reading.questions.items()
        if not any(heading in one.x_columns for one in marked)
    ]
    found += [
        {
            "heading": one.question,
            "x_columns": list(one.x_columns),
            "scale": "",
            "said": {},
            "no_answer": {},
            "item_code": codes.get(heading_key(one.x_columns[0]), ""),
        }
        for one in marked
        if reading.kind.name == "answer"
    ]
    return found


def known_item_codes(reading: Placement) -> dict[str, str]:
    """Question by comparison key of headings that known specs read."""
    return reading.words.item_codes


def _item_codes(settings: Settings, specs: Sequence[Spec]) -> dict[str, str]:
    """Code → text of every question known: from the lists of raw, else from specs."""
    codes = {
        item.item_code: item.item_code
        for spec in specs
        for rule in spec.kinds
        for item in rule.items
    }
    if settings.raw_path.exists():
        with open_raw(settings) as connection:
            text = "select item_code, any_value(text_vi) from store.raw.item group by 1"
            rows = run_sql(connection, text).fetchall()
        codes |= {str(code): str(words or code) for code, words in rows}
    return dict(sorted(codes.items()))
