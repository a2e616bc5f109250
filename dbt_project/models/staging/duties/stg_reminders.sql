with latest as (
    select * from {{ source('raw', 'reminder') }}
    {{ told_last('reminder') }}
),

stg_reminders as (
    select
        officer_code,
        given_on,
        kind,
        coalesce(reason, 'other') as reason,
        source
    from latest
)

select * from stg_reminders
