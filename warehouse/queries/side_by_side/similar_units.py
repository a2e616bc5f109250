"""Which communes are like one, and how one stands beside those like it together.

The figures of the group are those of the one table, hidden as each unit alone is, and
leave as one row; `group.py` says whose they are.
"""

from warehouse.hiding.pooled_units import Pool
from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import (
    Query,
    hiding_of_change,
    in_period,
    of_waves,
)
from warehouse.queries.side_by_side.unit_table import PETITIONS, SIGNED, table_of

_UNITS = """
    select unit_key, unit_name, unit_key = $unit_key as is_own,
    from dim_units
    where is_current and unit_level = 'commune'
"""
_MEANS = ("share_before", "share_after", "share_diff")
_SHOWN = (
    *(f"{name}{end}" for name in _MEANS for end in ("", "_low", "_high")),
    "verdict",
)

LIKENESS = Query(
    name="unit_likeness",
    subject="unit",
    sql=f"""
with parts as (
    select
        b.new_unit_key as unit_key,
        o.parent_unit_key as district_key,
        sum(coalesce(b.weight, 1)) as n_parts,
    from bridge_unit_succession as b
    inner join dim_units as o on b.old_unit_key = o.unit_key
    group by b.new_unit_key, o.parent_unit_key
),

origins as (
    select unit_key, max_by(district_key, (n_parts, district_key)) as district_key,
    from parts
    group by unit_key
),

months as (
    select unit_key, round(sum(n_received))::integer as n_received,
    from agg_unit_months
    where map = 'today' and {in_period("month")}
    group by unit_key
)

select
    u.unit_key,
    o.district_key,
    d.unit_name as district_name,
    coalesce(m.n_received, 0) as n_received,
from dim_units as u
left join origins as o on u.unit_key = o.unit_key
left join dim_units as d on o.district_key = d.unit_key
left join months as m on u.unit_key = m.unit_key
where u.is_current and u.unit_level = 'commune'
order by u.unit_key
""",
    params={"period": "text"},
    small=SmallNumbers(counts=("n_received",), of="acts"),
)
MIX = Query(
    name="unit_mix",
    subject="unit",
    sql="""
select
    unit_key,
    procedure_group,
    sum(n_cases)::integer as n_cases,
from agg_officer_cells
where period_type = 'year' and period = $year
group by unit_key, procedure_group
order by unit_key, procedure_group
""",
    params={"year": "text"},
    small=SmallNumbers(counts=("n_cases",), of="acts"),
)

QUERIES = (
    LIKENESS,
    MIX,
    Query(
        name="beside_similar",
        subject="unit",
        # restated to today, as the group is
        sql=table_of(_UNITS, shown=_SHOWN).replace("$map", "'today'"),
        params=of_waves("unit_key", "period"),
        small=hiding_of_change(_SHOWN, more=(PETITIONS, SIGNED)),
        pool=Pool(
            means=_MEANS,
            change=("share_diff", "share_after", "share_before"),
            counts=("n_before", "n_after"),
            parts={
                "n_late_official": "n_with_due",
                "n_late_strict": "n_with_due",
                "n_petitions_in_time": "n_petitions_mature",
                "n_letters_in_time": "n_letters_owed",
                "n_meetings_kept": "n_meetings_required",
                "n_requirements_there": "n_requirements",
                "n_signed": "n_in_scope",
                "n_targets_met": "n_targets_judged",
                "n_home_served": "n_home_requested",
            },
            name="unit_name",
        ),
    ),
)
