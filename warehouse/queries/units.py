"""Questions about units: before and after, answers, months, signals."""

from warehouse.hiding.limits_of_shown import limits_of_shown
from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query, hiding_of_change, of_waves

CHANGE_FIGURES = (
    "share_before",
    "share_after",
    "share_diff",
    "share_diff_low",
    "share_diff_high",
    "mean_before",
    "mean_after",
    "mean_diff",
    "mean_diff_low",
    "mean_diff_high",
    "p_superiority",
    "p_superiority_low",
    "p_superiority_high",
    "p_adjusted",
    "share_diff_alone_low",
    "share_diff_alone_high",
    "verdict_alone",
    "verdict",
)
# what the error rests on where ballots are not drawn one by one
_CLUSTERS = tuple(
    f"{name}_{side}"
    for side in ("before", "after")
    for name in ("n_effective", "n_clusters", "cluster_kind")
)
_CHANGE = hiding_of_change((*CHANGE_FIGURES, *_CLUSTERS))
_CHANGE_SELECT = f"""
select
    map,
    unit_key,
    unit_level,
    item_code,
    item_kind,
    before_wave,
    after_wave,
    n_before,
    n_after,
    {", ".join((*CHANGE_FIGURES, *_CLUSTERS))},
    has_split,
    n_looks,
    model_status,
    is_comparable,
    not_comparable_reason,
from stat_before_after
"""

QUERIES = (
    Query(
        name="change_waves",
        subject="reference",
        sql="""
select before_wave, after_wave, count_if(is_comparable) as n_comparable,
from stat_before_after
group by before_wave, after_wave
order by n_comparable desc, after_wave desc, before_wave
""",
    ),
    Query(
        name="change_by_unit",
        subject="unit",
        sql=_CHANGE_SELECT
        + """
where
    map = $map
    and item_code = $item_code
    and before_wave = $before_wave
    and after_wave = $after_wave
order by unit_key
""",
        params=of_waves("map", "item_code"),
        small=_CHANGE,
    ),
    Query(
        name="change_by_item",
        subject="unit",
        sql=_CHANGE_SELECT
        + """
where
    map = $map
    and unit_key = $unit_key
    and before_wave = $before_wave
    and after_wave = $after_wave
order by item_code
""",
        params=of_waves("map", "unit_key"),
        small=_CHANGE,
    ),
    Query(
        name="answer_levels",
        subject="unit",
        sql="""
with levels as (
    select
        item_code,
        wave_code,
        stream,
        level,
        sum(n_answers) as n_answers,
    from agg_answer_levels
    where
        map = $map
        and unit_key = $unit_key
        and wave_code in ($before_wave, $after_wave)
        and level is not null
        -- a pair nobody compared has no pattern of hidden units
        and exists (
            select 1
            from stat_before_after
            where before_wave = $before_wave and after_wave = $after_wave
        )
    group by item_code, wave_code, stream, level
)

select
    $map as map,
    $unit_key as unit_key,
    $before_wave as before_wave,
    $after_wave as after_wave,
    item_code,
    wave_code,
    stream,
    level,
    n_answers,
    sum(n_answers) over (partition by item_code, wave_code) as n_ballots,
from levels
order by item_code, wave_code, level
""",
        params=of_waves("map", "unit_key"),
        small=SmallNumbers(
            counts=("n_ballots",),
            of="ballots",
            figures=("n_answers",),
            lattice="pair",
        ),
    ),
    Query(
        name="unit_effects",
        subject="unit",
        sql="""
select
    outcome,
    tool,
    design,
    effect,
    low,
    high,
    n_started,
    n_not_started,
    n_periods_before,
    pre_trend_p,
    verdict,
from stat_unit_effects
order by outcome
""",
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="wave_effects",
        subject="unit",
        sql="""
select
    item_code,
    item_kind,
    method,
    n_started,
    n_not_started,
    change_started,
    change_not_started,
    effect,
    effect_low,
    effect_high,
    before_difference,
    before_difference_low,
    before_difference_high,
    effect_adjusted,
    effect_adjusted_low,
    effect_adjusted_high,
    effect_per_month,
    effect_per_month_low,
    effect_per_month_high,
    detectable,
    verdict,
from stat_wave_effects
where before_wave = $before_wave and after_wave = $after_wave
order by item_code
""",
        params=of_waves(),
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="staggered_effects",
        subject="unit",
        sql="""
select
    item_code,
    item_kind,
    method,
    waves,
    n_waves,
    n_starts,
    n_started,
    n_not_started,
    effect,
    effect_low,
    effect_high,
    effect_first_wave,
    effect_first_wave_low,
    effect_first_wave_high,
    effect_later_waves,
    effect_later_waves_low,
    effect_later_waves_high,
    detectable,
    verdict,
from stat_staggered_effects
order by item_code
""",
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="unit_months",
        subject="unit",
        sql="""
select
    map,
    unit_key,
    month,
    n_received,
    n_finished,
    n_with_due,
    n_late_official,
    n_late_strict,
    n_petitions,
    n_upheld,
    n_ballots,
    n_satisfied,
from agg_unit_months
where
    map = $map
    and unit_key = $unit_key
order by month
""",
        params={"map": "text", "unit_key": "text"},
        small=SmallNumbers(
            counts=("n_ballots",),
            of="ballots",
            figures=("n_satisfied",),
            lattice="month",
            more=(
                SmallNumbers(counts=("n_petitions",), of="acts", figures=("n_upheld",)),
            ),
        ),
    ),
    Query(
        name="ballot_periods",
        subject="unit",
        sql="""
select
    map,
    unit_key,
    tool,
    year(month)::varchar || parts.of_year as period,
    sum(n_ballots) as n_ballots,
    sum(n_satisfied) as n_satisfied,
from agg_ballot_months
inner join (
    values (1, '-Q1'), (2, '-Q2'), (3, '-Q3'), (4, '-Q4'),
    (1, '-H1'), (2, '-H1'), (3, '-H2'), (4, '-H2')
) as parts (place, of_year) on quarter(month) = parts.place
where map = $map and unit_key = $unit_key
group by map, unit_key, tool, period
order by tool, period
""",
        params={"map": "text", "unit_key": "text"},
        # Told where months are hidden, so with a pattern that knows of theirs.
        small=SmallNumbers(
            counts=("n_ballots",),
            of="ballots",
            figures=("n_satisfied",),
            lattice="period",
        ),
    ),
    Query(
        name="unit_signals",
        subject="unit",
        sql="""
with own as (
    select *,
    from stat_unit_signals
    where map = $map and unit_key = $unit_key
),

-- a month without ballots is a row as a hidden one is: a row that is not there
-- would say of the others of its quarter that all hidden ballots are theirs
months as (
    select distinct
        measure,
        tool,
        (date_trunc('quarter', month) + to_months(place))::date as month,
    from own
    cross join (values (0), (1), (2)) as of_quarter (place)
    where measure = 'satisfied_share'
),

every as (
    select measure, tool, month, from own
    union
    select * from months where month <= $data_as_of
)

select
    $map as map,
    $unit_key as unit_key,
    every.*,
    own.value,
    own.centre,
    own.lower_limit,
    own.upper_limit,
    own.signal,
    own.n_points,
    own.is_provisional,
    own.begun_by,
    own.allows_for_season,
    coalesce(own.n, 0) as n,
    own.n_effective,
    dim_units.model_start_date,
from every
left join own using (measure, tool, month)
inner join dim_units on dim_units.unit_key = $unit_key
order by every.measure, every.tool, every.month
""",
        params={"map": "text", "unit_key": "text"},
        small=SmallNumbers(
            counts=("n",),
            of="ballots",
            figures=("value", "signal", "n_effective"),
            lattice="signal",
            series=("map", "unit_key", "measure", "tool"),
            series_anew=limits_of_shown,
        ),
    ),
)
