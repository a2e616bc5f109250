with commitments as (
    select
        *,
        {{ is_impossible_day('signed_on', 'known_on') }} as is_day_impossible
    from {{ ref('stg_commitments') }}
),

postings as (
    select * from {{ ref('int_officer_postings') }}
),

begun as (
    {{ first_postings('postings') }}
),

criteria as (
    select distinct
        criteria_set,
        version,
        first_day,
        last_day
    from {{ ref('stg_criteria') }}
    where criterion_kind not in ('factor', 'overall')
),

posted as (
    select
        s.officer_code,
        s.signed_on,
        s.commitment_set,
        coalesce(min(p.unit_key), min(b.unit_key)) as unit_key,
        min(s.file_sha256) as file_sha256,
        min(s.line) as line,
        bool_or(s.is_day_impossible) as is_day_impossible
    from commitments as s
    left join postings as p
        on {{ is_posted_on('s', 'signed_on') }}
    left join begun as b
        on {{ is_before_first_day('s', 'signed_on') }}
    group by s.officer_code, s.signed_on, s.commitment_set
),

-- a signature stands for the set in force on its day; unnamed, it is that one
int_commitments as (
    select
        p.officer_code,
        p.signed_on,
        p.commitment_set,
        p.unit_key,
        p.file_sha256,
        p.line,
        p.is_day_impossible,
        max(c.criteria_set) as set_in_force,
        max(c.version) as version_in_force,
        count(c.criteria_set) > 0 as is_in_force
    from posted as p
    left join criteria as c
        on
            coalesce(p.commitment_set, c.criteria_set) = c.criteria_set
            and {{ holds_on('c', 'p.signed_on') }}
    group by
        p.officer_code,
        p.signed_on,
        p.commitment_set,
        p.unit_key,
        p.file_sha256,
        p.line,
        p.is_day_impossible
)

select * from int_commitments
