with officers as (
    select * from {{ ref('stg_officers') }}
),

units as (
    select * from {{ ref('int_units') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- a posting that outlives its unit goes on in each version of the unit's code
-- only while that version is in force
int_officer_postings as (
    select
        o.officer_code,
        o.officer_name,
        o.position,
        u.unit_key,
        u.unit_code,
        o.valid_from as listed_from,
        greatest(o.valid_from, u.valid_from) as valid_from,
        least(o.last_day, u.last_day) as last_day,
        a.data_as_of between greatest(o.valid_from, u.valid_from)
        and least(o.last_day, u.last_day) as is_current
    from officers as o
    cross join as_of as a
    inner join units as u
        on
            o.unit_code = u.unit_code
            and o.valid_from <= u.last_day
            and o.last_day >= u.valid_from
    -- listed from two days before the unit was in force: one posting in it
    qualify row_number() over (
        partition by
            o.officer_code, u.unit_key, greatest(o.valid_from, u.valid_from)
        order by o.valid_from desc
    ) = 1
)

select * from int_officer_postings
