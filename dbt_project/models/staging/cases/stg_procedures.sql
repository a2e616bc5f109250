with latest as (
    select * from {{ source('raw', 'procedure') }}
    {{ latest_statement('procedure') }}
),

dated as (
    select
        *,
        coalesce(valid_from, date '0001-01-01') as first_day,
        {{ last_day_in_force('procedure_code') }} as stated_last_day
    from latest
),

stg_procedures as (
    select
        procedure_code,
        procedure_name,
        field,
        coalesce(procedure_group, field, 'none') as procedure_group,
        -- some systems write -1 for no fixed limit
        {{ possible_number('procedure', 'limit_working_days', 'dated') }}
            as limit_working_days,
        life_event,
        first_day as valid_from,
        -- an edition ends the one before, which a list may leave open
        least(stated_last_day, coalesce({{ add_days(
            "lead(first_day) over (
                partition by procedure_code order by first_day
            )", -1) }}, stated_last_day)) as last_day,
        _file_sha256 as file_sha256,
        _line as line,
        {{ odd_number('procedure') }}
    from dated
)

select * from stg_procedures
