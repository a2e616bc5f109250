{{ config(
    materialized='incremental', incremental_strategy='delete+insert',
    unique_key=['wave_code', 'ballot_id'],
) }}

with ballots as (
    select * from {{ ref('int_ballots') }}
    {{ of_touched_ballots() }}
),

waves as (
    select * from {{ ref('dim_waves') }}
),

-- a ballot is set against one survey of the Front, the first of its days
front_waves as (
    select
        wave_code,
        opened_on,
        coalesce(closed_on, opened_on) as closed_on
    from waves
    where stream = 'independent' and coalesce(owner, '') <> 'head'
),

front_days as (
    select
        d.on_day,
        min(f.wave_code) as front_wave
    from (
        select distinct answered_on as on_day from ballots
    ) as d
    inner join front_waves as f
        on d.on_day between f.opened_on and f.closed_on
    group by d.on_day
),

units as (
    select * from {{ ref('int_unit_references') }}
),

cases as (
    select * from {{ ref('fct_cases') }}
    {% if is_daily() -%}
        where case_code in (select t.case_code from ballots as t)
    {%- endif %}
),

dated as (
    select
        b.*,
        w.stream,
        w.owner,
        -- who fills in a unit's own ballots was never drawn
        coalesce(w.stream = 'service' or w.owner = 'head', false)
            as is_unit_run,
        w.mode,
        w.instrument,
        -- without a day of its own: the last day it can have been filled in
        coalesce(
            b.answered_on,
            case
                when w.closed_on is not null
                    then least(w.closed_on, b.delivered_on)
            end,
            w.opened_on
        ) as on_day
    from ballots as b
    left join waves as w on b.wave_code = w.wave_code
),

-- the dossier's number is used here and goes no further
fct_ballots as (
    select
        b.wave_code,
        b.ballot_id,
        b.stream,
        b.instrument,
        b.mode,
        b.on_day,
        b.answered_on is not null as is_dated,
        b.is_within_wave,
        case
            when b.stream <> 'independent' then coalesce(f.front_wave, 'none')
            when coalesce(b.owner, '') <> 'head' then b.wave_code
            else 'none'
        end as front_wave,
        -- a ballot about a dossier names the office that took it in, by the
        -- code of that day
        case
            when left(c.unit_key, length(b.unit_code) + 1) = b.unit_code || '@'
                then c.unit_key
            else u.unit_key
        end as unit_key,
        coalesce(c.procedure_group, 'none') as procedure_group,
        coalesce(c.channel, 'none') as channel,
        b.respondent_kind,
        coalesce(c.officer_code, b.officer_code) as officer_code,
        case
            when c.officer_code is not null then 'by_case'
            when b.officer_code is null then 'none'
            -- a tablet knows who is logged in, not who served
            when b.mode = 'tablet' then 'by_time'
            else 'by_ballot'
        end as officer_link,
        b.case_code is not null and c.case_code is null as is_case_unknown,
        coalesce(b.on_day < cast(c.finished_at as date), false)
            as is_before_result,
        b.is_satisfied,
        b.n_officer_answers,
        b.n_officer_satisfied,
        b.is_straight,
        b.n_items,
        b.n_answers,
        case
            when b.is_unit_run then 1
            else coalesce(b.weight, 1)
        end as weight,
        b.is_unit_run and b.weight <> 1 as is_weight_ignored,
        -- of a unit's own ballots nothing was drawn
        case when not b.is_unit_run then b.n_in_frame end as n_in_frame,
        case
            when b.is_day_impossible then 'day_impossible'
            when not b.is_within_wave then 'outside_wave'
            when not b.is_unit_run and b.odd_column is not null
                then 'number_impossible'
            when not b.is_unit_run and b.weight = 0 then 'no_weight'
            else 'none'
        end as left_out
    from dated as b
    left join cases as c on b.case_code = c.case_code
    left join front_days as f on b.answered_on = f.on_day
    left join units as u
        on {{ is_unit_named('b.unit_code', 'b.on_day') }}
)

select * from fct_ballots
