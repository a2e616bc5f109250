with latest as (
    select * from {{ source('raw', 'home_request') }}
    {{ told_last('home_request') }}
),

stg_home_requests as (
    select
        unit_code,
        request_code,
        requested_on,
        served_on,
        coalesce(reason, 'other') as reason,
        case_code
    from latest
)

select * from stg_home_requests
