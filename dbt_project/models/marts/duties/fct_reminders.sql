with reminders as (
    select * from {{ ref('int_reminders') }}
),

fct_reminders as (
    select
        concat_ws('@', officer_code, given_on, kind, reason) as reminder_key,
        officer_code,
        unit_key,
        given_on,
        kind,
        reason,
        source,
        incident_on,
        cast({{ days_between('incident_on', 'given_on') }} as integer)
            as correction_days,
        n_reminders_in_window,
        reminders_limit,
        is_often,
        measured_on
    from reminders
)

select * from fct_reminders
