with interviews as (
    select * from {{ ref('int_interviews') }}
),

agg_interviewers as (
    select
        wave_code,
        unit_key,
        interviewer_code,
        count(*) as n_asked,
        cast(sum(n_attempts) as bigint) as n_attempts,
        count(*) filter (where is_answered) as n_answered,
        count(*) filter (where outcome = 'refused') as n_refused,
        count(*) filter (where outcome in ('moved', 'other')) as n_lost,
        count(*) filter (where is_waiting) as n_waiting,
        count(*) filter (where is_loaded) as n_ballots,
        count(is_satisfied) as n_judged,
        count(*) filter (where is_satisfied) as n_satisfied,
        count(minutes) filter (where is_answered) as n_timed,
        cast(
            coalesce(sum(minutes) filter (where is_answered), 0) as bigint
        ) as sum_minutes,
        min(asked_on) as first_on,
        max(asked_on) as last_on
    from interviews
    group by wave_code, unit_key, interviewer_code
)

select * from agg_interviewers
