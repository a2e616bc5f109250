with restated as (
    select * from {{ ref('dq_restated_now') }}
),

files as (
    select * from {{ ref('dq_restated_files') }}
),

earlier as (
    select * from {{ ref('int_previous_restatements') }}
),

build as (
    select * from {{ ref('dim_build') }}
),

-- later than what was found before, also where a clock went back
moment as (
    select
        greatest(
            max(b.raw_max_loaded_at),
            coalesce(
                max(e.found_at) + interval 1 microsecond,
                max(b.raw_max_loaded_at)
            )
        ) as found_at
    from build as b
    left join earlier as e on true
),

dq_restatements as (
    select * from earlier
    union all
    select
        r.figure,
        r.map,
        r.unit_key,
        r.period,
        r.old_value,
        r.new_value,
        r.old_n_people,
        r.new_n_people,
        r.why,
        n.file_names,
        n.file_keys,
        m.found_at
    from restated as r
    cross join moment as m
    left join files as n
        on
            r.figure = n.figure
            and r.map = n.map
            and r.unit_key = n.unit_key
            and r.period = n.period
)

select * from dq_restatements
