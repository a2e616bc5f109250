"""Tables of judged texts: each distinct text is judged once, in Python, exactly.

Statuses, answers and marks have few spellings but millions of rows. The database
lists the texts it has not met, Python says what each means, a join does the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import duckdb
import pyarrow as pa

from ingest.files.text import heading_key
from ingest.mapping.unit_lists import UnitLists, Verdict
from ingest.spec.scales import Scale, judge
from ingest.spec.spec import ColumnRule, Condition
from warehouse.raw.column import BOOLEAN, Column
from warehouse.stores.run_sql import run_sql

TRUE_WORDS = ("true", "1", "có", "yes", "đúng", "x", "✓")
FALSE_WORDS = ("false", "0", "không", "no", "sai")
_BOOLEANS: dict[str, str | None] = {
    **{heading_key(word): "true" for word in TRUE_WORDS},
    **{heading_key(word): "false" for word in FALSE_WORDS},
}
_LEVEL_STEP = Decimal("0.01")


@dataclass(frozen=True)
class JudgedText:
    """One table of judgements.

    Attributes:
        table: Its name.
        texts: SQL listing the texts, "" for empty, as column `text`.
        verdict: What one text means; None where the database is asked first.
    """

    table: str
    texts: str
    verdict: Callable[[str], Verdict] | None = None

    def create(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Makes the empty table."""
        run_sql(
            connection,
            f"create or replace temp table {self.table} "
            "(text varchar, value varchar, reason varchar, rule varchar)",
        )

    def learn(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Judges the texts not met before."""
        new = run_sql(
            connection,
            f"select distinct text from ({self.texts}) anti join {self.table} "
            "using (text)",
        ).fetchall()
        if not new:
            return
        verdict = self._verdict(connection)
        rows = [(text, *verdict(text)) for (text,) in new]
        names = ("text", "value", "reason", "rule")
        columns = [pa.array(c, pa.string()) for c in zip(*rows, strict=True)]
        connection.register("learned", pa.table(dict(zip(names, columns, strict=True))))
        run_sql(connection, f"insert into {self.table} select * from learned")
        connection.unregister("learned")

    def _verdict(
        self, connection: duckdb.DuckDBPyConnection
    ) -> Callable[[str], Verdict]:
        assert self.verdict is not None
        return self.verdict


class JudgedUnit(JudgedText):
    """Texts that name units: the lists in raw say what each means."""

    def _verdict(
        self, connection: duckdb.DuckDBPyConnection
    ) -> Callable[[str], Verdict]:
        return UnitLists.read(connection).verdict


def value_verdict(column: Column, rule: ColumnRule) -> Callable[[str], Verdict]:
    """Judges by the value map, or by the usual words for yes and no."""
    values, code = rule.values, "value"
    if values is None:
        assert column.type == BOOLEAN
        values, code = _BOOLEANS, "boolean"

    def verdict(text: str) -> Verdict:
        key = heading_key(text)
        if key in values:
            return values[key], None, None
        if not text or rule.otherwise == "null":
            return None, None, None
        return (text, None, None) if rule.otherwise == "keep" else (None, None, code)

    return verdict


def answer_verdict(scale: Scale, no_answer: dict[str, str]) -> Callable[[str], Verdict]:
    """Judges an answer by its scale and no-answer codes."""

    def verdict(text: str) -> Verdict:
        found = judge(text or None, scale, no_answer)
        level = found.level
        if level is not None and level != level.quantize(_LEVEL_STEP):
            return None, None, "scale"
        return None if level is None else str(level), found.no_answer_reason, found.rule

    return verdict


def condition_verdict(condition: Condition) -> Callable[[str], Verdict]:
    """Judges whether rows with a text are read."""

    def verdict(text: str) -> Verdict:
        key = heading_key(text)
        if condition.filled is not None:
            is_read = bool(key) == condition.filled
        elif condition.taken is not None:
            is_read = key in condition.taken
        else:
            is_read = key not in (condition.left or ())
        return ("true" if is_read else "false"), None, None

    return verdict
