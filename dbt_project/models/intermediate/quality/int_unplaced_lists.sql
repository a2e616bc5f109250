with calendar as (
    select * from {{ ref('int_calendar_days') }}
),

waves as (
    select * from {{ ref('stg_waves') }}
),

procedures as (
    select * from {{ ref('stg_procedures') }}
),

int_unplaced_lists as (
    {{ unplaced_statements() }}
)

select * from int_unplaced_lists
