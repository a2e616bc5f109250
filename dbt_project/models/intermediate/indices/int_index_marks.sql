with marks as (
    select * from {{ ref('int_placed_marks') }}
    where
        is_day_impossible is not true
        and odd_column is null
        and max_score is not null
),

targets as (
    select * from {{ ref('int_targets') }}
    where indicator like 'circular_01/%'
),

placed as (
    select
        index_code,
        component,
        period,
        period_end,
        officer_code,
        self_score,
        verified_score,
        unit_key
    from marks
    union all
    -- marks may also stand in the list of targets, as circular_01/7/self
    select
        'circular_01' as index_code,
        split_part(indicator, '/', 2) as component,
        period,
        period_end,
        null as officer_code,
        case when indicator like '%/self' then achieved end as self_score,
        case when indicator like '%/verified' then achieved end
            as verified_score,
        unit_key
    from targets
),

int_index_marks as (
    select
        index_code,
        component,
        period,
        period_end,
        officer_code,
        case when officer_code is null then unit_key end as unit_key,
        max(self_score) as self_score,
        max(verified_score) as verified_score
    from placed
    where officer_code is not null or unit_key is not null
    group by
        index_code,
        component,
        period,
        period_end,
        officer_code,
        case when officer_code is null then unit_key end
)

select * from int_index_marks
