with postings as (
    select * from {{ ref('int_officer_postings') }}
),

commitments as (
    select * from {{ ref('int_commitments') }}
    where is_in_force and not is_day_impossible
),

trainings as (
    select * from {{ ref('int_trainings') }}
    where not is_day_impossible
),

months as (
    select * from {{ ref('int_judged_months') }}
),

-- the first day an officer ever served, and the first signature of theirs
begun as (
    select
        officer_code,
        min(valid_from) as began_on
    from postings
    group by officer_code
),

signed as (
    select
        officer_code,
        min(signed_on) as signed_on
    from commitments
    group by officer_code
),

trained as (
    select
        officer_code,
        min(held_on) as trained_on
    from trainings
    group by officer_code
),

-- who serves in a unit on the last day of a month
serving as (
    select distinct
        m.month,
        m.judged_on,
        p.unit_key,
        p.officer_code
    from months as m
    inner join postings as p
        on m.judged_on between p.valid_from and p.last_day
),

int_signatures as (
    select
        s.unit_key,
        s.month,
        s.judged_on,
        count(*) as n_in_scope,
        count(*) filter (where c.signed_on <= s.judged_on) as n_signed,
        count(*) filter (
            where c.signed_on <= s.judged_on and c.signed_on <= b.began_on
        ) as n_signed_first,
        count(*) filter (where t.trained_on <= s.judged_on) as n_trained
    from serving as s
    inner join begun as b on s.officer_code = b.officer_code
    left join signed as c on s.officer_code = c.officer_code
    left join trained as t on s.officer_code = t.officer_code
    group by s.unit_key, s.month, s.judged_on
)

select * from int_signatures
