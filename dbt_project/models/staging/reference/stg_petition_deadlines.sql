with petition_deadlines as (
    select * from {{ source('rules', 'petition_deadlines') }}
),

stg_petition_deadlines as (
    select
        kind,
        n_days,
        day_kind,
        counted_from,
        accept_days,
        long_overdue_days,
        legal_basis,
        valid_from,
        valid_to,
        first_day,
        last_day,
        origin
    from petition_deadlines
)

select * from stg_petition_deadlines
