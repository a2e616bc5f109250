"""A province's codes in the national file: each stands behind the province's own.

Two provinces may have named two things alike; what a column holds says its name, as
the marts' contracts have it, so no list of tables has to be kept.
"""

from __future__ import annotations

from warehouse.nation.provinces import SEPARATOR

_CODES = (
    "unit_key",
    "unit_code",
    "parent_unit_key",
    "old_unit_key",
    "new_unit_key",
    "before_wave",
    "after_wave",
    "instrument",
    "item_key",
)


def qualified(column: str, code: str, items: str) -> str:
    """SQL of a column of a province's table as the national file has it.

    Args:
        column: Its name.
        code: The province's code.
        items: Name of the table with the province's questions.
    """
    behind = f"'{code}{SEPARATOR}' || {column}"
    if column in _CODES:
        return behind
    if column in ("wave_code", "tool"):
        # sets of ballots that are of no one wave, measures that no tool takes
        return f"if({column} in ('', 'none'), {column}, {behind})"
    if column == "item_code":
        # a factor or a commitment is the same everywhere, a province's question is not
        own = f"select q.item_code from {items} as q"
        shared = "select c.criterion_code from main.dim_criteria as c"
        return (
            f"if(item_code in ({own}) and item_code not in ({shared}),"
            f" {behind}, item_code)"
        )
    if column == "part":
        of_tools = "slice_kind in ('tool', 'quarter', 'half') and part <> 'none'"
        return f"if({of_tools}, {behind}, part)"
    return f'"{column}"'


def qualified_value(column: str, value: object, code: str) -> object:
    """A value of a hidden cell as the national file names it."""
    is_code = column in (*_CODES, "wave_code")
    return f"{code}{SEPARATOR}{value}" if is_code else value
