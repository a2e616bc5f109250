with calendar as (
    select * from {{ ref('int_calendar_days') }}
),

procedures as (
    select * from {{ ref('stg_procedures') }}
),

waves as (
    select * from {{ ref('stg_waves') }}
),

requirements as (
    select requirement_code from {{ ref('stg_requirements') }}
),

indicators as (
    select * from {{ ref('int_known_indicators') }}
),

cases as (
    select case_code from {{ ref('fct_cases') }}
),

petitions as (
    select petition_code from {{ ref('fct_petitions') }}
),

-- one row of each key counts; why the others of a small kind do not
judged as (
    {{ statement_fates() }}
),

int_list_fates as (
    select
        row_kind,
        fate,
        count(*) as n_rows
    from judged
    group by row_kind, fate
    union all
    select
        row_kind,
        'superseded' as fate,
        count(*) filter (where not is_latest_statement) as n_rows
    from {{ ref('stg_list_rows') }}
    group by row_kind
)

select * from int_list_fates
