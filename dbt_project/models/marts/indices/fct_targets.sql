with targets as (
    select * from {{ ref('int_targets') }}
    -- marks on the forms of an index are no targets
    where indicator not like 'circular_01/%'
),

fct_targets as (
    select
        unit_code,
        unit_key,
        indicator,
        period,
        period_end,
        planned,
        achieved,
        achieved / nullif(planned, 0) as share_achieved,
        achieved >= planned as is_met
    from targets
)

select * from fct_targets
