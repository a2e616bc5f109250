"""Questions about the Front's surveys: the units' own ballots against the independent
one, who was asked, and what people say of how the model is carried out.
"""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query

QUERIES = (
    Query(
        name="gap_periods",
        subject="independent",
        sql="""
select period, count(*) as n_rows,
from stat_independent_gaps
group by period
order by period desc
""",
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="gaps_by_unit",
        subject="independent",
        sql="""
select
    map,
    period,
    unit_key,
    unit_level,
    item_code,
    n_service,
    n_independent,
    n_service_effective,
    n_independent_effective,
    share_service,
    share_independent,
    share_service_raw,
    share_independent_raw,
    gap,
    gap_low,
    gap_high,
    n_looks,
    verdict,
from stat_independent_gaps
where
    map = $map
    and item_code = $item_code
    and period = $period
    -- a row is there because people were asked, whoever voted at the counter
    and n_independent > 0
order by unit_key
""",
        params={"map": "text", "item_code": "text", "period": "text"},
        small=SmallNumbers(
            counts=("n_service", "n_independent"),
            of="ballots",
            figures=(
                "n_service_effective",
                "n_independent_effective",
                "share_service",
                "share_independent",
                "share_service_raw",
                "share_independent_raw",
                "gap",
                "gap_low",
                "gap_high",
                "verdict",
            ),
            lattice="gap",
        ),
    ),
    Query(
        name="gap_checks",
        subject="independent",
        sql="""
select
    map,
    period,
    unit_key,
    unit_level,
    item_code,
    n_service,
    n_independent,
    needs_check,
    n_periods,
from stat_independent_gaps
where
    map = $map
    and item_code = $item_code
    and period = $period
    -- a row is there because people were asked, whoever voted at the counter
    and n_independent > 0
order by unit_key
""",
        params={"map": "text", "item_code": "text", "period": "text"},
        small=SmallNumbers(
            counts=("n_service", "n_independent"),
            of="ballots",
            figures=("needs_check", "n_periods"),
            lattice="gap",
            # it rests on the gap before too, which may be hidden
            more=(
                SmallNumbers(
                    counts=(), figures=("needs_check", "n_periods"), lattice="check"
                ),
            ),
        ),
    ),
    Query(
        name="response_by_unit",
        subject="independent",
        sql="""
select
    map,
    wave_code,
    unit_key,
    unit_level,
    sum(n_offered) as n_offered,
    sum(n_ballots) as n_ballots,
    sum(n_returned) as n_returned,
from agg_response
where
    map = $map
    and wave_code = $wave_code
    and channel = 'all'
group by map, wave_code, unit_key, unit_level
order by unit_key
""",
        params={"map": "text", "wave_code": "text"},
        # A rate would give the hidden ballots back.
        small=SmallNumbers(counts=("n_ballots",), of="ballots", lattice="wave"),
    ),
    Query(
        name="wave_shares",
        subject="independent",
        sql="""
with repeats as (
    select unit_key, n_repeats,
    from agg_repeat_ballots
    where
        map = 'today'
        and slice_kind = 'item'
        and wave_code = $wave_code
        and item_code = $item_code
),

forms as (
    select unit_key, n_offered, is_complete,
    from agg_forms
    where
        map = 'today'
        and wave_code = $wave_code
)

select
    shares.map,
    shares.wave_code,
    shares.unit_key,
    shares.unit_level,
    shares.n_strata,
    shares.n_answers,
    shares.sum_weight,
    shares.share,
    shares.share_low,
    shares.share_high,
    shares.n_effective,
    shares.weighted_by,
    shares.cluster_kind,
    shares.n_clusters,
    shares.n_returned,
    shares.share_returned,
    shares.share_low_returned,
    shares.share_high_returned,
    shares.returned_by,
    forms.n_offered,
    coalesce(forms.is_complete, false) as is_complete,
    round(shares.n_answers - coalesce(repeats.n_repeats, 0), 6) as n_people,
from stat_wave_units as shares
left join repeats on shares.unit_key = repeats.unit_key
left join forms on shares.unit_key = forms.unit_key
where
    shares.map = 'today'
    and shares.wave_code = $wave_code
    and shares.item_code = $item_code
order by shares.unit_key
""",
        params={"wave_code": "text", "item_code": "text"},
        small=SmallNumbers(
            counts=("n_answers",),
            people=("n_people",),
            of="ballots",
            figures=(
                "sum_weight",
                "share",
                "share_low",
                "share_high",
                "n_effective",
                "n_clusters",
                "share_returned",
                "share_low_returned",
                "share_high_returned",
            ),
            lattice="wave",
        ),
    ),
    Query(
        name="wave_items",
        subject="independent",
        sql="""
select wave_code, item_code, count(*) as n_units,
from stat_wave_units
where map = 'today'
group by wave_code, item_code
order by wave_code, item_code
""",
        small=SmallNumbers(counts=()),
    ),
    # What a figure of a round is a part of, beside that figure.
    Query(
        name="forms_offered",
        subject="unit",
        sql="""
select map, wave_code, unit_key, n_offered, is_complete,
from agg_forms
where
    map = $map
    and wave_code = $wave_code
order by unit_key
""",
        params={"map": "text", "wave_code": "text"},
        # Forms handed out, never people who answered.
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="officers_asked",
        subject="officer_count",
        sql="""
with officers as (
    select unit_key, officer_code, sum(n_cases) as n_cases, sum(n_ballots) as n_ballots,
    from agg_officer_cells
    where
        period_type = $period_type
        and period = $period
    group by unit_key, officer_code
)

select
    unit_key,
    $period_type as period_type,
    $period as period,
    count(*) filter (where n_cases > 0) as n_officers,
    count(*) filter (where n_cases > 0 and n_ballots = 0) as n_not_asked,
    count(*) filter (where n_cases > 0 and n_ballots between 1 and 9) as n_few_asked,
from officers
group by unit_key
order by unit_key
""",
        params={"period_type": "text", "period": "text"},
        small=SmallNumbers(
            counts=("n_officers",),
            of="officers",
            figures=("n_not_asked", "n_few_asked"),
            lattice="asked",
        ),
    ),
    Query(
        name="supervision_answers",
        subject="independent",
        sql="""
with repeats as (
    select unit_key, item_code, n_repeats,
    from agg_repeat_ballots
    where
        map = 'today'
        and slice_kind = 'item'
        and wave_code = $wave_code
),

least as (
    select max(thresholds.value) as least_n,
    from dim_thresholds as thresholds
    inner join dim_waves as waves
        on
            waves.opened_on between thresholds.first_day and thresholds.last_day
            and waves.wave_code = $wave_code
    where thresholds.threshold = 'min_n_compare'
)

select
    shares.map,
    shares.wave_code,
    shares.unit_key,
    shares.unit_level,
    shares.item_code,
    shares.n_strata,
    shares.n_answers,
    shares.sum_weight,
    shares.share,
    shares.share_low,
    shares.share_high,
    shares.n_effective,
    shares.weighted_by,
    least.least_n,
    round(shares.n_answers - coalesce(repeats.n_repeats, 0), 6) as n_people,
from stat_wave_units as shares
cross join least
left join repeats
    on
        shares.unit_key = repeats.unit_key
        and shares.item_code = repeats.item_code
where
    shares.map = 'today'
    and shares.stream = 'supervision'
    and shares.wave_code = $wave_code
order by shares.unit_key, shares.item_code
""",
        params={"wave_code": "text"},
        small=SmallNumbers(
            counts=("n_answers",),
            people=("n_people",),
            of="ballots",
            figures=(
                "sum_weight",
                "share",
                "share_low",
                "share_high",
                "n_effective",
            ),
            lattice="wave",
        ),
    ),
)
