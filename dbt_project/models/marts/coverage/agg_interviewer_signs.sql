with interviews as (
    select * from {{ ref('int_interviews') }}
),

copied as (
    select * from {{ ref('int_copied_ballots') }}
),

usual as (
    select
        wave_code,
        median(minutes) as minutes
    from interviews
    where is_answered
    group by wave_code
),

signs as (
    select
        i.wave_code,
        i.unit_key,
        i.interviewer_code,
        s.sign,
        case s.sign
            when 'straight' then i.is_straight
            when 'short' then i.minutes < u.minutes / 2
            when 'odd_time' then i.is_odd_time
            when 'nobody_refused' then i.is_answered
        end as is_found
    from interviews as i
    left join usual as u on i.wave_code = u.wave_code
    cross join (
        values ('straight'), ('short'), ('odd_time'), ('nobody_refused')
    ) as s (sign)
    where
        case s.sign
            when 'straight' then i.is_compared
            when 'short' then i.is_answered and i.minutes is not null
            when 'odd_time' then i.is_answered
            when 'nobody_refused' then not i.is_waiting
        end
),

counted as (
    select
        wave_code,
        unit_key,
        interviewer_code,
        sign,
        cast(1 as bigint) as n_looks,
        count(*) filter (where is_found) as n_found,
        count(*) as n_of
    from signs
    group by wave_code, unit_key, interviewer_code, sign
),

agg_interviewer_signs as (
    select
        *,
        cast(
            sum(n_found) over (partition by wave_code, unit_key, sign)
            as bigint
        ) as n_found_all,
        cast(
            sum(n_of) over (partition by wave_code, unit_key, sign) as bigint
        ) as n_of_all
    from counted
    union all
    select
        wave_code,
        unit_key,
        interviewer_code,
        'copied' as sign,
        n_looks,
        n_found,
        n_of,
        n_found_all,
        n_of_all
    from copied
)

select * from agg_interviewer_signs
