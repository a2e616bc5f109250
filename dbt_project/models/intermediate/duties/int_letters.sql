with letters as (
    select * from {{ ref('stg_letters') }}
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
        u.unit_key
    from letters as l
    left join units as u
        on {{ is_unit_named('l.unit_code', 'l.sent_on') }}
)

select * from int_letters
