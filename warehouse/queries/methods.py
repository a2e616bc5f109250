"""What the method rests on: settings with dates, metrics, designs of effects, and how
the answers of the questionnaires hang together.
"""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query

_SCALE = (
    "cronbach_alpha",
    "cronbach_alpha_low",
    "cronbach_alpha_high",
    "mean_interitem_r",
    "omega",
    "share_incomplete",
)
_ITEM = (
    "n_missing",
    "missing_rate",
    "missing_rate_low",
    "missing_rate_high",
    "share_highest",
    "share_lowest",
)

# Answers less further ones of the same people, over all units.
_PEOPLE = """
people as (
    select
        items.wave_code,
        items.item_code,
        round(
            any_value(items.n_answers) - coalesce(sum(repeats.n_repeats), 0), 6
        ) as n_people,
    from stat_item_quality as items
    left join (
        select repeats.wave_code, repeats.item_code, repeats.n_repeats,
        from agg_repeat_ballots as repeats
        inner join dim_units as units on repeats.unit_key = units.unit_key
        where
            repeats.map = 'then'
            and repeats.slice_kind = 'item'
            and units.parent_unit_key is null
    ) as repeats
        on
            items.wave_code = repeats.wave_code
            and items.item_code = repeats.item_code
    group by items.wave_code, items.item_code
)
"""

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
    Query(
        name="questionnaire_scales",
        subject="independent",
        sql=f"""
with {_PEOPLE}

select
    wave_code,
    stream,
    instrument,
    criterion_code,
    n_items,
    n_ballots,
    n_complete,
    {", ".join(_SCALE)},
    reading,
    (
        select max(people.n_people) from people
        where people.wave_code = stat_questionnaire_quality.wave_code
    ) as n_people,
from stat_questionnaire_quality
order by wave_code, criterion_code
""",
        small=SmallNumbers(
            counts=("n_ballots", "n_complete"),
            people=("n_people",),
            of="ballots",
            figures=_SCALE,
            is_alone=True,
        ),
    ),
    Query(
        name="questionnaire_items",
        subject="independent",
        sql=f"""
with {_PEOPLE}

select
    wave_code,
    stream,
    instrument,
    item_code,
    criterion_code,
    n_ballots,
    n_answers,
    {", ".join(_ITEM)},
    n_people,
from stat_item_quality
inner join people using (wave_code, item_code)
order by wave_code, item_code
""",
        small=SmallNumbers(
            counts=("n_ballots", "n_answers"),
            people=("n_people",),
            of="ballots",
            figures=_ITEM,
            is_alone=True,
        ),
    ),
)
