"""Lists that say what things are called: units, items, waves, criteria."""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query

QUERIES = (
    Query(
        name="units",
        subject="reference",
        sql="""
select
    unit_key,
    unit_code,
    unit_valid_from,
    valid_to,
    unit_name,
    unit_level,
    parent_unit_key,
    path,
    top_name,
    is_current,
    model_start_date,
    has_split_parent,
from dim_units
order by unit_name, unit_valid_from
""",
    ),
    Query(
        name="boundaries",
        subject="reference",
        sql="""
select unit_key, outline,
from dim_boundaries
order by unit_key
""",
    ),
    Query(
        name="items",
        subject="reference",
        sql="""
select
    instrument,
    item_code,
    text_vi,
    criterion_code,
    scale_min,
    scale_max,
    satisfied_from,
from dim_items
order by instrument, item_code
""",
    ),
    Query(
        name="item_details",
        subject="reference",
        sql="""
select instrument, item_code, commitment_codes, is_reversed, second_text,
from dim_items
order by instrument, item_code
""",
    ),
    Query(
        name="item_commitments",
        subject="reference",
        sql="""
select item_code, commitment_codes,
from dim_items
where commitment_codes is not null
order by item_code, commitment_codes
""",
    ),
    Query(
        name="criteria",
        subject="reference",
        sql="""
select
    criterion_code,
    criterion_kind,
    criterion_no,
    name_vi,
    name_en,
    valid_from,
    valid_to,
from dim_criteria
order by criterion_kind, criterion_no, valid_from
""",
    ),
    Query(
        name="waves",
        subject="reference",
        sql="""
select wave_code, stream, owner, mode, opened_on, closed_on, planned_n, instrument,
from dim_waves
order by opened_on, wave_code
""",
    ),
    Query(
        name="wave_people",
        subject="reference",
        sql="""
select wave_code, n_ballots, n_respondents,
from agg_wave_people
order by wave_code
""",
        small=SmallNumbers(
            counts=("n_respondents",),
            of="ballots",
            figures=("n_ballots",),
            is_alone=True,
        ),
    ),
    Query(
        name="sources",
        subject="reference",
        sql="""
select source, newest_on,
from dim_sources
order by source
""",
    ),
    Query(
        name="calendar_source",
        subject="reference",
        sql="select calendar_source from dim_build",
    ),
    Query(
        name="missing_lists",
        subject="reference",
        sql="""
select m.missing_list, sum(l.n_loaded)::bigint as n_waiting,
from dq_missing_lists as m
inner join dq_loads as l
    on list_contains(string_split(m.row_kinds, ','), l.kind)
group by m.missing_list
having sum(l.n_loaded) > 0
order by m.missing_list
""",
    ),
    Query(
        name="metrics",
        subject="reference",
        sql="""
select metric_id, name_vi, name_en, meaning_vi, unit, decimals,
from dim_metrics
order by metric_id
""",
    ),
)
