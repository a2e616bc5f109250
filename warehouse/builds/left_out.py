"""What a published build left out of its figures, in one line each, and why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.matters.passed_over import PassedOver
from warehouse.raw.kind_words import kind_titles
from warehouse.raw.notices import notice_text
from warehouse.stores.run_sql import run_sql
from warehouse.words import Words

MAX_NOTICES = 5
"""Notices that a build and the status say; the page on quality says all."""


@dataclass(frozen=True)
class LeftOut:
    """Rows of one kind and fate; see `dq_unplaced`.

    Attributes:
        row_kind: Raw kind.
        fate: Why they enter no figure, or what is odd in them.
        n_rows: How many.
        value: What stands in the first of them; None where it may not be said.
        file_name: Its file.
        line: Its line.
        candidates: The nearest known codes, if any is near.
    """

    row_kind: str
    fate: str
    n_rows: int
    value: str | None
    file_name: str
    line: int
    candidates: str | None


@dataclass(frozen=True)
class Noticed:
    """What to know of a loaded file, as `dq_notices` has it."""

    file_name: str
    code: str
    params: str
    n_rows: int
    lines: str

    def as_line(self, words: Words) -> str:
        """The file and the notice in words."""
        said = notice_text(self.code, self.params, self.n_rows, self.lines, words.lang)
        return words("load_notices.of_file", file=self.file_name, notice=said)


@dataclass(frozen=True)
class Findings:
    """What readers must know before they trust a build that is green.

    Attributes:
        left_out: By kind and fate, the most rows first.
        missing_lists: Lists nobody delivered, with the rows that wait for them.
        calendar_source: Whose calendar counts working days, as `dim_build` has it.
        notices: What to know of loaded files, the newest first.
        passed_over: Steps of due process that reach no figure, in their order.
    """

    left_out: tuple[LeftOut, ...] = ()
    missing_lists: tuple[tuple[str, int], ...] = ()
    calendar_source: str = "none"
    notices: tuple[Noticed, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Every row and step is where it belongs, and no list is missing."""
        return not (self.left_out or self.missing_lists or self.passed_over)

    def as_lines(self, words: Words) -> list[str]:
        """One line for each missing list and each kind and fate."""
        lines = [
            words(
                "left_out.missing",
                list=kind_title(words, name),
                kind=name,
                n=n,
            )
            for name, n in self.missing_lists
        ]
        lines += [_line(rows, words) for rows in self.left_out]
        lines += [_step_line(one, words) for one in self.passed_over]
        if self.calendar_source in ("assumed", "country"):
            lines.append(words(f"left_out.calendar.{self.calendar_source}"))
        lines += [notice.as_line(words) for notice in self.notices[:MAX_NOTICES]]
        if n_left := len(self.notices[MAX_NOTICES:]):
            lines.append(words("load_notices.more", n=n_left))
        return lines


def kind_title(words: Words, row_kind: str) -> str:
    """The name of a raw kind in the language of the words."""
    return kind_titles(words.lang).get(row_kind, row_kind)


def fate_words(words: Words, row_kind: str, fate: str) -> tuple[str, str]:
    """The words of a kind and of what became of its rows."""
    kind = kind_title(words, row_kind)
    return kind, words.or_else(f"left_out.fates.{fate}", fate)


def _line(rows: LeftOut, words: Words) -> str:
    kind, fate = fate_words(words, rows.row_kind, rows.fate)
    text = words("left_out.line", kind=kind, fate=fate, n=rows.n_rows)
    where = words("left_out.place", file=rows.file_name, line=rows.line)
    if rows.value is not None:
        where = f"“{rows.value}”, {where}"
    near = words("left_out.nearest", candidates=rows.candidates or "")
    return f"{text} ({where}{near if rows.candidates else ''})"


def _step_line(one: PassedOver, words: Words) -> str:
    matter = one.matter_code or words("process.passed_over.none")
    why = words(f"process.passed_over.whys.{one.why}")
    return words("process.passed_over.line", matter=matter, seq=one.seq, why=why)


def read_findings(build: Path, held_files: Collection[str]) -> Findings:
    """Reads the findings of a build's file; a build of before has none.

    Args:
        build: The published DuckDB file.
        held_files: Digests of files that only the Front may hear of.
    """
    try:
        connection = duckdb.connect(str(build), read_only=True)
    except duckdb.Error:
        return Findings()
    bound = {"held": sorted(held_files)}
    try:
        left_out = run_sql(
            connection,
            "with told as (select * from dq_unplaced"
            # the Front's own waves are its own to read
            " where wave_code is null"
            " and (file_key is null or not list_contains($held, file_key))),"
            " parts as (select distinct row_kind, fate, file_key, n_of_fate"
            " from told), fates as (select row_kind, fate,"
            " sum(n_of_fate)::bigint as n_of_fate from parts group by all)"
            " select row_kind, fate, f.n_of_fate, arg_max(value, n_rows),"
            " arg_max(file_name, n_rows), arg_max(line, n_rows),"
            " arg_max(candidates, n_rows)"
            " from told join fates as f using (row_kind, fate)"
            " group by row_kind, fate, f.n_of_fate"
            " order by f.n_of_fate desc, row_kind, fate",
            bound,
        ).fetchall()
        missing = run_sql(
            connection,
            "select missing_list, sum(n_loaded)::bigint from dq_missing_lists"
            " join dq_loads on list_contains(string_split(row_kinds, ','), kind)"
            " where not list_contains($held, file_sha256)"
            " group by all having sum(n_loaded) > 0 order by 1",
            bound,
        ).fetchall()
        sources = run_sql(connection, "select calendar_source from dim_build")
        [source] = sources.fetchone() or ("none",)
        notices = run_sql(
            connection,
            "select file_name, code, params, n_rows, lines from dq_notices"
            " where not list_contains($held, file_key)"
            " order by noticed_at desc, file_name, code, params",
            bound,
        ).fetchall()
        steps = _passed_over(connection)
    except duckdb.CatalogException:
        return Findings()
    except duckdb.BinderException:
        return Findings()
    finally:
        connection.close()
    return Findings(
        tuple(LeftOut(*row) for row in left_out),
        tuple((str(name), int(n)) for name, n in missing),
        str(source),
        tuple(Noticed(*row) for row in notices),
        steps,
    )


def _passed_over(connection: duckdb.DuckDBPyConnection) -> tuple[PassedOver, ...]:
    try:
        rows = run_sql(
            connection,
            "select matter_code, seq, why from dq_process_passed_over"
            " order by seq, why",
        ).fetchall()
    except duckdb.CatalogException:  # a build of before; all else it tells stays
        return ()
    return tuple(PassedOver(*row) for row in rows)
