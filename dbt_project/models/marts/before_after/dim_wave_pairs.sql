with waves as (
    select * from {{ ref('dim_waves') }}
),

items as (
    select * from {{ ref('dim_items') }}
),

thresholds as (
    select * from {{ ref('dim_thresholds') }}
),

criteria as (
    select * from {{ ref('dim_criteria') }}
),

pairs as (
    select
        b.wave_code as before_wave,
        a.wave_code as after_wave,
        coalesce(a.opened_on, a.closed_on, b.opened_on) as judged_on,
        b.instrument as before_instrument,
        a.instrument as after_instrument,
        coalesce(b.closed_on, b.opened_on) as before_until,
        coalesce(a.opened_on, a.closed_on) as after_from,
        coalesce(a.closed_on, a.opened_on) as after_until,
        coalesce(b.mode, '') <> coalesce(a.mode, '') as is_mode_changed,
        -- whoever comes to an office's own counter is not the people at large
        coalesce(b.owner = 'head', false) <> coalesce(a.owner = 'head', false)
            as is_population_changed
    from waves as b
    inner join waves as a
        on
            coalesce(b.opened_on, date '0001-01-01')
            < coalesce(a.opened_on, date '9999-12-31')
    where b.stream = 'before' and a.stream = 'after'
),

-- a wave is judged by the thresholds of its day
rules as (
    select
        p.before_wave,
        p.after_wave,
        max(t.value) filter (where t.threshold = 'margin_share')
            as margin_share,
        max(t.value) filter (where t.threshold = 'min_n_compare')
            as min_n_compare,
        max(t.value) filter (where t.threshold = 'fdr_q') as fdr_q
    from pairs as p
    inner join thresholds as t
        on {{ holds_on('t', 'p.judged_on') }}
    group by p.before_wave, p.after_wave
),

-- an item is the same question only with the same scale and the same line of
-- satisfaction; another mode or questionnaire is another measurement
dim_wave_pairs as (
    select
        p.before_wave,
        p.after_wave,
        coalesce(b.item_code, a.item_code) as item_code,
        c.criterion_code,
        case
            when p.is_mode_changed then 'mode_changed'
            when p.is_population_changed then 'population_changed'
            when b.item_code is null then 'no_before'
            when a.item_code is null then 'no_after'
            when
                b.scale_min <> a.scale_min
                or b.scale_max <> a.scale_max
                or b.satisfied_from <> a.satisfied_from
                or b.is_reversed <> a.is_reversed
                then 'scale_changed'
            when b.text_vi <> a.text_vi then 'instrument_changed'
        end as not_comparable_reason,
        p.before_until,
        p.after_from,
        p.after_until,
        r.margin_share,
        r.min_n_compare,
        r.fdr_q
    from pairs as p
    inner join rules as r
        on p.before_wave = r.before_wave and p.after_wave = r.after_wave
    cross join (select distinct item_code from items) as i
    left join items as b
        on p.before_instrument = b.instrument and i.item_code = b.item_code
    left join items as a
        on p.after_instrument = a.instrument and i.item_code = a.item_code
    -- a set of commitments judges only the waves of its days
    left join criteria as c
        on
            coalesce(b.criterion_code, a.criterion_code) = c.criterion_code
            and {{ holds_on(
                'c', "coalesce(p.judged_on, date '9999-12-31')"
            ) }}
    where b.item_code is not null or a.item_code is not null
)

select * from dim_wave_pairs
