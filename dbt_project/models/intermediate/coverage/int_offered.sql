with offered as (
    select
        *,
        {{ is_impossible_day('day', 'known_on') }} as is_day_impossible,
        {{ odd_number('offered') }}
    from {{ ref('stg_offered') }}
),

waves as (
    select * from {{ ref('stg_waves') }}
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
        u.unit_key,
        -- forms of another day were handed out for another time than the wave
        coalesce(
            o.day >= coalesce(w.opened_on, o.day)
            and o.day <= coalesce(w.closed_on, o.day),
            true
        ) as is_within_wave
    from offered as o
    left join waves as w on o.wave_code = w.wave_code
    left join units as u
        on
            {{ is_unit_named('o.unit_code', 'o.day') }}
            and not o.is_day_impossible
            and o.odd_column is null
)

select * from int_offered
