with latest as (
    select * from {{ source('raw', 'index_mark') }}
    {{ told_last('index_mark') }}
),

stg_index_marks as (
    select
        index_code,
        component,
        period,
        unit_code,
        officer_code,
        self_score,
        verified_score
    from latest
)

select * from stg_index_marks
