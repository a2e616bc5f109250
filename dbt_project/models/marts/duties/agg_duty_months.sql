with windows as (
    select
        *,
        cast(date_trunc('month', last_on) as date) as month
    from {{ ref('fct_duty_windows') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

agg_duty_months as (
    {{ added_up_by_unit(
        'windows', 'shares',
        ['n_required', 'n_held', 'n_kept', 'n_led_by_head'],
        by=['duty', 'month']
    ) }}
)

select * from agg_duty_months
