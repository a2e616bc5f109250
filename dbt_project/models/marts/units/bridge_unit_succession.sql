with successions as (
    select * from {{ ref('int_unit_successions') }}
),

today as (
    select * from {{ ref('int_unit_today') }}
),

split_sources as (
    select
        source_unit_key,
        bool_or(is_split) as is_split
    from today
    group by source_unit_key
),

bridge_unit_succession as (
    select
        s.old_unit_key,
        s.new_unit_key,
        s.effective_date,
        s.kind,
        s.weight,
        s.is_weight_assumed,
        s.is_weight_wrong,
        coalesce(p.is_split, false) as is_split
    from successions as s
    left join split_sources as p on s.old_unit_key = p.source_unit_key
)

select * from bridge_unit_succession
