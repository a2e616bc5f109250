"""One kind of a spec on one table, compiled to SQL over a chunk of its rows.

The steps of `column_sql.py` become one query: text, kept part, judged text, typed
value, fault. Names in it: `k` the chunk, `p` the parent sheet, and per column
t_ text, x_ kept part, y_ judged text, r_ rule of the judgement, v_ value, f_ fault.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.mapping.columns.answer_sql import AnswerSql
from ingest.mapping.columns.cells import Cells
from ingest.mapping.columns.column_sql import ColumnSql, Facts, cell_of
from ingest.mapping.columns.date_column import DateColumn
from ingest.mapping.columns.one_filled import groups_of
from ingest.mapping.judgements import (
    JudgedName,
    JudgedText,
    JudgedUnit,
    answer_verdict,
    condition_verdict,
    value_verdict,
)
from ingest.mapping.record_sql import answer_md5, joined_text, record_md5
from ingest.spec.spec import PLAIN_UNITS, KindRule
from ingest.values.cell_errors import (
    ERROR,
    FORMULA,
    is_error_sql,
    is_formula_sql,
    may_be_error_sql,
)
from ingest.values.sql_text import quote

CHUNK = "chunk"
OF_ANSWER = ("item_code", "level", "no_answer_reason")
"""Columns, side by side in their kind, that differ among the answers of a ballot."""


@dataclass(frozen=True)
class KindSql:
    """A kind rule compiled for one table.

    Attributes:
        rule: The rule.
        facts: What is known of the table.
        number: Position among the spec's kinds; names its temporary tables.
        columns: Its columns, without the level of an answer.
        answers: Answers of one row; empty for other kinds.
        conditions: SQL of the text each condition looks at.
        foreign_key: Columns joining a repeat group to its parent, if it is one.
    """

    rule: KindRule
    facts: Facts
    number: int
    columns: tuple[ColumnSql, ...]
    answers: tuple[AnswerSql, ...]
    conditions: tuple[str, ...]
    foreign_key: tuple[str, str] | None

    def without(self, empty: Collection[str], cells: Cells) -> KindSql:
        """The kind that asks of the rows of a chunk only what its cells leave open.

        Args:
            empty: Tables of judgements without a text; codes of units ask none.
            cells: The cells of the chunk.
        """
        columns = []
        for c in self.columns:
            if c.kept_as_is and self._table("c", c.column.name) in empty:
                c = c.unjudged()
            if c.cell and not cells.may_hold_errors(c.cell):
                c = c.without_errors()
            if c.cell and c.is_code and not cells.may_hold_floats(c.cell):
                c = c.without_floats()
            columns.append(c)
        return replace(self, columns=tuple(columns))

    def asking(self, doubted: Sequence[bool]) -> KindSql:
        """The kind that asks for the faults of those columns alone."""
        of = zip(self.columns, doubted, strict=True)
        columns = (c if is_doubted else c.unasked() for c, is_doubted in of)
        return replace(self, columns=tuple(columns))

    def judged(self) -> Iterator[JudgedText]:
        """The tables of judgements, in the order they must be learned."""
        for i, (text, condition) in enumerate(
            zip(self.conditions, self.rule.where, strict=True)
        ):
            texts = f"select coalesce({text}, '') as text from {CHUNK} k"
            verdict = condition_verdict(condition)
            yield JudgedText(self._table("w", i), texts, verdict, cell_of(text))
        for c in self.columns:
            if c.is_judged:
                table = self._table("c", c.column.name)
                texts = (
                    f"with {self._source([c], [])}, {self._kept_table([c])} "
                    f"select {c.judged_text} as text from kept"
                )
                if c.kept_as_is:
                    texts += f" where not {c.kept_as_is}"
                if c.rule.unit:
                    yield JudgedUnit(table, texts)
                elif c.rule.may_name_unit:
                    is_plain = self.rule.kind.name in PLAIN_UNITS
                    yield JudgedName(table, texts, cell=c.code_cell, is_plain=is_plain)
                else:
                    verdict = value_verdict(c.column, c.rule)
                    yield JudgedText(table, texts, verdict, c.kept_cell)
        for i, answer in enumerate(self.answers):
            # Only its own text: planning all of them at once takes a second.
            texts = (
                f"with {self._source([], [f'{answer.text} as a_{i}'])} "
                f"select coalesce(a_{i}, '') as text from source"
            )
            verdict = answer_verdict(answer.scale, dict(answer.no_answer))
            yield JudgedText(self._table("a", i), texts, verdict, cell_of(answer.text))

    def weighed(self) -> Iterator[tuple[DateColumn, str, str]]:
        """Date columns to weigh, after `judged`.

        Yields:
            The column, the query of its texts, and the column of the chunk whose
            cells are these texts; "" if none is, or if some rows are not read.
        """
        for c in self.columns:
            if c.date and c.date.is_weighed and not c.is_judged:
                texts = (
                    f"with {self._source([c], [])}, {self._kept_table([c])} "
                    f"select x_{c.column.name} as text from kept"
                )
                yield c.date, texts, "" if self.conditions else c.kept_cell

    def is_read_sql(self) -> str:
        """Condition over the chunk's joins: whether the kind reads a row."""
        tables = [self._table("w", i) for i in range(len(self.conditions))]
        return " and ".join(f"{table}.value = 'true'" for table in tables) or "true"

    def where_joins(self) -> str:
        """Joins that `is_read_sql` needs."""
        joins = []
        for i, text in enumerate(self.conditions):
            table = self._table("w", i)
            joins.append(f"left join {table} on {table}.text = coalesce({text}, '')")
        return " ".join(joins)

    def mapped(self, rows: str = CHUNK) -> str:
        """CTEs up to `mapped`: line, t_, v_, f_, a_, `is_refused` per row of `rows`."""
        faults = [f"{c.fault} as f_{c.column.name}" for c in self.columns]
        broken = [f"f_{c.column.name} is not null" for c in self.columns]
        for i in range(len(self.conditions)):
            text = f"w_{i}"
            faults.append(
                f"case when {is_error_sql(text)} then {quote(ERROR)} "
                f"when {is_formula_sql(text)} then {quote(FORMULA)} end as f__where_{i}"
            )
            broken.append(f"f__where_{i} is not null")
        if self.foreign_key:
            faults.append("case when p_line is null then 'no_parent' end as f__parent")
            broken.append("f__parent is not null")
        for group in groups_of(self.rule.kind, self.columns):
            faults.append(f"{group.sql} as {group.fault}")
            broken.append(f"{group.fault} is not null")
        return (
            f"{self._typed(rows)}, "
            f"faulted as (select *, {', '.join(faults)} from typed), "
            f"mapped as (select *, ({' or '.join(broken)}) as is_refused from faulted) "
        )

    def _suspected(self) -> str:
        """CTEs up to `suspected`: what `mapped` gives without f_, and `is_suspect`.

        True of every row that is refused, and of few others. Few rows are: to ask of
        all of them which of a hundred rules each breaks takes as long as all the rest.
        """
        tests = [c.suspect for c in self.columns]
        tests += [may_be_error_sql(f"w_{i}") for i in range(len(self.conditions))]
        if self.foreign_key:
            tests.append("p_line is null")
        tests += [g.suspect for g in groups_of(self.rule.kind, self.columns)]
        return (
            f"{self._typed(CHUNK)}, suspected as (select *, "
            f"coalesce({' or '.join(tests)}, false) as is_suspect from typed) "
        )

    def doubted(self, rows: str) -> str:
        """Query of one row: per column, whether any of `rows` is suspected for it."""
        asked = ", ".join(
            f"coalesce(bool_or({c.suspect}), false)" for c in self.columns
        )
        return f"{self._typed(rows)} select {asked} from typed"

    def _typed(self, rows: str) -> str:
        """CTEs up to `typed`: line, t_, x_, y_, r_, v_, a_ per row of `rows`."""
        columns = list(self.columns)
        joins, found = [], []
        for c in columns:
            name, table = c.column.name, self._table("c", c.column.name)
            if c.is_judged:
                joins.append(f"left join {table} on {table}.text = {c.judged_text}")
                value = f"{table}.value"
                if c.kept_as_is:
                    value = f"case when {c.kept_as_is} then x_{name} else {value} end"
                found.append(
                    f"{value} as y_{name}, {table}.rule as r_{name}, "
                    f"{table}.reason as n_{name}"
                )
            else:
                found.append(f"x_{name} as y_{name}")
        values = ", ".join(f"{c.value} as v_{c.column.name}" for c in columns)
        answers = [f"{a.text} as a_{i}" for i, a in enumerate(self.answers)]
        return (
            f"with {self._source(columns, answers, rows)}, "
            f"{self._kept_table(columns)}, judged as (select kept.*, "
            f"{', '.join(found)} from kept {' '.join(joins)}), "
            f"typed as (select *, {values} from judged)"
        )

    def records(self) -> str:
        """Query giving the rows of a chunk typed, with `is_suspect`.

        One row per record; per ballot in a kind with answers, whose levels,
        reasons, faults and hashes stand side by side, so that the columns its
        answers share are typed and written down once.
        """
        if self.answers:
            return self._ballots()
        values = {c.column.name: f"v_{c.column.name}" for c in self.columns}
        if self.rule.kind.name == "petition" and "officer_code" in values:
            # Who a denunciation is about is never stored.
            officer = values["officer_code"]
            values["officer_code"] = (
                f"case when {values['kind']} <> 'denunciation' then {officer} end"
            )
        listed = [f'{value} as "{name}"' for name, value in values.items()]
        md5 = record_md5(self.rule.kind.columns, values)
        return (
            f"{self._suspected()} select line, {', '.join(listed)}, is_suspect, "
            f"{md5} as md5 from suspected"
        )

    def staged(self) -> str:
        """Query over `records` with `is_refused` and their `id` by place: id, line,
        all columns of the kind, is_refused, md5.

        The answers of a ballot stand side by side: what they share then packs to a
        few bytes, in a third less time than with all first answers before all second.
        """
        n = len(self.answers)
        values = {c.column.name: f"v_{c.column.name}" for c in self.columns}
        if not n:
            values = {name: f'"{name}"' for name in values}
            listed = self._columns_sql(values)
            return f"select id, line, {listed}, is_refused, md5 from records"
        values["item_code"] = _unnest(answer.item_code for answer in self.answers)
        values["level"] = _unnest(f"level_{i}" for i in range(n))
        values["no_answer_reason"] = _unnest(f"reason_{i}" for i in range(n))
        return (
            f"select {_unnest(f'id * {n} + {i}' for i in range(n))} as id, line, "
            f"{self._columns_sql(values)}, "
            f"{_unnest(f'is_refused_{i}' for i in range(n))} as is_refused, "
            f"{_unnest(f'md5_{i}' for i in range(n))} as md5 from records"
        )

    def _ballots(self) -> str:
        columns = self.rule.kind.columns
        first = min(n for n, c in enumerate(columns) if c.name in OF_ANSWER)
        behind = first + len(OF_ANSWER)
        values = {c.column.name: f"v_{c.column.name}" for c in self.columns}
        shared = {n: value for n, value in values.items() if n not in OF_ANSWER}
        before = joined_text(columns[:first], shared)
        after = joined_text(columns[behind:], shared)
        kept = ["b.line", *(f"b.{value}" for value in values.values()), "b.is_suspect"]
        joins = []
        for i, answer in enumerate(self.answers):
            judged = (
                "select *, try_cast(value as decimal(6, 2)) as level "
                f"from {self.answer_table(i)}"
            )
            joins.append(
                f"left join ({judged}) j_{i} on j_{i}.text = coalesce(b.a_{i}, '')"
            )
            own = {
                "item_code": answer.item_code,
                "level": f"j_{i}.level",
                "no_answer_reason": self._reason(i),
            }
            md5 = answer_md5(columns[first:behind], own, "b.before", "b.after")
            kept += [
                f"j_{i}.level as level_{i}",
                f"{own['no_answer_reason']} as reason_{i}",
                f"j_{i}.rule is not null as is_broken_{i}",
                f"{md5} as md5_{i}",
            ]
        return (
            f"{self._suspected()}, ballots as (select *, {before} as before, "
            f"{after} as after from suspected) "
            f"select {', '.join(kept)} from ballots b {' '.join(joins)}"
        )

    def _reason(self, number: int) -> str:
        """A reason the file itself gives goes before the one read from the answer."""
        read = f"j_{number}.reason"
        if all(c.column.name != "no_answer_reason" for c in self.columns):
            return read
        return (
            f"case when j_{number}.value is null "
            f"then coalesce(b.v_no_answer_reason, {read}) end"
        )

    def _columns_sql(self, values: Mapping[str, str]) -> str:
        return ", ".join(
            f'{values.get(column.name, f"null::{column.type}")} as "{column.name}"'
            for column in self.rule.kind.columns
        )

    def _source(
        self, columns: list[ColumnSql], answers: list[str], rows: str = CHUNK
    ) -> str:
        texts = [f"{c.text} as t_{c.column.name}" for c in columns]
        texts += [f"{text} as {name}" for c in columns for name, text in c.helpers]
        texts += [f"{text} as w_{i}" for i, text in enumerate(self.conditions)]
        texts += answers
        parent = ""
        if self.foreign_key:
            key, foreign = self.foreign_key
            parent = f"left join parent_{self.number} p on p.{key} = k.{foreign}"
            texts.append("p.line as p_line")
        return (
            f"source as (select k.line, {', '.join(texts)} from {rows} k {parent} "
            f"{self.where_joins()} where {self.is_read_sql()})"
        )

    def _kept_table(self, columns: list[ColumnSql]) -> str:
        parts = "".join(f", {c.kept} as x_{c.column.name}" for c in columns)
        return f"kept as (select *{parts} from source)"

    def answer_table(self, number: int) -> str:
        """The table of judgements of one answer."""
        return self._table("a", number)

    def _table(self, kind: str, which: int | str) -> str:
        return f"judged_{self.number}_{kind}_{which}"


def _unnest(values: Iterable[str]) -> str:
    return f"unnest([{', '.join(values)}])"
