{{ config(
    materialized='carried', by='wave_code', changed='int_changed_waves',
) }}

with waves as (
    select
        wave_code,
        instrument
    from {{ ref('dim_waves') }}
    where stream in ('before', 'after') and {{ is_in_changed_wave() }}
),

answers as (
    select
        a.*,
        w.instrument
    from {{ ref('int_answers') }} as a
    inner join waves as w on a.wave_code = w.wave_code
),

ballots as (
    select
        wave_code,
        ballot_id,
        unit_key,
        weight
    from {{ ref('fct_ballots') }}
    where left_out = 'none' and unit_key is not null
),

groups as (
    select * from {{ ref('int_respondent_groups') }}
    where {{ is_in_changed_wave() }}
),

items as (
    select * from {{ ref('stg_items') }}
),

judged as (
    select
        a.wave_code,
        a.ballot_id,
        a.item_code,
        case
            when i.is_reversed then i.scale_min + i.scale_max - a.level
            else a.level
        end >= i.satisfied_from as is_satisfied
    from answers as a
    inner join items as i
        on a.instrument = i.instrument and a.item_code = i.item_code
    where not {{ is_off_scale('a.level', 'i') }}
),

agg_wave_respondents as (
    select
        j.wave_code,
        b.unit_key,
        j.item_code,
        p.group_kind,
        p.group_code,
        count(*) as n_answers,
        cast(sum(b.weight) as decimal(38, 6)) as sum_weight,
        cast(sum({{ squared_weight('b.weight') }}) as decimal(38, 12))
            as sum_squared_weight,
        cast(
            sum(case when j.is_satisfied then b.weight else 0 end)
            as decimal(38, 6)
        ) as satisfied_weight,
        cast(
            sum(
                case
                    when j.is_satisfied then {{ squared_weight('b.weight') }}
                    else 0
                end
            )
            as decimal(38, 12)
        ) as satisfied_squared_weight
    from judged as j
    inner join ballots as b
        on j.wave_code = b.wave_code and j.ballot_id = b.ballot_id
    inner join groups as p
        on j.wave_code = p.wave_code and j.ballot_id = p.ballot_id
    group by j.wave_code, b.unit_key, j.item_code, p.group_kind, p.group_code
)

select * from agg_wave_respondents
