{{ config(tags=['touched']) }}

with steps as (
    select * from {{ ref('stg_case_steps') }}
    where is_paused and started_at is not null
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- a pause without an end still lasts; one that ends before it begins is none
spans as (
    select
        s.case_code,
        cast(s.started_at as date) as first_day,
        greatest(
            coalesce(cast(s.ended_at as date), a.data_as_of),
            cast(s.started_at as date)
        ) as last_day
    from steps as s
    cross join as_of as a
),

reached as (
    select
        *,
        max(last_day) over (
            partition by case_code
            order by first_day, last_day
            rows between unbounded preceding and 1 preceding
        ) as reached_on
    from spans
),

-- two pauses at once stop one clock once
numbered as (
    select
        *,
        sum(case when first_day <= reached_on then 0 else 1 end) over (
            partition by case_code
            order by first_day, last_day
            rows between unbounded preceding and current row
        ) as stretch_no
    from reached
),

int_case_pauses as (
    select
        case_code,
        stretch_no,
        min(first_day) as first_day,
        max(last_day) as last_day,
        count(*) as n_pauses
    from numbered
    group by case_code, stretch_no
)

select * from int_case_pauses
