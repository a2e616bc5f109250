"""Questions that set the units' own ballots against the independent survey."""

from warehouse.hiding.rule import SmallNumbers
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
            is_alone=True,
        ),
    ),
)
