"""The last day of a period as SQL, as the warehouse reckons it."""

from __future__ import annotations


def period_end_sql(text: str) -> str:
    """ISO text of the last day of a period as 2026, 2026-H1, 2026-Q3 or 2026-07.

    Args:
        text: SQL of the period's text.

    Returns:
        SQL; NULL where the text is no period.
    """
    is_period = (
        f"regexp_full_match({text}, '[0-9]{{4}}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?')"
    )
    month = (
        f"case substr({text}, 6, 1)"
        f" when 'Q' then 3 * right({text}, 1)::integer"
        f" when 'H' then 6 * right({text}, 1)::integer"
        " when '' then 12"
        f" else right({text}, 2)::integer end"
    )
    day = f"last_day(make_date(left({text}, 4)::integer, {month}, 1))::varchar"
    return f"case when {is_period} then {day} end"
