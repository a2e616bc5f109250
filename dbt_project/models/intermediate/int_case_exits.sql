with versions as (
    select * from {{ ref('stg_case_versions') }}
),

-- cases that some export shows as ended without a day of finish
ended as (
    select distinct case_code
    from versions
    where
        status in ('withdrawn', 'rejected', 'stopped')
        and finished_at is null
),

-- the last export that still shows such a case as open
int_case_exits as (
    select
        v.case_code,
        max(v.extracted_on) as last_open_on
    from versions as v
    inner join ended as e on v.case_code = e.case_code
    where v.status not in ('withdrawn', 'rejected', 'stopped')
    group by v.case_code
)

select * from int_case_exits
