with units as (
    select * from {{ ref('stg_units') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

endings as (
    select
        old_code as unit_code,
        effective_date as day
    from {{ ref('stg_unit_successions') }}
    union
    select
        unit_code,
        valid_from as day
    from units
),

-- valid_to is the first day no longer in force; lists that write the last day
-- instead are known by what begins on the day after
bounded as (
    select
        u.*,
        least(
            coalesce(
                case
                    when e.day is not null then u.valid_to
                    else {{ add_days('u.valid_to', -1) }}
                end,
                date '9999-12-31'
            ),
            coalesce({{ add_days('n.next_from', -1) }}, date '9999-12-31')
        ) as last_day
    from units as u
    left join endings as e
        on
            u.unit_code = e.unit_code
            and {{ add_days('u.valid_to', 1) }} = e.day
    left join (
        select
            unit_key,
            lead(valid_from) over (
                partition by unit_code order by valid_from
            ) as next_from
        from units
    ) as n on u.unit_key = n.unit_key
),

-- the parent a unit was born under, and the one it has (or had) last; one of no
-- higher level is none, so no list goes round in a circle
parents as (
    select
        c.unit_key,
        min_by(p.unit_key, p.valid_from) as parent_unit_key,
        max_by(p.unit_key, p.valid_from) as last_parent_unit_key
    from bounded as c
    inner join bounded as p
        on
            c.parent_code = p.unit_code
            and c.last_day >= p.valid_from
            and c.valid_from <= p.last_day
    where
        p.unit_key <> c.unit_key
        and coalesce(
            {{ level_rank('p.unit_level') }} > {{ level_rank('c.unit_level') }},
            true
        )
    group by c.unit_key
),

int_units as (
    select
        u.unit_key,
        u.unit_code,
        u.unit_name,
        u.unit_level,
        u.parent_code,
        p.parent_unit_key,
        p.last_parent_unit_key,
        u.valid_from,
        u.last_day,
        u.model_start_date,
        a.data_as_of between u.valid_from and u.last_day as is_current
    from bounded as u
    cross join as_of as a
    left join parents as p on u.unit_key = p.unit_key
)

select * from int_units
