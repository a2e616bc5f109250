"""Questions about the questionnaires: do the answers hang together, who left gaps."""

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
