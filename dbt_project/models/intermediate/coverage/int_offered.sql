with offered as (
    select
        *,
        {{ is_impossible_day('day', 'known_on') }} as is_day_impossible
    from {{ ref('stg_offered') }}
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
        o.file_sha256,
        o.line,
        o.is_day_impossible,
        u.unit_key
    from offered as o
    left join units as u
        on
            {{ is_unit_named('o.unit_code', 'o.day') }}
            and not o.is_day_impossible
)

select * from int_offered
