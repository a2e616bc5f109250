with latest as (
    select * from {{ source('raw', 'procedure') }}
    {{ latest_statement('procedure') }}
),

stg_procedures as (
    select
        procedure_code,
        procedure_name,
        field,
        coalesce(procedure_group, field, 'none') as procedure_group,
        -- some systems write -1 for no fixed limit
        {{ possible_number('procedure', 'limit_working_days', 'latest') }}
            as limit_working_days,
        life_event,
        coalesce(valid_from, date '0001-01-01') as valid_from,
        {{ last_day_in_force('procedure_code') }} as last_day,
        _file_sha256 as file_sha256,
        _line as line,
        {{ odd_number('procedure') }}
    from latest
)

select * from stg_procedures
