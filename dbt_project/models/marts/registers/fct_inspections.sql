with inspections as (
    select
        *,
        lead(held_on) over (partition by unit_key order by held_on)
            as next_held_on
    from {{ ref('int_inspections') }}
    where unit_key is not null
),

reminders as (
    select * from {{ ref('int_reminders') }}
    where kind = 'reminder' and source = 'inspection' and not is_day_impossible
),

-- a reminder that names an inspection came of the last one before it
led_to as (
    select
        i.unit_key,
        i.held_on,
        count(r.officer_code) as n_reminders
    from inspections as i
    left join reminders as r
        on
            i.unit_key = r.unit_key
            and i.held_on <= r.given_on
            and r.given_on < coalesce(i.next_held_on, date '9999-12-31')
    group by i.unit_key, i.held_on
),

fct_inspections as (
    select
        i.unit_key || '/' || i.held_on as inspection_key,
        i.unit_key,
        i.held_on,
        i.is_led_by_head,
        i.is_surprise,
        cast(i.n_findings as integer) as n_findings,
        cast(i.n_closed as integer) as n_closed,
        cast(l.n_reminders as integer) as n_reminders
    from inspections as i
    inner join led_to as l
        on i.unit_key = l.unit_key and i.held_on = l.held_on
)

select * from fct_inspections
