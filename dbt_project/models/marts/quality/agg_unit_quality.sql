with cases as (
    select
        coalesce(unit_key, '') as unit_key,
        '' as wave_code,
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

-- a tablet stands in an office: on a day stated to be closed nobody is there
closed as (
    select
        u.unit_key,
        d.day
    from {{ ref('dim_units') }} as u
    inner join {{ ref('int_calendar_days') }} as d
        on d.calendar_code in (u.unit_code, 'province')
    where not d.is_assumed
    group by u.unit_key, d.day
    having not bool_or(d.is_working)
),

facts as (
    select * from {{ ref('dim_build') }}
),

-- what the Front keeps to itself until it is released is counted apart
own_waves as (
    select wave_code
    from {{ ref('dim_waves') }}
    where owner = 'front' and stream in ('independent', 'supervision')
),

ballots as (
    select
        coalesce(b.unit_key, '') as unit_key,
        coalesce(w.wave_code, '') as wave_code,
        count(*) as n_ballots,
        count_if(b.is_case_unknown) as n_case_unknown,
        count_if(b.officer_link = 'by_time') as n_by_time,
        count_if(b.is_before_result) as n_before_result,
        count_if(b.on_day > f.data_as_of) as n_in_future,
        coalesce(count_if(not b.is_within_wave), 0) as n_outside_wave,
        coalesce(count_if(b.is_weight_ignored), 0) as n_weight_ignored,
        count_if(b.mode = 'tablet') as n_on_tablet,
        count_if(b.mode = 'tablet' and c.day is not null) as n_closed_day
    from {{ ref('fct_ballots') }} as b
    cross join facts as f
    left join closed as c on b.unit_key = c.unit_key and b.on_day = c.day
    left join own_waves as w on b.wave_code = w.wave_code
    group by coalesce(b.unit_key, ''), coalesce(w.wave_code, '')
),

answers as (
    select
        coalesce(a.unit_key, '') as unit_key,
        coalesce(w.wave_code, '') as wave_code,
        cast(sum(a.n_answers) as bigint) as n_answers,
        cast(
            sum(case when a.is_out_of_scale then a.n_answers else 0 end)
            as bigint
        ) as n_out_of_scale,
        cast(
            sum(case when a.is_item_known then 0 else a.n_answers end)
            as bigint
        ) as n_item_unknown
    from {{ ref('agg_answer_cells') }} as a
    left join own_waves as w on a.wave_code = w.wave_code
    group by coalesce(a.unit_key, ''), coalesce(w.wave_code, '')
),

-- the empty key holds what no unit could be found for
agg_unit_quality as (
    select *
    from cases
    full outer join ballots using (unit_key, wave_code)
    full outer join answers using (unit_key, wave_code)
)

select * from agg_unit_quality
