"""Questions about the letters a unit owes: apology, thanks, congratulation, condolence.

Who answers for a unit reads its own acts exactly and one by one, masked; others read
sums, those that answer petitions in tens.
"""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.hiding_thresholds import MIN_PEOPLE
from warehouse.queries.query import Query, in_period

COUNTS = ("owed", "sent", "in_time", "exempt", "missing", "waiting")
# Complaints, requests and feedback: their small numbers are hidden elsewhere.
_IS_OPEN = "letter_kind in ('congratulation', 'condolence')"
_EACH = SmallNumbers(counts=())
# What a unit owed on its days, and what it answers for today of units that are gone;
# of a whole scope what it answers for.
_BELOW = """
        select unit_key
        from dim_units
        where list_contains(string_split(path, '/'), $reader_unit_key)
"""
_OF_UNIT = f"""
    (
        (
            $reader_unit_key = 'all'
            and o.answering_unit_key in (select unit_key from dim_units)
        )
        or o.unit_key in ({_BELOW})
        or o.answering_unit_key in ({_BELOW})
    )
"""
_PROCEDURES = """
with procedures as (
    select procedure_code, max(procedure_name) as procedure_name,
    from dim_procedures
    group by procedure_code
)
"""


def _shown(name: str) -> str:
    """Sum of a count; in tens where it could tell of single petitions."""
    total = f"sum(n_letters_{name})"
    tens = f"case when {total} >= {MIN_PEOPLE} then round({total} / 10) * 10 end"
    of_cases = f"{_IS_OPEN} or letter_kind = 'apology'"
    return (
        f"(case when {of_cases} then round({total}) else {tens} end)::integer"
        f" as n_letters_{name}"
    )


QUERIES = (
    Query(
        name="unit_letters",
        subject="unit",
        sql=f"""
select
    $map as map,
    $unit_key as unit_key,
    letter_kind,
    {", ".join(_shown(name) for name in COUNTS)},
from agg_owed_letters
where
    map = $map
    and unit_key = $unit_key
    and {in_period("month")}
    -- an apology for what a petition told tells of the petition
    and (letter_kind <> 'apology' or about = 'case')
group by letter_kind
order by letter_kind
""",
        params={"map": "text", "unit_key": "text", "period": "text"},
        small=_EACH,
    ),
    Query(
        name="own_letters",
        subject="case",
        sql=f"""
select
    o.letter_kind,
    count(*) filter (where o.state <> 'exempt')::integer as n_letters_owed,
    count(*) filter (
        where o.state in ('in_time', 'sent_late')
    )::integer as n_letters_sent,
    count(*) filter (where o.state = 'in_time')::integer as n_letters_in_time,
    count(*) filter (where o.state = 'exempt')::integer as n_letters_exempt,
    count(*) filter (where o.state = 'missing')::integer as n_letters_missing,
    count(*) filter (where o.state = 'waiting')::integer as n_letters_waiting,
    min(o.due_on) filter (where o.state = 'missing') as oldest_due_on,
from fct_owed_letters as o
where o.occasion_on between $since and $until and {_OF_UNIT}
group by o.letter_kind
order by o.letter_kind
""",
        params={"reader_unit_key": "text", "since": "date", "until": "date"},
        small=_EACH,
    ),
    Query(
        name="owed_letter_list",
        subject="case",
        sql=f"""{_PROCEDURES}
select
    o.letter_kind,
    o.occasion,
    right(o.matter_code, 4) as matter_ending,
    p.procedure_name,
    u.unit_name,
    o.occasion_on,
    o.due_on,
    o.sent_on,
    o.exempt_reason,
    o.state,
from fct_owed_letters as o
left join procedures as p on o.procedure_code = p.procedure_code
left join dim_units as u on o.unit_key = u.unit_key
where
    o.occasion_on between $since and $until
    and o.state = $state
    and ($letter_kind = 'all' or o.letter_kind = $letter_kind)
    and {_OF_UNIT}
order by o.due_on, o.matter_code
""",
        params={
            "reader_unit_key": "text",
            "letter_kind": "text",
            "state": "text",
            "since": "date",
            "until": "date",
        },
        small=_EACH,
        row_cap=500,
    ),
    # Read by who prints, never by a page: it names each matter in full.
    Query(
        name="letters_to_print",
        subject="case",
        sql=f"""{_PROCEDURES}
select
    o.letter_kind,
    o.occasion,
    o.about,
    o.matter_code,
    p.procedure_name,
    o.occasion_on,
    o.due_on,
from fct_owed_letters as o
left join procedures as p on o.procedure_code = p.procedure_code
where
    o.answering_unit_key = $unit_key
    and o.letter_kind = $letter_kind
    and o.state in ('missing', 'waiting')
    and o.occasion_on between $since and $until
order by o.due_on, o.matter_code
""",
        params={
            "unit_key": "text",
            "letter_kind": "text",
            "since": "date",
            "until": "date",
        },
        small=_EACH,
    ),
)
