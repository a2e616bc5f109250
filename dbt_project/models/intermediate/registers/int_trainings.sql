with trainings as (
    select
        *,
        {{ is_impossible_day('held_on', 'known_on') }} as is_day_impossible
    from {{ ref('stg_trainings') }}
),

postings as (
    select * from {{ ref('int_officer_postings') }}
),

-- the office the officer served in on that day
int_trainings as (
    select
        t.officer_code,
        t.topic,
        t.held_on,
        min(t.file_sha256) as file_sha256,
        min(t.line) as line,
        bool_or(t.is_day_impossible) as is_day_impossible,
        min(p.unit_key) as unit_key
    from trainings as t
    left join postings as p
        on
            t.officer_code = p.officer_code
            and t.held_on between p.valid_from and p.last_day
            and not t.is_day_impossible
    group by t.officer_code, t.topic, t.held_on
)

select * from int_trainings
