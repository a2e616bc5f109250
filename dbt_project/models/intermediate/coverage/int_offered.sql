with offered as (
    select
        *,
        {{ is_impossible_day('day', 'known_on') }} as is_day_impossible,
        {{ odd_number('offered') }}
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
        {{ possible_number('offered', 'n_offered', 'o') }} as n_offered,
        o.file_sha256,
        o.line,
        o.is_day_impossible,
        o.odd_column,
        o.odd_number,
        u.unit_key
    from offered as o
    left join units as u
        on
            {{ is_unit_named('o.unit_code', 'o.day') }}
            and not o.is_day_impossible
            and o.odd_column is null
)

select * from int_offered
