"""Questions about officers: bands, one officer's periods, counts only.

Only counts go to the committee; the others get officers as the rights table names
them, and never a figure about fewer ballots than it allows.
"""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query

_OF_PERIOD = (
    "n_effective",
    "observed",
    "expected",
    "raw_share",
    "adjusted_share",
    "p_lower_tail",
)
# What rests on several periods goes where one of them is hidden: even coarse, it would
# give the ballots of the hidden one back, as what the shown ones leave.
_OF_WINDOW = {
    "shrunken_share": "round(shrunken_share, 3)",
    "shrunken_low": "round(shrunken_low, 3)",
    "shrunken_high": "round(shrunken_high, 3)",
    "reliability": "round(reliability, 2)",
    "prob_below": "round(prob_below, 2)",
    "prob_below_peers": "round(prob_below_peers, 2)",
    "n_window": "n_window",
    "n_window_single": "round(n_window_single, 1)",
    "tier": "stat_officer_periods.tier",
}
_TOLD_SELECT = ",\n    ".join(
    (*_OF_PERIOD, *(f"{text} as {name}" for name, text in _OF_WINDOW.items()))
)
_SELECT = f"""
with officers as (
    select officer_code, unit_key, max(officer_name) as officer_name,
    from dim_officers
    group by officer_code, unit_key
)

select
    stat_officer_periods.officer_code,
    officers.officer_name,
    stat_officer_periods.unit_key,
    stat_officer_periods.period_type,
    stat_officer_periods.period,
    stat_officer_periods.measure,
    -- ballots were given in confidence; dossiers are what an officer did
    case
        when stat_officer_periods.measure = 'satisfied_share' then 'ballots'
        else 'acts'
    end as counted,
    stat_officer_periods.n,
    stat_officer_periods.n_respondents,
    {_TOLD_SELECT},
    stat_officer_periods.theta_min,
    stat_officer_periods.expected_wrong_share,
    -- how many of tier look are not low is known roughly and said in words only
    case
        when stat_officer_periods.expected_wrong_look_share >= 0.6 then 'most'
        when stat_officer_periods.expected_wrong_look_share >= 0.4 then 'half'
        when stat_officer_periods.expected_wrong_look_share is not null then 'some'
    end as not_low_of_look,
    stat_officer_periods.adjusted_for,
from stat_officer_periods
left join officers
    on stat_officer_periods.officer_code = officers.officer_code
    and stat_officer_periods.unit_key = officers.unit_key
"""
_SMALL = SmallNumbers(
    counts=("n",),
    of_column="counted",
    figures=("n_respondents", *_OF_PERIOD, *_OF_WINDOW),
    lattice="officer",
    more=(
        SmallNumbers(
            counts=(),
            of_column="counted",
            figures=tuple(_OF_WINDOW),
            lattice="officer_window",
        ),
    ),
)
_PERIOD = {"period_type": "text", "period": "text"}
_KEYS = {**_PERIOD, "measure": "text"}
_OF_OFFICER = {"reader_officer_code": "text"}


def _judged(name: str, params: dict[str, str], order: str) -> Query:
    """Judged periods of officers: those the parameters name, in this order."""
    columns = {
        key: "officer_code" if key == "reader_officer_code" else key for key in params
    }
    where = "\n    and ".join(
        f"stat_officer_periods.{column} = ${key}" for key, column in columns.items()
    )
    return Query(
        name=name,
        subject="officer",
        sql=f"{_SELECT}\nwhere\n    {where}\norder by {order}\n",
        params=params,
        small=_SMALL,
    )


QUERIES = (
    Query(
        name="officer_periods",
        subject="reference",
        sql="""
select distinct period_type, period, measure,
from stat_officer_periods
order by period_type, period desc, measure
""",
    ),
    _judged(
        "officer_bands",
        _KEYS,
        "officers.officer_name, stat_officer_periods.officer_code",
    ),
    _judged(
        "officer_history",
        {**_OF_OFFICER, "period_type": "text", "measure": "text"},
        "stat_officer_periods.period",
    ),
    # What the ballots of an officer are a part of, beside their number.
    Query(
        name="officer_reach",
        subject="officer",
        sql="""
select officer_code, unit_key, period_type, period, measure, n, n_cases,
from stat_officer_periods
where
    officer_code = $reader_officer_code
    and period_type = $period_type
    and period = $period
    and measure = $measure
""",
        params={**_OF_OFFICER, **_KEYS},
        small=SmallNumbers(
            counts=("n",),
            of="ballots",
            figures=("n_cases",),
            lattice="officer",
            more=(SmallNumbers(("n_cases",), of="acts", lattice="officer_case"),),
        ),
    ),
    Query(
        name="officer_postings",
        subject="officer",
        sql="""
select
    officer_code,
    max(officer_name) as officer_name,
    max(position) as position,
    unit_key,
    max(valid_from) as valid_from,
    case when bool_and(valid_to is not null) then max(valid_to) end as valid_to,
from dim_officers
group by officer_code, unit_key
order by officer_name, officer_code
""",
    ),
    _judged(
        "officer_measures",
        {**_OF_OFFICER, **_PERIOD},
        "stat_officer_periods.measure",
    ),
    Query(
        name="officer_work",
        subject="officer",
        sql="""
select
    officer_code,
    period_type,
    period,
    sum(n_cases) as n_cases,
    sum(n_late_strict) as n_late_strict,
    sum(n_upheld) as n_upheld,
    count(distinct procedure_group) as n_procedure_groups,
from agg_officer_cells
where
    officer_code = $reader_officer_code
    and period_type = $period_type
    and period = $period
group by officer_code, period_type, period
""",
        params={**_OF_OFFICER, **_PERIOD},
        small=SmallNumbers(
            counts=("n_cases",),
            of="acts",
            lattice="officer_case",
            figures=("n_late_strict", "n_upheld", "n_procedure_groups"),
        ),
    ),
    Query(
        name="officer_reminders",
        subject="duty",
        sql="""
select
    given_on,
    kind,
    reason,
    source,
    incident_on,
    correction_days,
    unit_key,
    n_reminders_in_window,
    reminders_limit,
    is_often,
    measured_on,
from fct_reminders
where officer_code = $reader_officer_code
order by given_on desc, kind, reason
""",
        params=_OF_OFFICER,
        # Acts of the office towards the officer: no citizen is counted.
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="officer_circular_01",
        subject="duty",
        sql="""
select
    period_type,
    period,
    n_parts,
    n_parts_scored,
    missing_parts,
    score,
    max_score,
    self_score,
    verified_score,
from idx_circular_01_officers
where officer_code = $reader_officer_code
order by period
""",
        params=_OF_OFFICER,
        # Marks to a tenth of a point; no part is made from ballots.
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="officer_tier_counts",
        subject="officer_count",
        sql="""
select
    count(*) as n_officers,
    count(*) filter (where tier = 'too_few') as n_too_few,
    count(*) filter (where tier = 'none') as n_none,
    count(*) filter (where tier = 'look') as n_look,
    count(*) filter (where tier = 'evidence') as n_evidence,
    sum(n)::bigint as n_ballots,
from stat_officer_periods
where
    period_type = $period_type
    and period = $period
    and measure = $measure
""",
        params=_KEYS,
        small=SmallNumbers(
            counts=("n_officers",),
            of="officers",
            is_alone=True,
            figures=("n_too_few", "n_none", "n_look", "n_evidence", "n_ballots"),
        ),
    ),
)
