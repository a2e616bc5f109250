with trainings as (
    select
        *,
        {{ is_impossible_day('held_on', 'known_on') }} as is_day_impossible
    from {{ ref('stg_trainings') }}
),

postings as (
    select * from {{ ref('int_officer_postings') }}
),

begun as (
    {{ first_postings('postings') }}
),

-- the office the officer served in on that day, or was to begin in
int_trainings as (
    select
        t.officer_code,
        t.topic,
        t.held_on,
        min(t.file_sha256) as file_sha256,
        min(t.line) as line,
        bool_or(t.is_day_impossible) as is_day_impossible,
        coalesce(min(p.unit_key), min(b.unit_key)) as unit_key
    from trainings as t
    left join postings as p
        on {{ is_posted_on('t', 'held_on') }}
    left join begun as b
        on {{ is_before_first_day('t', 'held_on') }}
    group by t.officer_code, t.topic, t.held_on
)

select * from int_trainings
