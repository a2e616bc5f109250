with requirements as (
    select * from {{ ref('stg_requirements') }}
),

months as (
    select * from {{ ref('int_judged_months') }}
),

units as (
    select * from {{ ref('int_units') }}
),

-- a rule for a level goes before the rule for any
int_asked_requirements as (
    select
        u.unit_key,
        u.model_start_date,
        m.month,
        m.judged_on,
        r.requirement_code,
        r.guidance_row,
        r.step,
        r.shown_by,
        r.document_kind,
        r.time_limit,
        r.max_age_days
    from units as u
    inner join months as m on m.judged_on between u.valid_from and u.last_day
    inner join requirements as r
        on
            {{ holds_on('r', 'm.judged_on') }}
            and {{ is_of_level('r.level', 'u.unit_level') }}
    qualify row_number() over (
        partition by u.unit_key, m.month, r.requirement_code
        order by case when r.level = 'any' then 1 else 0 end
    ) = 1
)

select * from int_asked_requirements
