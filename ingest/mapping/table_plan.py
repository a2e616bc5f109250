"""What to do with each table of a file: which kinds, which columns, which rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from ingest.files.open import open_tables
from ingest.files.tables import Table, column_names
from ingest.files.text import heading_key
from ingest.files.workbooks.process import WorkbookProcesses
from ingest.mapping.columns.column_sql import Facts
from ingest.mapping.compile_kind import compile_kind
from ingest.mapping.denouncer import identity_headings
from ingest.mapping.keyed_hash import Key, with_keyed
from ingest.mapping.kind_sql import KindSql
from ingest.mapping.notices import MAX_LINES, Notice
from ingest.mapping.noticing.unseen_places import unseen_places
from ingest.spec.layout import Fit, Layout, check_fit, fit, hints_from, parents_in
from ingest.spec.spec import KindRule, Spec
from ingest.values.dates import compile_format
from warehouse.errors import SpecError
from warehouse.raw.column import DECIMAL, INTEGER, LEVEL
from warehouse.safe_text import name_of

CHUNK_ROWS = 250_000
"""Rows of a chunk at most: memory does not grow with the file, and reading, mapping and
writing of a file of four chunks overlap."""
CHUNK_RECORDS = 1_500_000
"""Records a chunk becomes at most: more chunks search raw for duplicates more often."""


@dataclass(frozen=True)
class TablePlan:
    """One table of a file, ready to load.

    Attributes:
        table: The table; its skipped rows are final after its last chunk.
        kinds: What its rows become.
        columns: Columns of the batches that are read; no others leave the reader.
        keyed: Columns of which only a keyed hash leaves it.
        notices: What to know of it before a row is read.
        identity: Headings that could identify a denouncer.
    """

    table: Table
    kinds: tuple[KindSql, ...]
    columns: tuple[str, ...]
    keyed: tuple[str, ...]
    identity: tuple[str, ...]
    notices: tuple[Notice, ...]

    @property
    def chunk_rows(self) -> int:
        """Rows within both limits."""
        n_records = max(1, *(len(kind.answers) for kind in self.kinds), 1)
        return min(CHUNK_ROWS, CHUNK_RECORDS // n_records)


@dataclass(frozen=True)
class Chunk:
    """Some rows of a table; `is_last` chunks may be empty."""

    plan: TablePlan
    rows: pa.Table
    is_last: bool


def read_chunks(
    path: Path,
    spec: Spec,
    sha256: str,
    parents: Mapping[int, Layout],
    key: Key,
    processes: WorkbookProcesses | None = None,
    told: Callable[[int], None] | None = None,
) -> Iterator[Chunk]:
    """Reads a file as chunks of the columns its spec needs.

    Args:
        path: The file.
        spec: What it needs.
        sha256: Content hash of the file.
        parents: Layout of the parent sheet of a repeat group, by number of the kind.
        key: For hashes of who answered.
        processes: Where the process that reads a workbook comes from.
        told: Called with how many rows of the file were read, long before a chunk of
            them is full.

    Raises:
        UnreadableFileError: The file cannot be read whole.
        SpecError: The spec does not fit the file.
    """
    planned: set[int] = set()
    n_read = 0

    def count(n_rows: int) -> None:
        nonlocal n_read
        n_read += n_rows
        if told is not None:
            told(n_read)

    from_name = _from_name(path, spec)
    for table in open_tables(path, hints_from(spec), processes=processes):
        plan = _plan(
            spec,
            table,
            path,
            Facts(
                sha256,
                table.sheet,
                from_name,
                _from_title(spec, table),
                table.day_zero,
            ),
            parents,
        )
        if plan is None:
            continue
        planned |= {kind.number for kind in plan.kinds}
        if plan.kinds:
            yield from _chunks(plan, key, count)
    for number, rule in enumerate(spec.kinds):
        if number not in planned:
            hint = f"spec {spec.name} reads {rule.kind.name} from such a sheet"
            raise SpecError(
                name_of(path), " | ".join(rule.sheets), hint, "correct `sheet`"
            )


def _chunks(plan: TablePlan, key: Key, count: Callable[[int], None]) -> Iterator[Chunk]:
    def read(batch: pa.RecordBatch) -> pa.Table:
        return with_keyed(batch, ("line", *plan.columns), plan.keyed, key)

    empty = read(no_rows(plan.table))
    held: list[pa.Table] = []
    n_held = 0
    for batch in plan.table.batches():
        held.append(read(batch))
        n_held += batch.num_rows
        count(batch.num_rows)
        if n_held >= plan.chunk_rows:
            yield Chunk(plan, pa.concat_tables(held), is_last=False)
            held, n_held = [], 0
    yield Chunk(plan, pa.concat_tables([empty, *held]), is_last=True)


def no_rows(table: Table) -> pa.RecordBatch:
    """A batch of a table without a row."""
    names = column_names(len(table.headings))
    fields = [("line", pa.int64()), *((name, pa.string()) for name in names)]
    return pa.RecordBatch.from_pylist([], pa.schema(fields))


def _plan(
    spec: Spec, table: Table, path: Path, facts: Facts, parents: Mapping[int, Layout]
) -> TablePlan | None:
    rules = [(n, rule) for n, rule in enumerate(spec.kinds) if rule.reads(table.sheet)]
    if not rules and not any(parents_in(rule, table.sheet) for rule in spec.kinds):
        return None
    where = f"{name_of(path)} {table.sheet}".strip()
    fitted = fit(spec, table.headings, table.sheet)
    check_fit(fitted, where)
    layout = Layout.of(table.headings)
    _check_not_twice(spec, table, where)
    _check_facts(spec, rules, facts, where)
    kinds = tuple(
        compile_kind(rule, n, layout, parents.get(n, Layout({}, {})), facts)
        for n, rule in rules
    )
    columns = headings_found(layout, [rule.plain_headings() for _, rule in rules])
    return TablePlan(
        table=table,
        kinds=kinds,
        columns=columns,
        keyed=headings_found(layout, [rule.keyed_headings() for _, rule in rules]),
        identity=tuple(identity_headings(table.headings)),
        notices=(
            *_notices(fitted, table),
            *unseen_places(table, columns),
            *_merged_numbers(table, layout, [rule for _, rule in rules]),
        ),
    )


def _notices(fitted: Fit, table: Table) -> Iterator[Notice]:
    """Columns that stay empty without the spec saying so, and old fonts."""
    alone = []
    for absent in (*fitted.absent, *fitted.absent_items):
        if absent.nearest:
            yield Notice.of_file(
                "heading_absent", heading=absent.heading, nearest=absent.nearest
            )
        elif not absent.is_expected:
            alone.append(absent.heading)
    if alone:
        headings = " | ".join(dict.fromkeys(alone))
        yield Notice.of_file("headings_absent", headings=headings)
    for heading, font in table.fonts().items():
        yield Notice.of_file("font", heading=heading, font=font.upper())


def _merged_numbers(
    table: Table, layout: Layout, rules: Iterable[KindRule]
) -> Iterator[Notice]:
    """Numbers that stand once for several rows: each of them is given the whole."""
    read = [
        (source.names, rule.kind.column(column.name).type)
        for rule in rules
        for column in rule.columns
        for source in column.sources
        if source.place == "from"
    ]
    read += [(item.headings, LEVEL) for rule in rules for item in rule.items]
    found = (
        name
        for names, type_ in read
        if type_ in (INTEGER, DECIMAL, LEVEL)
        for name in layout.find_all(names)
    )
    for place in dict.fromkeys(int(name[1:]) for name in found):
        if lines := table.repeated_lines(place):
            column = table.headings[place]
            shown = lines[:MAX_LINES]
            yield Notice.of("merged_number", len(lines), shown, column=column)


def headings_found(
    layout: Layout, sides: Iterable[Iterable[tuple[tuple[str, ...], bool]]]
) -> tuple[str, ...]:
    """Columns of a table that carry any of the headings, sorted."""
    found = {
        name
        for side in sides
        for spellings, _ in side
        for name in layout.find_all(spellings)
    }
    return tuple(sorted(found))


def _check_not_twice(spec: Spec, table: Table, where: str) -> None:
    known = spec.known_keys() - spec.ignore - spec.personal
    twice = [text for text in table.duplicate_headings if heading_key(text) in known]
    if twice:
        rule = f"a heading that is read stands once; {where} has it twice"
        raise SpecError("heading", " | ".join(twice), rule, "rename one in the file")


def _from_name(path: Path, spec: Spec) -> dict[str, str]:
    match = re.search(spec.file_name, name_of(path)) if spec.file_name else None
    return _groups(match)


def _from_title(spec: Spec, table: Table) -> dict[str, str]:
    title = "\n".join(table.title_lines)
    found: dict[str, str] = {}
    for pattern in spec.title_block:
        found |= _groups(re.search(pattern, title, re.IGNORECASE))
    return found


def _groups(match: re.Match[str] | None) -> dict[str, str]:
    groups = match.groupdict() if match else {}
    return {name: text.strip() for name, text in groups.items() if text}


_GROUP = re.compile(r"\(\?P<\w+>.*\)")


_EXAMPLE = dt.datetime(2026, 12, 31, 8, 0)


def _step_to_find(spec: Spec, place: str, dates: Sequence[str]) -> str:
    """What a clerk writes so that the pattern finds something."""
    formats = (compile_format(text) for text in dates if text not in ("iso", "excel"))
    example = next((_EXAMPLE.strftime(one.strptime) for one in formats), "…")
    if place == "file_name":
        said = re.sub(r"\(\?<?[!=][^)]*\)", "", spec.file_name or "")
        said = _GROUP.sub(lambda _: example, said)
        return f"put it into the file's name, as in {said or example}"
    said = " | ".join(_GROUP.sub(lambda _: example, p) for p in spec.title_block)
    return f"write it above the headings, as in {said}"


def _check_facts(
    spec: Spec, rules: list[tuple[int, KindRule]], facts: Facts, where: str
) -> None:
    """A column that only the name or title can fill must find its part there."""
    found = {"file_name": facts.from_name, "title": facts.from_title}
    for _, rule in rules:
        for column in rule.columns:
            for source in column.all_sources:
                known = found.get(source.place)
                if known is None or source.names[0] in known:
                    continue
                if column.is_filled and column.default is None:
                    hint = f"`{source.place}` of the spec must find it in {where}"
                    step = _step_to_find(spec, source.place, column.dates)
                    raise SpecError(column.name, source.names[0], hint, step)
