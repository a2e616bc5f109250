with cases as (
    select
        coalesce(unit_key, '') as unit_key,
        '' as wave_code,
        count(*) as n_cases,
        count(*) filter (where is_finished_with_due) as n_with_due,
        count(*) filter (where has_rewritten_dates) as n_rewritten,
        count(*) filter (
            where is_late_strict and not is_late_official
        ) as n_hidden_late,
        count(*) filter (
            where date_fault = 'due_before_received'
        ) as n_due_before,
        count(*) filter (
            where date_fault = 'finished_before_received'
        ) as n_finished_before,
        count(*) filter (
            where
            status in ('finished', 'returned')
            and finished_at is null
            and date_fault is null
        ) as n_finish_missing,
        -- taken up again by a source that keeps the old day, or a step's day
        count(*) filter (
            where
            status in ('registered', 'received', 'processing', 'supplementing')
            and finished_at is not null
        ) as n_finish_while_open,
        count(*) filter (where officer_code is null) as n_officer_missing,
        count(*) filter (
            where
            date_fault in (
                'finished_day_impossible', 'due_day_impossible',
                'returned_day_impossible'
            )
        ) as n_dates_impossible,
        count(*) filter (where is_reopened) as n_reopened,
        count(*) filter (where is_received_long_ago) as n_long_ago,
        count(*) filter (where is_due_far_ahead) as n_due_far_ahead
    from {{ ref('fct_cases') }}
    group by coalesce(unit_key, '')
),

petitions as (
    select
        coalesce(unit_key, '') as unit_key,
        '' as wave_code,
        count(*) as n_petitions,
        count(*) filter (where date_fault is not null) as n_petitions_odd
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
    select * from {{ ref('int_front_waves') }}
),

ballots as (
    select
        coalesce(b.unit_key, '') as unit_key,
        coalesce(w.wave_code, '') as wave_code,
        count(*) as n_ballots,
        count(*) filter (where b.is_case_unknown) as n_case_unknown,
        count(*) filter (where b.officer_link = 'by_time') as n_by_time,
        count(*) filter (where b.is_before_result) as n_before_result,
        count(*) filter (where not b.is_within_wave) as n_outside_wave,
        count(*) filter (where b.is_weight_ignored) as n_weight_ignored,
        count(*) filter (where b.mode = 'tablet') as n_on_tablet,
        count(*) filter (
            where b.mode = 'tablet' and c.day is not null
        ) as n_closed_day
    from {{ ref('fct_ballots') }} as b
    left join closed as c on b.unit_key = c.unit_key and b.on_day = c.day
    left join own_waves as w on b.wave_code = w.wave_code
    group by coalesce(b.unit_key, ''), coalesce(w.wave_code, '')
),

weights as (
    select * from {{ ref('agg_ballot_weights') }}
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
    full outer join weights using (unit_key, wave_code)
    full outer join answers using (unit_key, wave_code)
)

select * from agg_unit_quality
