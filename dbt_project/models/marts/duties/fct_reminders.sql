with reminders as (
    select
        *,
        concat_ws('@', officer_code, given_on, kind, reason) as reminder_key
    from {{ ref('int_reminders') }}
),

provinces as (
    select * from {{ ref('dim_units') }}
    where unit_level = 'province'
),

-- somebody answers for what was done about a person no list posts anywhere
answered as (
    select
        r.reminder_key,
        min(p.unit_key) as province_key
    from reminders as r
    inner join provinces as p
        on
            r.given_on >= p.unit_valid_from
            and (p.valid_to is null or r.given_on < p.valid_to)
    where r.unit_key is null and not r.is_day_impossible
    group by r.reminder_key
),

fct_reminders as (
    select
        r.reminder_key,
        r.officer_code,
        r.unit_key,
        coalesce(r.unit_key, a.province_key) as answering_unit_key,
        r.given_on,
        r.kind,
        r.reason,
        r.source,
        r.incident_on,
        cast({{ days_between('r.incident_on', 'r.given_on') }} as integer)
            as correction_days,
        r.n_reminders_in_window,
        r.reminders_limit,
        r.is_often,
        r.measured_on
    from reminders as r
    left join answered as a on r.reminder_key = a.reminder_key
)

select * from fct_reminders
