with home_requests as (
    select
        *,
        {{ is_impossible_day('requested_on', 'known_on') }}
        or {{ is_impossible_day('served_on', 'known_on') }}
        or {{ is_before('served_on', 'requested_on') }}
            as is_day_impossible
    from {{ ref('stg_home_requests') }}
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
        h.file_sha256,
        h.line,
        h.is_day_impossible,
        u.unit_key
    from home_requests as h
    left join units as u
        on
            {{ is_unit_named('h.unit_code', 'h.requested_on') }}
            and not h.is_day_impossible
)

select * from int_home_requests
