"""A kind rule of a spec and the headings of a table, compiled to SQL."""

from __future__ import annotations

from dataclasses import replace

from ingest.mapping.columns.answer_sql import AnswerSql, answer_sql, is_asked
from ingest.mapping.columns.column_sql import (
    ColumnSql,
    Facts,
    column_sql,
    first_filled,
)
from ingest.mapping.kind_sql import KindSql
from ingest.mapping.unit_sql import looked_up, named_or_kept
from ingest.spec.layout import Layout
from ingest.spec.spec import KindRule
from warehouse.errors import SpecError


def compile_kind(
    rule: KindRule, number: int, layout: Layout, parent: Layout, facts: Facts
) -> KindSql:
    """Compiles a kind rule for a table whose headings are known."""
    has_answers = bool(rule.items) or rule.scale is not None
    present = tuple(
        c for c in rule.where if c.is_required or layout.find(c.headings) is not None
    )
    rule = replace(rule, where=present)
    columns = []
    level: ColumnSql | None = None
    for mapped in map(rule.of_one_row, rule.columns):
        column = rule.kind.column(mapped.name)
        compiled = column_sql(column, mapped, layout, parent, facts, number)
        if mapped.unit:
            compiled = looked_up(compiled, rule, layout, parent, facts)
        elif mapped.may_name_unit:
            compiled = named_or_kept(compiled, rule, layout, parent, facts)
        if has_answers and mapped.name == "level":
            level = compiled
        else:
            columns.append(compiled)
    answers = [
        answer_sql(item, layout) for item in rule.items if is_asked(item, layout)
    ]
    if rule.scale is not None and level is not None:
        answers = [
            AnswerSql(
                "v_item_code", level.text, level.label, rule.scale, rule.no_answer
            )
        ]
    if has_answers and not answers:
        hint = "a ballot has the heading of at least one item, or of `level`"
        raise SpecError("items", rule.kind.name, hint, "correct the spec")
    foreign_key = None
    if rule.parent:
        key, foreign = (
            parent.find(rule.parent.key),
            layout.find(rule.parent.foreign_key),
        )
        assert key is not None
        assert foreign is not None
        foreign_key = (key, foreign)
    return KindSql(
        rule=rule,
        facts=facts,
        number=number,
        columns=tuple(columns),
        answers=tuple(answers),
        conditions=tuple(
            first_filled([f"k.{column}" for column in layout.find_all(c.headings)])
            for c in rule.where
        ),
        foreign_key=foreign_key,
    )
