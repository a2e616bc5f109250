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

units as (
    select * from {{ ref('int_units') }}
),

months as (
    select * from {{ ref('int_judged_months') }}
),

sets as (
    select distinct
        criteria_set,
        version,
        first_day,
        last_day
    from {{ ref('stg_criteria') }}
    where criterion_kind not in ('factor', 'overall')
),

begun as (
    {{ first_postings('postings') }}
),

-- a signature stands for the edition of its day, as long as that is the one in
-- force: who signed the old commitments has not signed the new ones
signed as (
    select
        m.month,
        c.officer_code,
        min(c.signed_on) as signed_on
    from commitments as c
    inner join sets as s
        on
            coalesce(c.commitment_set, s.criteria_set) = s.criteria_set
            and {{ holds_on('s', 'c.signed_on') }}
    inner join sets as n
        on s.criteria_set = n.criteria_set and s.version = n.version
    inner join months as m
        on {{ holds_on('n', 'm.judged_on') }}
    group by m.month, c.officer_code
),

-- whatever edition was in force then
firsts as (
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

-- who serves in a unit on the last day of a month, and since when: who served
-- before the model began there, since its beginning
serving as (
    select distinct
        m.month,
        m.judged_on,
        p.unit_key,
        p.officer_code,
        greatest(b.began_on, coalesce(u.model_start_date, b.began_on))
            as began_on
    from months as m
    inner join postings as p
        on m.judged_on between p.valid_from and p.last_day
    inner join begun as b on p.officer_code = b.officer_code
    inner join units as u on p.unit_key = u.unit_key
),

int_signatures as (
    select
        s.unit_key,
        s.month,
        s.judged_on,
        count(*) as n_in_scope,
        count(*) filter (where c.signed_on <= s.judged_on) as n_signed,
        count(*) filter (
            where c.signed_on <= s.judged_on and f.signed_on <= s.began_on
        ) as n_signed_first,
        count(*) filter (where t.trained_on <= s.judged_on) as n_trained
    from serving as s
    left join signed as c
        on s.officer_code = c.officer_code and s.month = c.month
    left join firsts as f on s.officer_code = f.officer_code
    left join trained as t on s.officer_code = t.officer_code
    group by s.unit_key, s.month, s.judged_on
)

select * from int_signatures
