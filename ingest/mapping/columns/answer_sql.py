"""One item of a ballot as SQL: the text of its answer, from one column or from five."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.mapping.columns.column_sql import first_filled
from ingest.spec.layout import Layout
from ingest.spec.scales import TWO_MARKS, Scale
from ingest.spec.spec import ItemRule
from ingest.values.sql_text import quote


@dataclass(frozen=True)
class AnswerSql:
    """One answer of a ballot row.

    Attributes:
        item_code: SQL of its item code.
        text: SQL of the answer's text over the chunk.
        label: Heading of the question.
        scale: Its scale.
        no_answer: Reason by comparison key.
    """

    item_code: str
    text: str
    label: str
    scale: Scale
    no_answer: Mapping[str, str]


def is_asked(item: ItemRule, layout: Layout) -> bool:
    """Whether a table has the headings of an item."""
    wanted = [item.headings] if item.headings else list(item.x_columns)
    return all(layout.find(spellings) is not None for spellings in wanted)


def answer_sql(item: ItemRule, layout: Layout) -> AnswerSql:
    """Compiles one item of a ballot for a table whose headings are known."""
    code = f"{quote(item.item_code)}::varchar"
    if item.headings:
        columns = [f"k.{column}" for column in layout.find_all(item.headings)]
        text, label = first_filled(columns), layout.label(item.headings)
    else:
        found = [
            first_filled([f"k.{column}" for column in layout.find_all(spellings)])
            for spellings in item.x_columns
        ]
        text = _marked_level(found, item.marks)
        label = " + ".join(layout.label(s) for s in item.x_columns)
    return AnswerSql(code, text, label, item.scale, item.no_answer)


def _marked_level(columns: list[str], marks: frozenset[str]) -> str:
    """SQL: number of the one marked column, TWO_MARKS, NULL, or the odd text."""
    # Not `in`: a long list there becomes a join, 70 joins for 14 questions.
    listed = ", ".join(map(quote, sorted(marks)))
    filled = " + ".join(f"({c} is not null)::int" for c in columns)
    marked = " + ".join(
        f"coalesce(list_position([{listed}], lower({c})) > 0, false)::int"
        for c in columns
    )
    which = " ".join(
        f"when {c} is not null then '{i + 1}'" for i, c in enumerate(columns)
    )
    odd = ", ".join(columns)
    return (
        f"case when {filled} = 0 then null when {filled} <> {marked} "
        f"then '? ' || concat_ws(' | ', {odd}) "
        f"when {marked} > 1 then {quote(TWO_MARKS)} else case {which} end end"
    )
