{{ config(
    materialized='incremental', incremental_strategy='delete+insert',
    unique_key=['wave_code', 'ballot_id'], database='kept',
) }}

-- depends_on: {{ ref('int_answers') }}
with answers as (
    {% if is_daily() -%}
        select * from {{ ref('int_touched_answers') }}
    {%- else -%}
        select * from {{ ref('int_answers') }}
    {%- endif %}
),

waves as (
    select * from {{ ref('stg_waves') }}
),

items as (
    select * from {{ ref('stg_items') }}
),

places as (
    select * from {{ ref('int_item_places') }}
),

files as (
    select * from {{ ref('stg_files') }}
    where status = 'loaded'
),

judged as (
    select
        a.*,
        w.opened_on,
        w.closed_on,
        f.delivered_on,
        i.criterion_code,
        i.satisfied_from,
        -- half levels count, none is 0
        case
            when z.digit is not null and not {{ is_off_scale('a.level', 'i') }}
                then
                    z.digit * cast(
                        2 * case
                            when i.is_reversed then i.scale_max - a.level
                            else a.level - i.scale_min
                        end + 1
                        as decimal(2, 0)
                    )
        end as digits,
        case
            when {{ is_off_scale('a.level', 'i') }} then null
            when i.is_reversed then i.scale_min + i.scale_max - a.level
            else a.level
        end as turned_level
    from answers as a
    left join files as f on a.file_sha256 = f.file_sha256
    left join waves as w on a.wave_code = w.wave_code
    left join items as i
        on w.instrument = i.instrument and a.item_code = i.item_code
    left join places as z
        on i.instrument = z.instrument and i.item_code = z.item_code
),

named as (
    select
        *,
        case when criterion_code = 'overall' then turned_level end
            as overall_level,
        case when criterion_code = 'overall' then satisfied_from end
            as overall_from,
        case when criterion_code = 'officer' then turned_level end
            as officer_level,
        criterion_code = 'officer' and turned_level >= satisfied_from
            as is_satisfied_with_officer
    from judged
),

-- what a ballot says of itself is the same on each of its answers
ballots as (
    select
        wave_code,
        ballot_id,
        min(unit_code) as unit_code,
        min(officer_code) as officer_code,
        min(case_code) as case_code,
        min(respondent_kind) as respondent_kind,
        min(answered_on) as answered_on,
        max(delivered_on) as delivered_on,
        max(weight) as weight,
        max(n_in_frame) as n_in_frame,
        min(line) as line,
        min(opened_on) as opened_on,
        min(closed_on) as closed_on,
        sum(digits) as digits,
        count(*) as n_items,
        count(turned_level) as n_answers,
        min(level) = max(level) and count(level) >= 3 as is_straight,
        cast(sum(overall_level) as double) / count(overall_level)
            as overall_level,
        min(overall_from) as overall_from,
        count(officer_level) as n_officer_answers,
        count(*) filter (where is_satisfied_with_officer)
            as n_officer_satisfied
    from named
    group by wave_code, ballot_id
),

int_ballots as (
    select
        wave_code,
        ballot_id,
        unit_code,
        officer_code,
        case_code,
        respondent_kind,
        answered_on,
        delivered_on,
        {{ is_impossible_day('answered_on', 'delivered_on') }}
            as is_day_impossible,
        -- a ballot of another day answers for another time than its wave
        not {{ is_impossible_day('answered_on', 'delivered_on') }}
        and coalesce(
            answered_on >= coalesce(opened_on, answered_on)
            and answered_on <= coalesce(closed_on, answered_on),
            true
        ) as is_within_wave,
        {{ possible_number('answer', 'weight', 'ballots') }} as weight,
        {{ possible_number('answer', 'n_in_frame', 'ballots') }} as n_in_frame,
        {{ odd_number('answer') }},
        n_items,
        n_answers,
        line,
        -- all its levels, two digits each, by int_item_places
        coalesce(digits, 0) as digits,
        overall_level,
        -- one level straight down, whatever was asked
        is_straight,
        overall_level >= overall_from as is_satisfied,
        -- the officer's own items; a ballot without them says nothing of him
        n_officer_answers,
        n_officer_satisfied
    from ballots
)

select * from int_ballots
