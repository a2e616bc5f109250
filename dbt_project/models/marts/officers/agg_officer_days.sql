{{ config(materialized='carried', by='month', changed='int_changed_months') }}

with ballots as (
    select
        officer_code,
        on_day,
        cast(n_officer_satisfied as double) / n_officer_answers as share
    from {{ ref('fct_ballots') }}
    where
        officer_link in ('by_case', 'by_ballot')
        and stream = 'service'
        and is_within_wave
        and is_dated
        and unit_key is not null
        and n_officer_answers > 0
        and {{ is_in_changed_month('on_day') }}
),

days as (
    select
        officer_code,
        on_day,
        count(*) as n,
        sum(cast(share as decimal(28, 14))) as good,
        sum(cast(share * share as decimal(28, 14))) as squares
    from ballots
    group by officer_code, on_day
    having count(*) > 1
),

agg_officer_days as (
    select
        officer_code,
        cast(date_trunc('month', on_day) as date) as month,
        count(*) as n_days,
        cast(sum(n * (n - 1)) as bigint) as n_pairs,
        cast(
            sum(
                cast(
                    cast(good as double) * cast(good as double)
                    - cast(squares as double) as decimal(28, 14)
                )
            ) as decimal(38, 14)
        ) as product
    from days
    group by officer_code, cast(date_trunc('month', on_day) as date)
)

select * from agg_officer_days
