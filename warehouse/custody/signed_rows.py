"""Rows of the Front's waves as they are signed: a digest for each row and for all.

What is emptied after its term (who a ballot is from) has a digest of its own over all
rows of a part, with a salt that goes when the term ends, so that the digest left behind
says nothing about anybody.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import duckdb

from warehouse.raw.kinds import KINDS
from warehouse.raw.retention_terms import RAW_RULES, RawRule
from warehouse.stores.run_sql import run_sql

KEYS = {
    "wave": "wave_code",
    "answer": "wave_code",
    "offered": "wave_code",
    "contact": "wave_code",
    "item": "instrument",
}
"""Kinds that may be the Front's, and what says whose a row is."""

KINDS_OF_A_WAVE = ("answer", "offered", "contact")
"""Kinds of which a row says how a wave goes; that it is planned is no secret."""

NAMED_BY = {
    "wave": ("wave_code",),
    "answer": ("ballot_id", "item_code"),
    "offered": ("unit_code", "day", "channel"),
    "contact": ("ballot_id", "attempt"),
    "item": ("item_code",),
}
"""Kind → the columns that name a row within its wave or instrument."""
UNSAID_WHERE_EMPTY = ("n_in_frame",)
"""Columns that came after the first rows were signed: an empty one is in no digest, so
that what was signed before still holds."""
MD5 = "_row_md5"
PLACE = ("_sheet", "_line", MD5)
"""Where in its file a row stands."""


@dataclass(frozen=True)
class Part:
    """Rows of one kind and one wave, or one instrument, that a file gave.

    Attributes:
        kind: `wave`, `answer`, `offered`, `contact` or `item`.
        of: Wave code; of items the instrument.
        n_rows: How many.
        digest: SHA-256 of their lines, in the order of the file.
        emptied: What is emptied after its term: columns → salted SHA-256 of all rows.
    """

    kind: str
    of: str
    n_rows: int
    digest: str
    emptied: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        name: What it is about: ballot and question, unit and day.
        place: Sheet and line of the file.
        digest: SHA-256 of its columns but those that are emptied.
    """

    name: str
    place: str
    digest: str

    def as_line(self) -> str:
        """The row in the text that is digested."""
        return f"{self.digest}\t{self.place}\t{self.name}"

    @classmethod
    def of_line(cls, line: str) -> Row:
        """Reads what `as_line` wrote."""
        digest, place, name = line.split("\t", 2)
        return cls(name, place, digest)


@dataclass(frozen=True)
class Salt:
    """The salt of one digest of what is emptied, and the last day it is needed."""

    digest: str
    salt: str
    last_day: date | None


def rows_in(
    connection: duckdb.DuckDBPyConnection, file_sha256: str, kind: str, of: str
) -> list[Row]:
    """The rows a file gave, in its order.

    Args:
        connection: With raw in use.
        file_sha256: The file.
        kind: One of `KEYS`.
        of: Wave code; of items the instrument.
    """
    goes = {column for rule in rules_of(kind) for column in rule.columns}
    stays = [c.name for c in KINDS[kind].columns if c.name not in goes]
    name = ", ".join(f"coalesce({column}::varchar, '')" for column in NAMED_BY[kind])
    found = run_sql(
        connection,
        f"select concat_ws(' ', {name}), concat_ws(':', _sheet, _line),"
        f" {_digest([*PLACE, *stays])} as digest"
        f' from raw."{kind}" where _file_sha256 = $sha and {KEYS[kind]} = $of'
        " order by _sheet, _line, digest",
        {"sha": file_sha256, "of": of},
    ).fetchall()
    return [Row(*(" ".join(str(value).split()) for value in row)) for row in found]


def text_of(rows: list[Row]) -> str:
    """The text whose digest is signed."""
    return "\n".join(row.as_line() for row in rows)


def ballots_text(parts: Mapping[tuple[str, str, str], Part], wave_code: str) -> str:
    """The text whose digest a release names: a wave's line, its ballots and forms.

    Args:
        parts: File, kind, wave or instrument → part.
        wave_code: The wave.
    """
    lines = [
        f"{sha} {part.kind} {part.n_rows} {part.digest} {part.emptied}"
        for (sha, _, of), part in parts.items()
        if of == wave_code and part.kind != "item"
    ]
    return "\n".join(sorted(lines))


def digest_of(text: str) -> str:
    """SHA-256 of a text, in hex."""
    return sha256(text.encode()).hexdigest()


def salted(
    connection: duckdb.DuckDBPyConnection, file_sha256: str, part: Part
) -> list[tuple[str, Salt]]:
    """New salted digests of what a part will lose, by its columns."""
    made = []
    for rule in rules_of(part.kind):
        salt = secrets.token_hex(32)
        digest = emptied_digest(connection, file_sha256, part, rule, salt)
        [last] = run_sql(
            connection,
            f'select max({rule.since})::date from raw."{part.kind}"'
            f" where _file_sha256 = $sha and {KEYS[part.kind]} = $of",
            {"sha": file_sha256, "of": part.of},
        ).fetchall()[0]
        last_day = last + timedelta(days=rule.keep_days) if last else None
        made.append((name_of(rule), Salt(digest, salt, last_day)))
    return made


def emptied_digest(
    connection: duckdb.DuckDBPyConnection,
    file_sha256: str,
    part: Part,
    rule: RawRule,
    salt: str,
) -> str:
    """Digest of the columns of a rule over all rows of a part."""
    [digest] = run_sql(
        connection,
        "select sha256($salt || coalesce(string_agg(digest, '' order by digest), ''))"
        f' from (select {_digest([*PLACE, *rule.columns])} as digest from raw."'
        f'{part.kind}" where _file_sha256 = $sha and {KEYS[part.kind]} = $of)',
        {"salt": salt, "sha": file_sha256, "of": part.of},
    ).fetchall()[0]
    return str(digest)


def has_begun_to_empty(
    connection: duckdb.DuckDBPyConnection, file_sha256: str, part: Part, rule: RawRule
) -> bool:
    """Whether the term of some rows of a part is over, so that they may be emptied;
    where people get random names, of any row of its wave."""
    before = datetime.now(UTC).date() - timedelta(days=rule.keep_days)
    where, bound = f"{KEYS[part.kind]} = $of", {"of": part.of, "before": before}
    if not rule.unlinked:
        where, bound = f"{where} and _file_sha256 = $sha", bound | {"sha": file_sha256}
    [n] = run_sql(
        connection,
        f'select count(*) from raw."{part.kind}"'
        f" where {where} and {rule.since} < $before",
        bound,
    ).fetchall()[0]
    return bool(n)


def rules_of(kind: str) -> list[RawRule]:
    """What of a kind is emptied after its term."""
    return [rule for rule in RAW_RULES if rule.table == kind]


def name_of(rule: RawRule) -> str:
    """The columns of a rule as a batch names them."""
    return ",".join(rule.columns)


def _digest(columns: list[str]) -> str:
    packed = ", ".join(f'"{name}" := {_value(name)}' for name in columns)
    text = f"to_json(struct_pack({packed}))::varchar"
    for name in UNSAID_WHERE_EMPTY:
        if name in columns:
            # quotes within a text are escaped, so that none can say this
            text = f"replace({text}, ',\"{name}\":null', '')"
    return f"sha256({text})"


def _value(name: str) -> str:
    return f"{digits_sql(name)}::json" if name == MD5 else f'"{name}"'


def digits_sql(column: str) -> str:
    """SQL of a 128-bit number in digits, as a cast gives it, in a tenth of the time.

    A cast divides by ten for each digit; this divides twice, into parts of 64 bits.
    """
    part = f"{10**18}::uhugeint"
    upper = f'("{column}" // {part})'
    top = f"({upper} // {part})"
    parts = (
        f"{top}::ubigint",
        f"lpad(({upper} - {top} * {part})::ubigint::varchar, 18, '0')",
        f"lpad((\"{column}\" - {upper} * {part})::ubigint::varchar, 18, '0')",
    )
    return f"coalesce(nullif(ltrim(concat({', '.join(parts)}), '0'), ''), '0')"
