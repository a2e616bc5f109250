"""Date formats of a spec as SQL: full match or nothing, and never a guess.

A text is tried under every format of its column. If two of them give different
days the text is ambiguous and the row is refused. Year-first ISO text is always
understood: it can mean only one day, and real spreadsheet dates arrive as such.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ingest.files.sheet import USUAL_DAY_ZERO
from ingest.values.sql_text import quote
from warehouse.errors import SpecError

ZONE = "Asia/Ho_Chi_Minh"
"""Times with an offset are turned to this zone; times without are local already."""
_TOKEN = re.compile(r"'((?:[^']|'')*)'|(d+|M+|y+|H+|h+|m+|s+|a)|([A-Za-z]+)|(.)", re.S)
# token: strptime directive, regular expression, shortest, longest, code it fills
_TOKENS = {
    "dd": ("%d", "[0-9]{2}", 2, 2),
    "d": ("%d", "[0-9]{1,2}", 1, 2),
    "MM": ("%m", "[0-9]{2}", 2, 2),
    "M": ("%m", "[0-9]{1,2}", 1, 2),
    "yyyy": ("%Y", "[0-9]{4}", 4, 4),
    # 00 to 68 are of this century, 69 to 99 of the last, as in POSIX
    "yy": ("%y", "[0-9]{2}", 2, 2),
    "HH": ("%H", "[0-9]{2}", 2, 2),
    "H": ("%H", "[0-9]{1,2}", 1, 2),
    "hh": ("%I", "[0-9]{2}", 2, 2),
    "h": ("%I", "[0-9]{1,2}", 1, 2),
    "mm": ("%M", "[0-9]{2}", 2, 2),
    "ss": ("%S", "[0-9]{2}", 2, 2),
    "a": ("%p", "(?:am|pm)", 2, 2),
}
_ISO_LIKE = "____-__-__%"
_SERIAL = r"[1-9][0-9]{4}(\.[0-9]+)?"
_OFFSET = r".*(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
_ISO_LONG = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?"
    r"(Z|[+-][0-9]{2}(:?[0-9]{2})?)?"
)


@dataclass(frozen=True)
class DateFormat:
    """One format, compiled.

    Attributes:
        text: As written in the spec.
        tokens: Its parts, to see whether another format covers it.
        strptime: DuckDB's pattern.
        pattern: Regular expression of the whole text.
        shortest: Fewest characters.
        longest: Most characters.
        has_words: It holds letters, so texts are compared in lower case.
    """

    text: str
    tokens: tuple[str, ...]
    strptime: str
    pattern: str
    shortest: int
    longest: int
    has_words: bool

    def covers(self, other: DateFormat) -> bool:
        """Whether every text of `other` is read the same by this format."""
        return len(self.tokens) == len(other.tokens) and all(
            mine == theirs or (mine in _TOKENS and theirs == mine * 2)
            for mine, theirs in zip(self.tokens, other.tokens, strict=True)
        )


@cache
def compile_format(text: str) -> DateFormat:
    """Compiles one format of the spec.

    Raises:
        SpecError: An unknown token, or no whole date in the format.
    """
    tokens, directives, pattern = [], "", ""
    shortest = longest = 0
    has_words = False
    for literal, token, unknown, sign in _TOKEN.findall(text):
        if unknown or (token and token not in _TOKENS):
            known = "dd d MM M yyyy yy HH H mm ss a"
            rule = f"'{token or unknown}' is no date token ({known})"
            raise SpecError("dates", text, rule, "quote words, e.g. 'ngày' d/M/yyyy")
        if token:
            directive, part, low, high = _TOKENS[token]
            has_words |= token == "a"
        else:
            plain = (literal or sign).lower()
            directive, part = plain.replace("%", "%%"), re.escape(plain)
            low = high = len(plain)
            has_words |= plain != plain.upper()
        tokens.append(token or plain)
        directives += directive
        pattern += part
        shortest, longest = shortest + low, longest + high
    held = {found.lower() for found in re.findall("%[dmYy]", directives)}
    if held != {"%d", "%m", "%y"}:
        rule = "a date format holds day, month and year"
        raise SpecError("dates", text, rule, "e.g. dd/MM/yyyy")
    return DateFormat(
        text, tuple(tokens), directives, pattern, shortest, longest, has_words
    )


def date_sql(
    column: str,
    formats: Sequence[str],
    *,
    in_order: bool = False,
    day_zero: dt.date = USUAL_DAY_ZERO,
) -> str:
    """SQL giving the timestamp a text means, NULL if none or more than one.

    Args:
        column: SQL of the text, trimmed.
        formats: Formats of the spec; `excel` for serial numbers.
        in_order: The first format that fits counts; else all that fit must agree.
        day_zero: The day that serial numbers are counted from.
    """
    own = _own_formats(formats)
    overlap = _overlap(own) and not in_order
    local = _least_if_equal([_one_sql(column, f) for f in own], overlap, own)
    tries = [part for part in (local, _serial_sql(column, formats, day_zero)) if part]
    other = f"coalesce({', '.join(tries)})" if tries else "null::timestamp"
    return (
        f"(case when {column} like '{_ISO_LIKE}' then {_iso_sql(column)} "
        f"else {other} end)"
    )


def ambiguous_sql(column: str, formats: Sequence[str]) -> str:
    """SQL saying whether a text means different days under different formats."""
    own = _own_formats(formats)
    if len(own) < 2:
        return "false"
    values = ", ".join(_one_sql(column, f) for f in own)
    return f"coalesce(least({values}) <> greatest({values}), false)"


def no_such_day_sql(column: str) -> str:
    """SQL saying whether a text is written like a day that no calendar has.

    31/02/2026 is none in whatever order it is read: a further format helps nobody.
    """
    parts = f"regexp_extract(regexp_replace({column}, '[-./ ]+', '/', 'g'), '{_PARTS}')"
    figures = f"regexp_extract({column}, '{_FIGURES}', 1)"
    return " or ".join(
        f"({text} <> '' and try_strptime({text}, {list(map(str, orders))}) is null)"
        for text, orders in ((parts, _PART_ORDERS), (figures, _FIGURE_ORDERS))
    )


_PARTS = "^[0-9]{1,4}/[0-9]{1,2}/[0-9]{1,4}"
_PART_ORDERS = (
    *("%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%Y/%d/%m", "%d/%m/%y", "%m/%d/%y"),
)
_FIGURES = "^([0-9]{8})([0-9]{6})?$"
_FIGURE_ORDERS = ("%Y%m%d", "%d%m%Y", "%m%d%Y")


def _own_formats(formats: Sequence[str]) -> list[DateFormat]:
    """Compiled formats without those that ISO or a wider format covers."""
    compiled = [compile_format(f) for f in formats if f not in ("excel", "iso")]
    compiled = [f for f in dict.fromkeys(compiled) if f.tokens[:4] != _ISO_HEAD]
    return [
        f
        for f in compiled
        if not any(f is not wide and wide.covers(f) for wide in compiled)
    ]


_ISO_HEAD = ("yyyy", "-", "MM", "-")


def _overlap(formats: Sequence[DateFormat]) -> bool:
    """Whether a text could be read by two of the formats."""
    return any(
        a.shortest <= b.longest and b.shortest <= a.longest
        for i, a in enumerate(formats)
        for b in formats[i + 1 :]
    )


def _least_if_equal(
    values: list[str], overlap: bool, formats: Sequence[DateFormat]
) -> str:
    if len(values) > 1 and overlap:
        both = ", ".join(values)
        return f"case when least({both}) = greatest({both}) then least({both}) end"
    return f"coalesce({', '.join(values)})" if values else ""


def _one_sql(column: str, fmt: DateFormat) -> str:
    text = column
    if fmt.has_words:
        text = f"lower({column})"
        if "a" in fmt.tokens:
            text = f"regexp_replace({text}, '\\b(sa|am)\\b', 'am')"
            text = f"regexp_replace({text}, '\\b(ch|pm)\\b', 'pm')"
    parsed = f"try_strptime({text}, {quote(fmt.strptime)})"
    if fmt.shortest == fmt.longest and not fmt.has_words:
        # DuckDB reads 'infinity' and 'epoch' as dates: demand a figure in front
        test = f"length({column}) = {fmt.longest} and {column} < ':'"
    else:
        test = f"regexp_full_match({text}, {quote(fmt.pattern)})"
    return f"case when {test} then {parsed} end"


def _iso_sql(column: str) -> str:
    long = (
        f"case when not regexp_full_match({column}, '{_ISO_LONG}') then null "
        f"when regexp_full_match({column}, '.{{11,}}{_OFFSET}') "
        f"then try_cast({column} as timestamptz) at time zone '{ZONE}' "
        f"else try_cast({column} as timestamp) end"
    )
    return (
        f"case length({column}) when 10 then try_strptime({column}, '%Y-%m-%d') "
        f"when 19 then coalesce(try_strptime({column}, '%Y-%m-%d %H:%M:%S'), "
        f"try_strptime({column}, '%Y-%m-%dT%H:%M:%S')) else {long} end"
    )


def _serial_sql(column: str, formats: Sequence[str], day_zero: dt.date) -> str:
    """Days since the day of number 0, with the time as a fraction, to the second."""
    if "excel" not in formats:
        return ""
    seconds = f"round({column}::decimal(18, 9)::double * 86400)::bigint"
    return (
        f"case when regexp_full_match({column}, '{_SERIAL}') "
        f"then timestamp '{day_zero}' + to_seconds({seconds}) end"
    )
