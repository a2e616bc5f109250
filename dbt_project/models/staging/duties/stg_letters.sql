with latest as (
    select * from {{ source('raw', 'letter') }}
    {{ told_last('letter') }}
),

stg_letters as (
    select
        letter_kind,
        unit_code,
        sent_on,
        case_code,
        petition_code,
        reason,
        handed_over as is_handed_over
    from latest
)

select * from stg_letters
