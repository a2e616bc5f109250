with answers as (
    select * from {{ ref('int_answers') }}
    where respondent is not null or psu is not null
),

named as (
    select
        wave_code,
        ballot_id,
        min(respondent) as respondent,
        min(coalesce(stratum, '') || ' ' || psu) as point
    from answers
    group by wave_code, ballot_id
),

-- a person is one in every wave, a point is numbered anew in each
int_ballot_clusters as (
    select
        wave_code,
        ballot_id,
        case
            when point is not null then 'point ' || wave_code || ' ' || point
            else 'person ' || respondent
        end as cluster
    from named
)

select * from int_ballot_clusters
