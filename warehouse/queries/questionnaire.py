"""Questions about the questionnaires: do the answers hang together, who left gaps."""

from warehouse.hiding.rule import SmallNumbers
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

QUERIES = (
    Query(
        name="questionnaire_scales",
        subject="independent",
        sql=f"""
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
from stat_questionnaire_quality
order by wave_code, criterion_code
""",
        small=SmallNumbers(
            counts=("n_ballots", "n_complete"),
            of="ballots",
            figures=_SCALE,
            is_alone=True,
        ),
    ),
    Query(
        name="questionnaire_items",
        subject="independent",
        sql=f"""
select
    wave_code,
    stream,
    instrument,
    item_code,
    criterion_code,
    n_ballots,
    n_answers,
    {", ".join(_ITEM)},
from stat_item_quality
order by wave_code, item_code
""",
        small=SmallNumbers(
            counts=("n_ballots", "n_answers"),
            of="ballots",
            figures=_ITEM,
            is_alone=True,
        ),
    ),
)
