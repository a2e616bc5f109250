with contacts as (
    select
        *,
        hour(asked_at) * 60 + minute(asked_at) as began
    from {{ ref('int_contacts') }}
    where unit_key is not null
),

ballots as (
    select * from {{ ref('int_ballots') }}
),

ordered as (
    select
        *,
        count(*) over (partition by wave_code, ballot_id) as n_attempts,
        row_number() over (
            partition by wave_code, ballot_id
            order by attempt desc, asked_at desc, interviewer_code asc
        ) as place
    from contacts
),

settled as (
    select
        *,
        outcome = 'answered' as is_answered,
        outcome in ('not_home', 'call_back') as is_waiting
    from ordered
    where place = 1
),

-- when the interviewer was done with the one before, on the same day
queued as (
    select
        *,
        lag(began + minutes) over (
            partition by wave_code, interviewer_code, asked_on, is_answered
            order by asked_at, ballot_id
        ) as free_at
    from settled
),

int_interviews as (
    select
        q.wave_code,
        q.ballot_id,
        q.unit_key,
        q.interviewer_code,
        q.asked_on,
        q.n_attempts,
        q.outcome,
        q.is_answered,
        q.is_waiting,
        q.minutes,
        q.is_answered
        and (
            coalesce(q.began < q.free_at, false)
            or q.began < 6 * 60
            or q.began >= 21 * 60
        ) as is_odd_time,
        b.ballot_id is not null as is_loaded,
        b.is_satisfied,
        b.is_straight,
        -- a ballot of one or two answers is straight by itself
        coalesce(b.n_answers >= 3, false) as is_compared,
        b.digits
    from queued as q
    left join ballots as b
        on
            q.wave_code = b.wave_code
            and q.ballot_id = b.ballot_id
            and q.is_answered
)

select * from int_interviews
