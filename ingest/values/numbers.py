"""Numbers of a spec as SQL: Vietnamese 1.234,5 or English 1,234.5, never a guess."""

from __future__ import annotations

_PLAIN = r"-?[0-9]+([.,][0-9]+)?"
# no thousand begins with a nought: 0.125 is a fraction wherever it is written
_GROUPED_VI = r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?"
_GROUPED_EN = r"-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?"
_UNSURE = r"-?[1-9][0-9]{0,2}[.,][0-9]{3}"


def number_sql(column: str, type_: str, style: str) -> str:
    """SQL giving the number a text means, NULL if none or if it could be two.

    Args:
        column: SQL of the text, trimmed.
        type_: DuckDB type of the result.
        style: vi, en or auto (both marks; 1.234 is then unsure and NULL).
    """
    vi = f"replace(replace({column}, '.', ''), ',', '.')"
    en = f"replace({column}, ',', '')"
    plain = f"replace({column}, ',', '.')"
    ways = {
        "vi": f"when regexp_full_match({column}, '{_GROUPED_VI}') then {vi} "
        f"when regexp_full_match({column}, '{_PLAIN}') then {plain}",
        "en": f"when regexp_full_match({column}, '{_GROUPED_EN}') then {en} "
        f"when regexp_full_match({column}, '-?[0-9]+(\\.[0-9]+)?') then {column}",
        "auto": f"when {unsure_sql(column, 'auto')} then null "
        f"when regexp_full_match({column}, '{_PLAIN}') then {plain} "
        f"when regexp_full_match({column}, '{_GROUPED_VI}') then {vi} "
        f"when regexp_full_match({column}, '{_GROUPED_EN}') then {en}",
    }
    return _whole(f"case {ways[style]} end", type_)


def unsure_sql(column: str, style: str) -> str:
    """SQL saying whether a text could be a thousand or a fraction."""
    if style != "auto":
        return "false"
    return f"regexp_full_match({column}, '{_UNSURE}')"


def _whole(text: str, type_: str) -> str:
    """Casts without rounding: 3,7 is no whole number, and is refused as one."""
    if type_ != "bigint":
        return f"try_cast({text} as {type_})"
    exact = f"try_cast({text} as decimal(38, 6))"
    return f"case when {exact} = trunc({exact}) then try_cast({exact} as bigint) end"
