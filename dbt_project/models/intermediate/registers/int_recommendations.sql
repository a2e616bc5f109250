with recommendations as (
    select
        *,
        {{ is_impossible_day('given_on', 'known_on') }}
        or {{ is_impossible_day('answered_on', 'known_on') }}
        or {{ is_impossible_day('done_on', 'known_on') }}
        or {{ is_before('answered_on', 'given_on') }}
        or {{ is_before('done_on', 'given_on') }}
        or {{ is_impossible_promise('due_on', 'given_on') }}
        or {{ is_before('due_on', 'given_on') }}
            as is_day_impossible
    from {{ ref('stg_recommendations') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

int_recommendations as (
    select
        r.recommendation_code,
        r.unit_code,
        r.given_on,
        r.given_by,
        r.due_on,
        r.answered_on,
        r.done_on,
        r.file_sha256,
        r.line,
        r.is_day_impossible,
        u.unit_key
    from recommendations as r
    left join units as u
        on
            {{ is_unit_named('r.unit_code', 'r.given_on') }}
            and not r.is_day_impossible
)

select * from int_recommendations
