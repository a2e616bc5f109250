with answers as (
    select * from {{ ref('int_answers') }}
    where respondent is not null
),

named as (
    select
        wave_code,
        ballot_id,
        min(respondent) as person,
        min(year(answered_on)) as year
    from answers
    group by wave_code, ballot_id
),

repeated as (
    select person
    from named
    group by person
    having count(*) > 1
),

-- a random name, after the term of the hash, may be anybody's of another wave
unlinked as (
    select distinct year
    from named
    where person like '#%'
),

-- who gave one ballot alone is counted as that ballot
int_repeat_respondents as (
    select
        n.wave_code,
        n.ballot_id,
        n.person
    from named as n
    where
        n.person in (select r.person from repeated as r)
        or n.year in (select u.year from unlinked as u)
)

select * from int_repeat_respondents
