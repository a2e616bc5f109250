with home_requests as (
    select * from {{ ref('stg_home_requests') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

int_home_requests as (
    select
        h.unit_code,
        h.request_code,
        h.requested_on,
        h.served_on,
        h.reason,
        h.case_code,
        u.unit_key
    from home_requests as h
    left join units as u
        on {{ is_unit_named('h.unit_code', 'h.requested_on') }}
)

select * from int_home_requests
