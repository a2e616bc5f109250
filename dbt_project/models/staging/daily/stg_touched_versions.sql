{{ config(materialized='table', tags=['touched']) }}

with versions as (
    select * from {{ ref('stg_case_versions') }}
),

-- found by one pass over all exports; empty in a full build
stg_touched_versions as (
    select v.*
    from versions as v
    semi join {{ ref('stg_touched_cases') }} as t
        on v.case_code = t.case_code
)

select * from stg_touched_versions
