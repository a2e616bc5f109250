with recursive units as (
    select * from {{ ref('int_units') }}
),

-- what cannot be divided goes to the heir of the largest part, and from there
-- on only with this heir, whatever becomes of the smaller parts
edges as (
    select *
    from {{ ref('int_unit_successions') }}
    qualify row_number() over (
        partition by old_unit_key
        order by effective_date desc, weight desc, new_unit_key asc
    ) = 1
),

walk as (
    select
        unit_key as source_unit_key,
        unit_key,
        valid_from as since,
        0 as distance
    from units
    union all
    select
        w.source_unit_key,
        e.new_unit_key as unit_key,
        greatest(w.since, e.effective_date) as since,
        w.distance + 1 as distance
    from walk as w
    inner join edges as e on w.unit_key = e.old_unit_key
    where w.distance < 20
),

-- of two on the same day the later one
lived as (
    select
        w.source_unit_key,
        w.unit_key as heir_unit_key,
        greatest(w.since, u.valid_from) as first_day,
        u.last_day as unit_last_day
    from walk as w
    inner join units as u on w.unit_key = u.unit_key
    qualify row_number() over (
        partition by w.source_unit_key, greatest(w.since, u.valid_from)
        order by w.distance desc
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
    from lived
    window later as (partition by source_unit_key order by first_day)
)

select * from int_unit_heirs
