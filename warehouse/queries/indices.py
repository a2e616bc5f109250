"""Questions about the official indices that stand beside our own figures.

Counts of ballots are shown in tens and shares in whole per cent. Where such figures are
about the same few people, tens are not enough: the lattices of waves and of voices
hide those units, and those periods of a year, beside the small ones. Feedback is an act
of the office and exact.
"""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query, in_tens

# The silent are counted from the tens too: of few cases a per cent is one person.
_VOICED = in_tens("n_finished - n_silent")

QUERIES = (
    Query(
        name="index_rules",
        subject="reference",
        sql="""
select
    index_code,
    component,
    valid_from,
    valid_to,
    max_score,
    measured_by,
    name_vi,
    name_en,
    legal_basis,
from dim_index_rules
order by index_code, component, valid_from
""",
    ),
    Query(
        name="index_decision_766",
        subject="unit",
        sql=f"""
select
    map,
    unit_key,
    period_type,
    period,
    {_VOICED} as n_voiced,
    round(n_feedback)::integer as n_feedback,
    round(n_finished)::integer as n_finished,
    round(
        1 - least({_VOICED}, n_finished) / nullif(n_finished, 0), 2
    ) as share_silent,
    round(share_cases_satisfied, 2) as share_cases_satisfied,
    round(share_feedback_on_time, 2) as share_feedback_on_time,
    round(share_feedback_satisfied, 2) as share_feedback_satisfied,
    round(score, 1) as score,
    round(max_score) as max_score,
from idx_decision_766
where
    map = $map
    and unit_key = $unit_key
    and period_type = $period_type
    and period_type <> 'month'
order by period
""",
        params={"map": "text", "unit_key": "text", "period_type": "text"},
        small=SmallNumbers(
            counts=("n_voiced",),
            of="ballots",
            lattice="voice",
            figures=("share_silent", "share_cases_satisfied", "score"),
            more=(
                SmallNumbers(
                    counts=("n_feedback",),
                    of="acts",
                    figures=(
                        "share_feedback_on_time",
                        "share_feedback_satisfied",
                        "score",
                    ),
                ),
            ),
        ),
    ),
    Query(
        name="index_circular_01",
        subject="unit",
        sql="""
select
    map,
    unit_key,
    period_type,
    period,
    n_parts,
    n_parts_scored,
    missing_parts,
    score,
    max_score,
    self_score,
    verified_score,
    grade,
from idx_circular_01
where map = $map and unit_key = $unit_key and period_type = $period_type
order by period
""",
        params={"map": "text", "unit_key": "text", "period_type": "text"},
        # Marks to a tenth of a point; no part is made from ballots.
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="index_circular_01_parts",
        subject="unit",
        sql="""
select
    parts.map,
    parts.unit_key,
    parts.period,
    parts.component,
    parts.max_score,
    case when parts.component = '8' then round(periods.n_feedback)::integer end
        as n_feedback,
    parts.computed_score,
    parts.self_score,
    parts.verified_score,
    parts.score,
    parts.score_source,
from idx_circular_01_parts as parts
left join agg_index_periods as periods
    on
        parts.map = periods.map
        and parts.unit_key = periods.unit_key
        and parts.period_type = periods.period_type
        and parts.period = periods.period
where
    parts.map = $map
    and parts.unit_key = $unit_key
    and parts.period = $period
order by parts.component
""",
        params={"map": "text", "unit_key": "text", "period": "text"},
        small=SmallNumbers(
            counts=("n_feedback",), of="acts", figures=("computed_score", "score")
        ),
    ),
    Query(
        name="index_sipas",
        subject="unit",
        sql=f"""
select
    map,
    unit_key,
    wave_code,
    stream,
    criterion_code,
    {in_tens("n_people")} as n_people,
    round(share, 2) as share,
    round(n_served)::integer as n_served,
    n_required,
    is_sample_enough,
from idx_sipas
where map = $map and unit_key = $unit_key
order by wave_code, criterion_code
""",
        params={"map": "text", "unit_key": "text"},
        small=SmallNumbers(
            counts=("n_people",),
            of="ballots",
            figures=("share", "is_sample_enough"),
            lattice="wave",
        ),
    ),
)
