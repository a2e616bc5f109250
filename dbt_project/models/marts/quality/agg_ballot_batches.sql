{{ config(
    materialized='carried', by='wave_code', changed='int_changed_waves',
) }}

with ballots as (
    select * from {{ ref('fct_ballots') }}
    where
        stream = 'service'
        and n_answers >= 3
        and unit_key is not null
        and {{ is_in_changed_wave() }}
),

written as (
    select * from {{ ref('int_ballots') }}
    where {{ is_in_changed_wave() }}
),

voices as (
    select
        b.wave_code,
        b.unit_key,
        b.on_day,
        b.ballot_id,
        w.line,
        coalesce(w.overall_level, -1) as level,
        w.digits as ballot
    from ballots as b
    inner join written as w
        on b.wave_code = w.wave_code and b.ballot_id = w.ballot_id
),

-- in the order of the file; a day's ballots of one office are one batch
ordered as (
    select
        *,
        lag(level) over queue as level_before,
        lag(ballot) over queue as ballot_before
    from voices
    window queue as (
        partition by wave_code, unit_key, on_day order by line, ballot_id
    )
),

{% for name in ['level', 'ballot'] -%}
    {{ name }}_counts as (
        select
            wave_code,
            unit_key,
            on_day,
            {{ name }},
            count(*) as n,
            sum(
                case when {{ name }} = {{ name }}_before then 0 else 1 end
            ) as n_runs
        from ordered
        group by wave_code, unit_key, on_day, {{ name }}
    ),

    {{ name }}_batches as (
        select
            wave_code,
            unit_key,
            on_day,
            cast(sum(n) as bigint) as n_ballots,
            cast(sum(n_runs) as bigint) as n_{{ name }}_runs,
            cast(sum(n * n) as bigint) as n_{{ name }}_squared,
            cast(sum(n * n * n) as bigint) as n_{{ name }}_cubed
        from {{ name }}_counts
        group by wave_code, unit_key, on_day
    ),

{% endfor -%}
agg_ballot_batches as (
    select
        l.wave_code,
        l.unit_key,
        l.on_day,
        l.n_ballots,
        l.n_level_runs,
        l.n_level_squared,
        l.n_level_cubed,
        b.n_ballot_runs,
        b.n_ballot_squared,
        b.n_ballot_cubed
    from level_batches as l
    inner join ballot_batches as b
        on
            l.wave_code = b.wave_code
            and l.unit_key = b.unit_key
            and l.on_day = b.on_day
)

select * from agg_ballot_batches
