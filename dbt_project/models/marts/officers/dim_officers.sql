with officers as (
    select * from {{ ref('int_officer_postings') }}
),

dim_officers as (
    select
        officer_code || '@' || unit_key || '@' || cast(valid_from as string)
            as posting_key,
        officer_code,
        officer_name,
        position,
        unit_key,
        unit_code,
        valid_from,
        case
            when last_day < date '9999-12-31'
                then {{ add_days('last_day', 1) }}
        end as valid_to,
        is_current
    from officers
)

select * from dim_officers
