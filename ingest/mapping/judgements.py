"""Tables of judged texts: each distinct text is judged once, in Python, exactly.

Statuses, answers and marks have few spellings but millions of rows. The database
lists the texts it has not met, Python says what each means, a join does the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

import duckdb
import pyarrow as pa

from ingest.files.text import heading_key
from ingest.mapping.columns.cells import Cells
from ingest.mapping.denunciation import is_denunciation
from ingest.mapping.unit_lists import PART, UnitLists, Verdict
from ingest.mapping.unit_names import code_in, is_surely_code
from ingest.spec.scales import Scale, judge
from ingest.spec.spec import ColumnRule, Condition
from ingest.values.cell_errors import broken_rule
from ingest.values.dates import compile_format
from ingest.values.float_codes import as_code
from ingest.values.usual_marks import FALSE_WORDS, TRUE_WORDS
from warehouse.raw.column import BOOLEAN, Column
from warehouse.stores.run_sql import run_sql

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
        cell: Column of the chunk whose cells are these texts; "" if none is.
    """

    table: str
    texts: str
    verdict: Callable[[str], Verdict] | None = None
    cell: str = ""

    @property
    def creation(self) -> str:
        """SQL that makes the empty table."""
        return (
            f"create or replace temp table {self.table} "
            "(text varchar, value varchar, reason varchar, rule varchar)"
        )

    def create(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Makes the empty table."""
        run_sql(connection, self.creation)

    def learn(
        self,
        connection: duckdb.DuckDBPyConnection,
        units: UnitLists | None,
        cells: Cells | None = None,
    ) -> bool:
        """Judges the texts not met before.

        Args:
            connection: Where the chunk is.
            units: The lists known so far.
            cells: The cells of the chunk, if they were looked through.

        Returns:
            Whether there were any.
        """
        found = cells.texts(self.cell) if cells and self.cell else None
        new = self._asked(connection) if found is None else self._new(connection, found)
        if not new:
            return False
        verdict = self._verdict(connection, units)
        rows = [(text, *verdict(text)) for text in new]
        names = ("text", "value", "reason", "rule")
        columns = [pa.array(c, pa.string()) for c in zip(*rows, strict=True)]
        connection.register("learned", pa.table(dict(zip(names, columns, strict=True))))
        run_sql(connection, f"insert into {self.table} select * from learned")
        connection.unregister("learned")
        return True

    def _asked(self, connection: duckdb.DuckDBPyConnection) -> list[str]:
        """Texts of the chunk that are not in the table."""
        rows = run_sql(
            connection,
            f"select distinct text from ({self.texts}) anti join {self.table} "
            "using (text)",
        ).fetchall()
        return [text for (text,) in rows]

    def _new(
        self, connection: duckdb.DuckDBPyConnection, found: Sequence[str]
    ) -> list[str]:
        """The same, of a chunk whose distinct cells are known."""
        met = set(run_sql(connection, f"select text from {self.table}").fetchall())
        return [text for text in found if (text,) not in met]

    def _verdict(
        self, connection: duckdb.DuckDBPyConnection, units: UnitLists | None
    ) -> Callable[[str], Verdict]:
        assert self.verdict is not None
        return self.verdict


class JudgedUnit(JudgedText):
    """Texts that name units: the lists in raw say what each means."""

    def _verdict(
        self, connection: duckdb.DuckDBPyConnection, units: UnitLists | None
    ) -> Callable[[str], Verdict]:
        return UnitLists.read(connection).verdict


@dataclass(frozen=True)
class JudgedName(JudgedText):
    """Texts that are codes of units, or name them; without any list all stay.

    Attributes:
        is_plain: Whether a name becomes a plain code.
    """

    is_plain: bool = False

    def _new(
        self, connection: duckdb.DuckDBPyConnection, found: Sequence[str]
    ) -> list[str]:
        """None where all are codes; a name is asked for with the day of its row."""
        is_sure = all(not text or is_surely_code(text) for text in found)
        return [] if is_sure else self._asked(connection)

    def _verdict(
        self, connection: duckdb.DuckDBPyConnection, units: UnitLists | None
    ) -> Callable[[str], Verdict]:
        if units is None:
            return _kept
        return lambda text: (
            units.kept_or_named(text, is_plain=self.is_plain)
            if text
            else (None, None, None)
        )


def _kept(text: str) -> Verdict:
    """A code, or a name as it stands where no list could say what it means."""
    name = text.split(PART)[0]
    return (code_in(name) or name or None), None, None


def value_verdict(column: Column, rule: ColumnRule) -> Callable[[str], Verdict]:
    """Judges by the value map, or by the usual words for yes and no."""
    values, code = rule.values, "value"
    if values is None:
        assert column.type == BOOLEAN
        values, code = _BOOLEANS, "boolean"

    def verdict(text: str) -> Verdict:
        key = heading_key(text)
        key = key if key in values else as_code(key)
        if key in values:
            return values[key], None, None
        if "denunciation" in column.words and is_denunciation(text):
            return None, None, "denunciation_apart"
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
        reason = found.no_answer_reason
        if found.offer is not None:
            reason = str(found.offer)
        return None if level is None else str(level), reason, found.rule

    return verdict


def condition_verdict(condition: Condition) -> Callable[[str], Verdict]:
    """Judges whether rows with a text are read."""

    def verdict(text: str) -> Verdict:
        if broken_rule(text):
            # read, so that the row is refused with its cell named
            return "true", None, None
        return ("true" if _holds(condition, text) else "false"), None, None

    return verdict


def _holds(condition: Condition, text: str) -> bool:
    key = heading_key(text)
    keys = {key, as_code(key)}
    if condition.filled is not None and bool(key) != condition.filled:
        return False
    if condition.taken is not None and keys.isdisjoint(condition.taken):
        return False
    if condition.left is not None and not keys.isdisjoint(condition.left):
        return False
    if condition.matches is not None and not re.search(condition.matches, text):
        return False
    if condition.least is None and condition.most is None:
        return True
    value = _compared(text, condition.dates)
    least, most = (
        None if limit is None else _compared(limit, condition.dates)
        for limit in (condition.least, condition.most)
    )
    if value is None:
        return False
    return (least is None or value >= least) and (most is None or value <= most)


def _compared(text: str, dates: tuple[str, ...]) -> Decimal | None:
    """A number, or a day as a number; None if it is neither."""
    if not dates:
        try:
            return Decimal(text.replace(",", "."))
        except InvalidOperation:
            return None
    for pattern in dict.fromkeys(("%Y-%m-%d", *map(_strptime, dates))):
        try:
            is_iso = pattern == "%Y-%m-%d"
            day = datetime.strptime(text[:10] if is_iso else text, pattern)
        except ValueError:
            continue
        return Decimal(day.toordinal())
    return None


def _strptime(format_text: str) -> str:
    if format_text in ("iso", "excel"):
        return "%Y-%m-%d"
    return compile_format(format_text).strptime
