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
        on {{ is_unit_named('o.unit_code', 'o.day') }}
)

select * from int_offered
