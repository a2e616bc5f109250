with cases as (
    select
        coalesce(unit_key, '') as unit_key,
        count(*) as n_cases,
        count_if(is_finished_with_due) as n_with_due,
        count_if(has_rewritten_dates) as n_rewritten,
        count_if(is_late_strict and not is_late_official) as n_hidden_late,
        count_if(due_at < received_at) as n_due_before,
        count_if(finished_at < received_at) as n_finished_before,
        count_if(
            status in ('finished', 'returned') and finished_at is null
        ) as n_finish_missing,
        count_if(officer_code is null) as n_officer_missing
    from {{ ref('fct_cases') }}
    group by coalesce(unit_key, '')
),

ballots as (
    select
        coalesce(unit_key, '') as unit_key,
        count(*) as n_ballots,
        count_if(is_case_unknown) as n_case_unknown,
        count_if(officer_link = 'by_time') as n_by_time
    from {{ ref('fct_ballots') }}
    group by coalesce(unit_key, '')
),

answers as (
    select
        coalesce(unit_key, '') as unit_key,
        cast(sum(n_answers) as bigint) as n_answers,
        cast(
            sum(case when is_out_of_scale then n_answers else 0 end) as bigint
        ) as n_out_of_scale,
        cast(
            sum(case when is_item_known then 0 else n_answers end) as bigint
        ) as n_item_unknown
    from {{ ref('agg_answer_cells') }}
    group by coalesce(unit_key, '')
),

-- the empty key holds what no unit could be found for
agg_unit_quality as (
    select *
    from cases
    full outer join ballots using (unit_key)
    full outer join answers using (unit_key)
)

select * from agg_unit_quality
