with cells as (
    select * from {{ ref('agg_answer_cells') }}
    where is_item_known and left_out = 'none'
),

items as (
    select * from {{ ref('dim_items') }}
),

waves as (
    select * from {{ ref('dim_waves') }}
),

ballots as (
    select
        wave_code,
        count(*) as n_ballots
    from {{ ref('fct_ballots') }}
    where left_out = 'none'
    group by wave_code
),

counted as (
    select
        wave_code,
        item_code,
        level,
        sum(case when is_out_of_scale then 0 else n_answers end) as n_answers
    from cells
    group by wave_code, item_code, level
),

agg_item_answers as (
    select
        b.wave_code,
        w.stream,
        w.instrument,
        i.item_code,
        i.criterion_code,
        max(b.n_ballots) as n_ballots,
        {% for name, rule in [
            ('n_answers', 'c.level is not null'),
            ('n_highest', 'c.level = i.scale_max'),
            ('n_lowest', 'c.level = i.scale_min'),
        ] -%}
            cast(
                sum(case when {{ rule }} then c.n_answers else 0 end) as bigint
            ) as {{ name }},
        {% endfor -%}
        cast(
            max(b.n_ballots)
            - sum(case when c.level is not null then c.n_answers else 0 end)
            as bigint
        ) as n_missing
    from ballots as b
    inner join waves as w on b.wave_code = w.wave_code
    inner join items as i on w.instrument = i.instrument
    -- a question nobody was asked leaves no trace in a wave
    inner join counted as c
        on b.wave_code = c.wave_code and i.item_code = c.item_code
    group by
        b.wave_code, w.stream, w.instrument, i.item_code, i.criterion_code
)

select * from agg_item_answers
