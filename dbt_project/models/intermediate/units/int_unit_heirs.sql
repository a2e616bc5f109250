with recursive units as (
    select * from {{ ref('int_units') }}
),

edges as (
    select * from {{ ref('int_unit_successions') }}
),

walk as (
    select
        unit_key as source_unit_key,
        unit_key,
        cast(1 as decimal(18, 9)) as weight,
        valid_from as since,
        0 as distance
    from units
    union all
    select
        w.source_unit_key,
        e.new_unit_key as unit_key,
        cast(w.weight * e.weight as decimal(18, 9)) as weight,
        greatest(w.since, e.effective_date) as since,
        w.distance + 1 as distance
    from walk as w
    inner join edges as e on w.unit_key = e.old_unit_key
    where w.distance < 20
),

-- what cannot be divided goes to the heir of the largest part
largest as (
    select
        w.source_unit_key,
        w.unit_key as heir_unit_key,
        greatest(w.since, u.valid_from) as first_day,
        u.last_day as unit_last_day
    from walk as w
    inner join units as u on w.unit_key = u.unit_key
    qualify row_number() over (
        partition by w.source_unit_key, greatest(w.since, u.valid_from)
        order by w.weight desc, w.unit_key asc
    ) = 1
),

int_unit_heirs as (
    select
        source_unit_key,
        heir_unit_key,
        first_day,
        least(
            unit_last_day,
            coalesce(
                {{ add_days('lead(first_day) over later', -1) }}, unit_last_day
            )
        ) as last_day
    from largest
    window later as (partition by source_unit_key order by first_day)
)

select * from int_unit_heirs
