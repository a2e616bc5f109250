with requests as (
    select * from {{ ref('int_home_requests') }}
    where unit_key is not null
),

-- which dossier it led to stays behind: its number is a citizen's matter
fct_home_requests as (
    select
        md5(concat_ws(
            '|', unit_code, requested_on, coalesce(request_code, ''),
            coalesce(case_code, ''), reason
        )) as request_key,
        unit_key,
        requested_on,
        served_on,
        reason,
        served_on is not null as is_served,
        cast({{ days_between('requested_on', 'served_on') }} as integer)
            as days_to_serve
    from requests
)

select * from fct_home_requests
