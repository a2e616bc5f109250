"""The one table: every unit below another, and what its pages say of a period.

Each figure is counted as the page behind it counts it. Letters of thanks are left out:
they answer petitions, whose small numbers would follow from a sum with them.
"""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.duties import LAST_MONTH, REGISTERED, STEP_REACHED
from warehouse.queries.query import (
    Query,
    hiding_of_change,
    in_period,
    of_waves,
)
from warehouse.queries.units import CHANGE_FIGURES

OVERALL = "overall"


def _sums(*names: str, **named: str) -> str:
    columns = {name: name for name in names} | named
    return ", ".join(
        f"round(sum({column}))::integer as {name}" for name, column in columns.items()
    )


_CHANGES = (*CHANGE_FIGURES, "n_effective_after")
"""Figures of the change, and what the later ballots are worth."""
_MONTHS = _sums(
    "n_with_due",
    "n_late_official",
    "n_late_strict",
    "n_petitions_mature",
    n_petitions_in_time="n_petitions_mature - n_petitions_late",
)
# Alias of a part → its columns: nothing recorded is none, so that empty means hidden.
_PARTS = {
    "m": (
        "n_with_due",
        "n_late_official",
        "n_late_strict",
        "n_petitions_mature",
        "n_petitions_in_time",
    ),
    "l": ("n_letters_owed", "n_letters_in_time", "n_letters_missing"),
    "d": ("n_meetings_required", "n_meetings_kept"),
    "r": ("n_requirements", "n_requirements_there"),
    "g": ("n_in_scope", "n_signed"),
    "t": ("n_targets_judged", "n_targets_met"),
    "s": ("n_home_requested", "n_home_served"),
    "f": ("n_flags_wrong",),
}
_COUNTED = ",\n    ".join(
    f"coalesce({alias}.{name}, 0) as {name}"
    for alias, names in _PARTS.items()
    for name in names
)
_OF_MAP = f"map = $map and {in_period('month')}"
_TARGET_MONTH = in_period("date_trunc('month', period_end)")

_EVIDENCE = _sums(
    "n_with_steps",
    "n_sent_back",
    "n_with_resolver",
    "n_passed_on",
    "n_complaints",
    "n_complaints_decided",
    "n_complaints_upheld",
    "n_complaints_reopened",
)
PETITIONS = SmallNumbers(
    counts=("n_petitions_mature",), of="acts", figures=("n_petitions_in_time",)
)
SIGNED = SmallNumbers(
    counts=("n_in_scope",), of="officers", figures=("n_signed",), lattice="signed"
)

_BELOW = """
    select unit_key, model_start_date,
    from dim_units
    where parent_unit_key = $unit_key and (is_current or $map = 'then')
"""


_OF_PAIR = f"""
    select *,
    from stat_before_after
    where
        map = $map
        and item_code = '{OVERALL}'
        and before_wave = $before_wave
        and after_wave = $after_wave
"""
# waves of two provinces are never one: each has its own newest pair
_PROVINCES = """
    select provinces.unit_key, provinces.model_start_date, last_month,
    from dim_units as provinces
    inner join dim_units as nation
        on provinces.parent_unit_key = nation.unit_key
        and nation.unit_level = 'nation'
    left join (
        select unit_key, max(month) as last_month,
        from agg_unit_months
        where map = $map and n_received > 0
        group by unit_key
    ) as seen on provinces.unit_key = seen.unit_key
    where provinces.is_current or $map = 'then'
"""
_NEWEST_PAIR = f"""
    select c.*,
    from stat_before_after as c
    left join dim_waves as b on c.before_wave = b.wave_code
    left join dim_waves as a on c.after_wave = a.wave_code
    where c.map = $map and c.item_code = '{OVERALL}'
    qualify row_number() over (
        partition by c.unit_key
        order by
            c.is_comparable desc, a.opened_on desc nulls last,
            b.opened_on desc nulls last, c.after_wave, c.before_wave
    ) = 1
"""


def table_of(units: str, *, shown: tuple[str, ...], pairs: str = _OF_PAIR) -> str:
    """SQL of one row per unit with its figures of `$period` and of two waves.

    Args:
        units: Select of the units: `unit_key` and what else is to stand of them.
        shown: Columns of the change.
        pairs: Select of the changes, one for each unit.
    """
    return f"""
with below as ({units}),

changes as ({pairs}),

months as (
    select unit_key, {_MONTHS},
    from agg_unit_months
    where {_OF_MAP}
    group by unit_key
),

letters as (
    select unit_key,
        {_sums("n_letters_owed", "n_letters_in_time", "n_letters_missing")},
    from agg_owed_letters
    where {_OF_MAP} and about = 'case'
    group by unit_key
),

registered as (
    {REGISTERED}
),

-- where no register says what was held, nothing is known to be missing
meetings as (
    select unit_key, {_sums("n_meetings_required", "n_meetings_kept")},
    from agg_duty_months
    inner join registered using (unit_key)
    where {_OF_MAP} and month between first_month and last_month
    group by unit_key
),

services as (
    select unit_key, {_sums("n_home_requested", "n_home_served")},
    from agg_unit_services
    where {_OF_MAP}
    group by unit_key
),

readiness as (
    select
        unit_key,
        {STEP_REACHED} as step_reached,
        count(*)::integer as n_requirements,
        count_if(is_there)::integer as n_requirements_there,
    from fct_requirements
    where {LAST_MONTH.strip()}
    group by unit_key
),

signatures as (
    select
        unit_key,
        round(n_in_scope)::integer as n_in_scope,
        round(n_signed)::integer as n_signed,
    from agg_signatures
    where
        map = $map
        and month = (
            select max(month) from agg_signatures where {in_period("month")}
        )
),

targets as (
    select
        unit_key,
        count_if(state in ('met', 'missed'))::integer as n_targets_judged,
        count_if(state = 'met')::integer as n_targets_met,
    from fct_targets
    where {_TARGET_MONTH}
    group by unit_key
),

flags as (
    select unit_key, count(distinct rule)::integer as n_flags_wrong,
    from dq_flags
    where severity = 'wrong'
    group by unit_key
)

select
    $map as map,
    b.*,
    -- a pair the reader sees no row of has no pattern of hidden units
    c.before_wave,
    c.after_wave,
    '{OVERALL}' as item_code,
    c.n_before,
    c.n_after,
    {", ".join(f"c.{name}" for name in shown)},
    c.is_comparable,
    c.not_comparable_reason,
    r.step_reached,
    {_COUNTED},
from below as b
left join changes as c on b.unit_key = c.unit_key
left join months as m on b.unit_key = m.unit_key
left join letters as l on b.unit_key = l.unit_key
left join meetings as d on b.unit_key = d.unit_key
left join services as s on b.unit_key = s.unit_key
left join readiness as r on b.unit_key = r.unit_key
left join signatures as g on b.unit_key = g.unit_key
left join targets as t on b.unit_key = t.unit_key
left join flags as f on b.unit_key = f.unit_key
order by b.unit_key
"""


QUERIES = (
    Query(
        name="unit_period",
        subject="unit",
        sql=f"""
select
    $map as map,
    $unit_key as unit_key,
    {_sums("n_finished")},
    {_MONTHS},
from agg_unit_months
where {_OF_MAP} and unit_key = $unit_key
having count(*) > 0
""",
        params={"map": "text", "unit_key": "text", "period": "text"},
        small=PETITIONS,
    ),
    Query(
        name="unit_evidence",
        subject="unit",
        sql=f"""
select
    $map as map,
    $unit_key as unit_key,
    {_EVIDENCE},
from agg_commitment_evidence
where {_OF_MAP} and unit_key = $unit_key
having count(*) > 0
""",
        params={"map": "text", "unit_key": "text", "period": "text"},
        small=SmallNumbers(
            counts=("n_complaints",),
            of="acts",
            figures=("n_complaints_reopened",),
            is_alone=True,
            more=(
                SmallNumbers(
                    counts=("n_complaints_decided",),
                    of="acts",
                    figures=("n_complaints_upheld",),
                    is_alone=True,
                ),
            ),
        ),
    ),
    Query(
        name="unit_table",
        subject="unit",
        sql=table_of(_BELOW, shown=_CHANGES),
        params=of_waves("map", "unit_key", "period"),
        small=hiding_of_change(_CHANGES, more=(PETITIONS, SIGNED)),
    ),
    Query(
        name="province_table",
        subject="unit",
        sql=table_of(_PROVINCES, shown=_CHANGES, pairs=_NEWEST_PAIR),
        params={"map": "text", "period": "text"},
        small=hiding_of_change(_CHANGES, more=(PETITIONS, SIGNED)),
    ),
)
