with windows as (
    select
        unit_key,
        duty,
        cast(date_trunc('month', last_on) as date) as month,
        n_required as n_meetings_required,
        n_held as n_meetings_held,
        n_kept as n_meetings_kept,
        n_led_by_head as n_duties_led_by_head
    from {{ ref('fct_duty_windows') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

agg_duty_months as (
    {{ added_up_by_unit(
        'windows', 'shares',
        [
            'n_meetings_required', 'n_meetings_held', 'n_meetings_kept',
            'n_duties_led_by_head',
        ],
        by=['duty', 'month']
    ) }}
)

select * from agg_duty_months
