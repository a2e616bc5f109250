with procedures as (
    select * from {{ ref('stg_procedures') }}
),

dim_procedures as (
    select
        procedure_code || '@' || cast(valid_from as string) as procedure_key,
        procedure_code,
        procedure_name,
        field,
        procedure_group,
        limit_working_days,
        life_event,
        valid_from,
        case
            when last_day < date '9999-12-31'
                then {{ add_days('last_day', 1) }}
        end as valid_to
    from procedures
)

select * from dim_procedures
