{% set parts = "('1', '2', '3', '4', '7')" -%}

with marks as (
    select * from {{ ref('int_index_marks') }}
    where index_code = 'circular_01' and officer_code is not null
),

periods as (
    select * from {{ ref('dim_periods') }}
),

rules as (
    select * from {{ ref('dim_index_rules') }}
    where index_code = 'circular_01' and component in {{ parts }}
),

cases as (
    select * from {{ ref('fct_cases') }}
    where is_finished_with_due and due_at is not null
),

postings as (
    select * from {{ ref('dim_officers') }}
),

-- only officers whose form came in; the others have one part of five at most
asked as (
    select distinct
        m.officer_code,
        p.period_type,
        p.period,
        p.first_day,
        p.last_day as period_end
    from marks as m
    inner join periods as p on m.period = p.period
),

-- early 2, on the day 1, late 0
timed as (
    select
        a.officer_code,
        a.period,
        cast(round(cast(sum(case
            when c.is_late_official then 0
            when cast(c.finished_at as date) < cast(c.due_at as date) then 2
            else 1
        end) as double) / count(*), 1) as decimal(9, 1)) as score
    from asked as a
    inner join cases as c
        on
            a.officer_code = c.officer_code
            and cast(c.finished_at as date) between a.first_day and a.period_end
    group by a.officer_code, a.period
),

posted as (
    select
        a.officer_code,
        a.period,
        min(p.unit_key) as unit_key
    from asked as a
    inner join postings as p
        on
            a.officer_code = p.officer_code
            and a.period_end >= p.valid_from
            and (p.valid_to is null or a.period_end < p.valid_to)
    group by a.officer_code, a.period
),

scored as (
    select
        a.*,
        r.component,
        r.max_score,
        m.self_score,
        m.verified_score,
        coalesce(
            m.verified_score,
            m.self_score,
            case when r.component = '1' then t.score end
        ) as score
    from asked as a
    inner join rules as r
        on {{ holds_on('r', 'a.period_end') }}
    left join marks as m
        on
            a.officer_code = m.officer_code
            and a.period = m.period
            and r.component = m.component
    left join timed as t
        on a.officer_code = t.officer_code and a.period = t.period
),

-- a total needs every part; what is missing is named
idx_circular_01_officers as (
    select
        s.officer_code,
        p.unit_key,
        s.period_type,
        s.period,
        cast(count(*) as integer) as n_parts,
        cast(count(s.score) as integer) as n_parts_scored,
        {{ listed(
            'case when s.score is null then s.component end', 's.component'
        ) }} as missing_parts,
        case
            when count(s.score) = count(*)
                then cast(sum(s.score) as decimal(9, 1))
        end as score,
        cast(sum(s.max_score) as decimal(9, 1)) as max_score,
        case
            when count(s.self_score) = count(*)
                then cast(sum(s.self_score) as decimal(9, 1))
        end as self_score,
        case
            when count(s.verified_score) = count(*)
                then cast(sum(s.verified_score) as decimal(9, 1))
        end as verified_score
    from scored as s
    left join posted as p
        on s.officer_code = p.officer_code and s.period = p.period
    group by s.officer_code, p.unit_key, s.period_type, s.period
)

select * from idx_circular_01_officers
