with letters as (
    select
        *,
        {{ is_impossible_day('sent_on', 'known_on') }} as is_day_impossible
    from {{ ref('stg_letters') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

int_letters as (
    select
        l.letter_kind,
        l.unit_code,
        l.sent_on,
        l.case_code,
        l.petition_code,
        l.is_handed_over,
        l.exempt_reason,
        l.file_sha256,
        l.line,
        l.is_day_impossible,
        u.unit_key
    from letters as l
    left join units as u
        on
            {{ is_unit_named('l.unit_code', 'l.sent_on') }}
            and not l.is_day_impossible
)

select * from int_letters
