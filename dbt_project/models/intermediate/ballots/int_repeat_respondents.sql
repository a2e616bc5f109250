with answers as (
    select * from {{ ref('int_answers') }}
    where respondent is not null
),

named as (
    select
        wave_code,
        ballot_id,
        min(respondent) as person
    from answers
    group by wave_code, ballot_id
),

repeated as (
    select person
    from named
    group by person
    having count(*) > 1
),

-- who gave one ballot alone is counted as that ballot
int_repeat_respondents as (
    select
        n.wave_code,
        n.ballot_id,
        n.person
    from named as n
    semi join repeated as r on n.person = r.person
)

select * from int_repeat_respondents
