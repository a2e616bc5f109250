"""What the method rests on: settings with dates, metrics, and designs of effects."""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query

QUERIES = (
    Query(
        name="thresholds",
        subject="reference",
        sql="""
select
    threshold, value, unit, valid_from, valid_to, name_vi, name_en, source, origin,
    first_day, last_day,
from dim_thresholds
order by threshold, valid_from
""",
    ),
    Query(
        name="further_rules",
        subject="reference",
        sql="""
select
    rule_table,
    rule_group,
    rule_code,
    value,
    unit,
    valid_from,
    valid_to,
    name_vi,
    name_en,
    legal_basis as source,
    origin,
from dim_rules
order by rule_table, rule_group, valid_from, value, rule_code
""",
    ),
    Query(
        name="metric_dictionary",
        subject="reference",
        sql="""
select
    metric_id,
    name_vi,
    name_en,
    meaning_vi,
    formula,
    unit,
    better_direction,
    denominator,
    min_n,
    legal_basis,
    version,
from dim_metrics
order by metric_id
""",
    ),
    Query(
        name="effect_designs",
        subject="unit",
        sql="""
select
    outcome,
    design,
    n_started,
    n_not_started,
    n_cohorts,
    n_periods_before,
    n_periods_after,
    months_per_period,
    is_attributable,
    threats,
    reason,
    event_study,
from stat_unit_effects
order by outcome
""",
        # Counts of units, not of people.
        small=SmallNumbers(counts=()),
    ),
)
