with cases as (
    select
        coalesce(unit_key, '') as unit_key,
        '' as wave_code,
        count(*) as n_cases,
        coalesce(count_if(is_finished_with_due), 0) as n_with_due,
        coalesce(count_if(has_rewritten_dates), 0) as n_rewritten,
        coalesce(
            count_if(is_late_strict and not is_late_official), 0
        ) as n_hidden_late,
        coalesce(
            count_if(date_fault = 'due_before_received'), 0
        ) as n_due_before,
        coalesce(
            count_if(date_fault = 'finished_before_received'), 0
        ) as n_finished_before,
        coalesce(count_if(
            status in ('finished', 'returned')
            and finished_at is null
            and date_fault is null
        ), 0) as n_finish_missing,
        coalesce(count_if(officer_code is null), 0) as n_officer_missing,
        coalesce(count_if(date_fault in (
            'finished_day_impossible', 'due_day_impossible',
            'returned_day_impossible'
        )), 0) as n_dates_impossible,
        coalesce(count_if(is_reopened), 0) as n_reopened,
        coalesce(count_if(is_received_long_ago), 0) as n_long_ago,
        coalesce(count_if(is_due_far_ahead), 0) as n_due_far_ahead
    from {{ ref('fct_cases') }}
    group by coalesce(unit_key, '')
),

petitions as (
    select
        coalesce(unit_key, '') as unit_key,
        '' as wave_code,
        count(*) as n_petitions,
        coalesce(count_if(date_fault is not null), 0) as n_petitions_odd
    from {{ ref('fct_petitions') }}
    where kind <> 'denunciation'
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
    where d.calendar_source in ('office', 'province')
    group by u.unit_key, d.day
    having not bool_or(d.is_working)
),

-- what the Front keeps to itself until it is released is counted apart
own_waves as (
    select wave_code
    from {{ ref('dim_waves') }}
    where owner = 'front' and stream <> 'service'
),

ballots as (
    select
        coalesce(b.unit_key, '') as unit_key,
        coalesce(w.wave_code, '') as wave_code,
        count(*) as n_ballots,
        coalesce(count_if(b.is_case_unknown), 0) as n_case_unknown,
        coalesce(count_if(b.officer_link = 'by_time'), 0) as n_by_time,
        coalesce(count_if(b.is_before_result), 0) as n_before_result,
        coalesce(count_if(not b.is_within_wave), 0) as n_outside_wave,
        coalesce(count_if(b.is_weight_ignored), 0) as n_weight_ignored,
        coalesce(count_if(b.mode = 'tablet'), 0) as n_on_tablet,
        coalesce(
            count_if(b.mode = 'tablet' and c.day is not null), 0
        ) as n_closed_day
    from {{ ref('fct_ballots') }} as b
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
    full outer join petitions using (unit_key, wave_code)
    full outer join ballots using (unit_key, wave_code)
    full outer join answers using (unit_key, wave_code)
)

select * from agg_unit_quality
