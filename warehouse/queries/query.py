"""What a registered query is: text, parameters, subject and small-number rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from warehouse.errors import ScopeError
from warehouse.hiding.pooled_units import Pool
from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.hiding_thresholds import MIN_PEOPLE

MAX_TEXT_LENGTH = 200


@dataclass(frozen=True)
class Query:
    """One registered question.

    The text names relations barely (`from stat_before_after`); `read.py` puts the
    reader's own rows behind each name, so there is no way to ask for others.

    Attributes:
        name: What callers ask for.
        subject: Row of the rights table, see `warehouse.rights`.
        sql: One select over `relations.RELATIONS` and its own CTEs.
        params: Parameter name → `text`, `date` or `integer`; all are required.
            `$data_as_of`, the last day of the build, is there without declaring it.
        small: Small-number rule, or None when no column counts people.
        row_cap: Most rows ever returned.
        pool: How rows of the reader's unit `$unit_key` and of the group like it become
            one of each; None where the reader's own units are asked and shown.
    """

    name: str
    subject: str
    sql: str
    params: Mapping[str, str] = field(default_factory=dict)
    small: SmallNumbers | None = None
    row_cap: int = 5_000
    pool: Pool | None = None


def check_values(query: Query, params: Mapping[str, object]) -> None:
    """Refuses values that are not those the query declares.

    Raises:
        ScopeError: One is missing, too many, of another type, too long or too large.
    """
    if params.keys() != query.params.keys():
        rule = f"exactly {sorted(query.params)} are needed"
        raise ScopeError("parameters", sorted(params), rule, "correct the call")
    types = {"text": str, "date": date, "integer": int}
    for name, value in params.items():
        kind = query.params[name]
        if type(value) is not types[kind]:
            raise ScopeError(name, value, f"it must be a {kind}", "correct the value")
        if isinstance(value, str) and len(value) > MAX_TEXT_LENGTH:
            rule = f"at most {MAX_TEXT_LENGTH} characters"
            raise ScopeError(name, value[:20], rule, "correct the value")
        if isinstance(value, int) and abs(value) > 2**31:
            raise ScopeError(name, value, "it is out of range", "correct the value")


def of_waves(*names: str) -> dict[str, str]:
    """Parameters of a question about a round before and one after, and other texts.

    >>> of_waves("map")
    {'map': 'text', 'before_wave': 'text', 'after_wave': 'text'}
    """
    return dict.fromkeys((*names, "before_wave", "after_wave"), "text")


def hiding_of_change(
    figures: tuple[str, ...], more: tuple[SmallNumbers, ...] = ()
) -> SmallNumbers:
    """How a change of a unit is hidden: by the ballots of both rounds, pair by pair.

    Args:
        figures: Columns that are empty where it is.
        more: Rules of other columns of the same rows.
    """
    return SmallNumbers(
        counts=("n_before", "n_after"),
        of="ballots",
        figures=figures,
        lattice="pair",
        more=more,
    )


def in_period(month: str) -> str:
    """SQL of whether a month belongs to `$period`.

    That is 2026, 2026-H2, 2026-Q3 or 2026-07, or `12m` for the twelve months up to the
    day of the data: fixed periods, so that no two of them differ by a day.
    """
    year = f"year({month})::varchar"
    return f"""(
        $period in (
            {year},
            {year} || '-H' || ((month({month}) + 5) // 6)::varchar,
            {year} || '-Q' || quarter({month})::varchar,
            strftime({month}, '%Y-%m')
        )
        or (
            $period = '12m'
            and {month} > date_trunc('month', $data_as_of) - interval 12 month
        )
    )"""


def in_tens(column: str) -> str:
    """SQL of a count in tens; one to four stay small, so that the row is hidden."""
    tens = f"round(({column}) / 10) * 10"
    few = f"({column}) > 0 and ({column}) < {MIN_PEOPLE}"
    return f"(case when {few} then 1 else {tens} end)::integer"


def unless_few_denounced(part: str, of: str) -> str:
    """SQL of a part of the denunciations of a group by kind; empty if it reveals few.

    So it does where the part, or what the whole leaves beside it, is one to four:
    that could point at a single matter. Of other kinds it is the count.
    """
    few = f"between 1 and {MIN_PEOPLE - 1}"
    is_few = f"({part}) {few} or ({of}) - ({part}) {few}"
    return f"(case when kind = 'denunciation' and ({is_few}) then null else {part} end)"
