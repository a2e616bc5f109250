with contacts as (
    select
        *,
        {{ is_impossible_day('asked_on', 'known_on') }} as is_day_impossible,
        {{ odd_number('contact') }}
    from {{ ref('stg_contacts') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

int_contacts as (
    select
        c.wave_code,
        c.ballot_id,
        c.unit_code,
        c.interviewer_code,
        c.asked_at,
        c.asked_on,
        c.attempt,
        c.outcome,
        {{ possible_number('contact', 'minutes', 'c') }} as minutes,
        c.file_sha256,
        c.line,
        c.is_day_impossible,
        c.odd_column,
        c.odd_number,
        u.unit_key
    from contacts as c
    left join units as u
        on
            {{ is_unit_named('c.unit_code', 'c.asked_on') }}
            and not c.is_day_impossible
            and c.odd_column is null
)

select * from int_contacts
