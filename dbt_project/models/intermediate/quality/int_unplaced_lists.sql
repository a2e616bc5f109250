with calendar as (
    select * from {{ ref('int_calendar_days') }}
),

waves as (
    select * from {{ ref('stg_waves') }}
),

procedures as (
    select * from {{ ref('stg_procedures') }}
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

int_unplaced_lists as (
    {{ unplaced_statements() }}
)

select * from int_unplaced_lists
