with periods as (
    select * from {{ ref('agg_index_periods') }}
),

rules as (
    select * from {{ ref('dim_index_rules') }}
    where index_code = 'decision_766' and measured_by = 'computed'
),

-- the rule in force on the last day of the period
ruled as (
    select
        p.*,
        r.component,
        r.max_score,
        case r.component
            when 'feedback_on_time'
                then
                    1 - cast(p.n_feedback_late as double)
                    / nullif(p.n_feedback, 0)
            when 'feedback_satisfied'
                then
                    1 - cast(p.n_feedback_dissatisfied as double)
                    / nullif(p.n_feedback, 0)
            when 'cases_satisfied' then
                1 - cast(p.n_dissatisfied as double)
                / nullif(p.n_finished, 0)
        end as share
    from periods as p
    inner join rules as r
        on {{ holds_on('r', 'p.period_end') }}
),

-- a part nothing was counted for gives neither points nor a maximum
idx_decision_766 as (
    select
        map,
        unit_key,
        unit_code,
        unit_valid_from,
        unit_level,
        period_type,
        period,
        n_feedback,
        n_feedback_late,
        n_feedback_dissatisfied,
        n_finished,
        n_dissatisfied,
        n_silent,
        max(case when component = 'feedback_on_time' then share end)
            as share_feedback_on_time,
        max(case when component = 'feedback_satisfied' then share end)
            as share_feedback_satisfied,
        max(case when component = 'cases_satisfied' then share end)
            as share_cases_satisfied,
        cast(round(sum(share * max_score), 2) as decimal(9, 2)) as score,
        cast(
            sum(case when share is not null then max_score end)
            as decimal(9, 2)
        ) as max_score
    from ruled
    group by all
)

select * from idx_decision_766
