with offered as (
    select * from {{ ref('stg_offered') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

int_offered as (
    select
        o.wave_code,
        o.unit_code,
        o.day,
        o.channel,
        o.n_offered,
        u.unit_key
    from offered as o
    left join units as u
        on
            o.unit_code = u.unit_reference
            and o.day between u.valid_from and u.last_day
)

select * from int_offered
