"""Questions about complaints, requests and feedback: counts only, never one case.

What is complained of, asked and reported is an act the office answers for: exact for
those who may see acts. Denunciations are confidential. They are in no other total, so
nothing follows from what stands beside them, and are counted for the reader's whole
scope alone: by year where a year has five or none, and over all years where every year
has.
"""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.hiding_thresholds import MIN_PEOPLE
from warehouse.queries.query import Query, unless_few_denounced

_COUNTS = {
    "n_resolved": "count_if(resolved_on is not null)",
    "n_due": "count_if(is_mature)",
    "n_late": "count_if(is_mature and is_late)",
    "n_backlog": "count_if(is_backlog)",
    "n_over_level": "count_if(is_over_level)",
    "n_informed": "count_if(resolved_on is not null and is_informed)",
    "n_upheld": "count_if(is_upheld)",
}
# Counts that the page shows as a part of another, not of all received.
_WHOLES = {"n_late": _COUNTS["n_due"], "n_informed": _COUNTS["n_resolved"]}
_KIND_PARTS = ",\n    ".join(
    f"{unless_few_denounced(count, _WHOLES.get(name, 'count(*)'))} as {name}"
    for name, count in _COUNTS.items()
)
# Ages add up to what is open: of denunciations all are shown or none.
_AGES = ("n_in_time", "n_over_30", "n_over_90", "n_over_more")
_IS_FEW = f"between 1 and {MIN_PEOPLE - 1}"
_HAS_FEW = " or ".join(f"{name} {_IS_FEW}" for name in _AGES)
_AGE_PARTS = ",\n    ".join(
    f"case when kind = 'denunciation' and ({_HAS_FEW}) then null else {name} end"
    f" as {name}"
    for name in _AGES
)

QUERIES = (
    Query(
        name="petition_years",
        subject="petition",
        sql="""
select
    year(received_on)::varchar as year,
    count_if(kind <> 'denunciation') as n_received,
from fct_petitions
group by year(received_on)
order by year(received_on) desc
""",
        small=SmallNumbers(counts=("n_received",), of="acts"),
    ),
    Query(
        name="petition_kinds",
        subject="petition",
        sql=f"""
select
    kind,
    case when kind = 'denunciation' then 'denunciations' else 'acts' end as counted,
    count(*) as n_received,
    {_KIND_PARTS},
from fct_petitions
where year(received_on)::varchar = $year
group by kind
order by kind
""",
        params={"year": "text"},
        small=SmallNumbers(
            counts=("n_received",),
            of_column="counted",
            figures=tuple(_COUNTS),
            is_alone=True,
        ),
    ),
    # The day of one denunciation is never shown.
    Query(
        name="petition_ages",
        subject="petition",
        sql=f"""
with open_ones as (
    select
        kind,
        received_on,
        due_on,
        is_long_overdue,
        is_open,
        date_diff('day', due_on, $data_as_of) as days_over,
    from fct_petitions
    where
        $reader_unit_key = 'all' or kind <> 'denunciation' and unit_key in (
            select unit_key
            from dim_units
            where list_contains(string_split(path, '/'), $reader_unit_key)
        )
),

years as (
    select
        kind,
        year(received_on) as year,
        count(*) as n_received,
        count_if(is_open) as n_open,
    from open_ones
    group by kind, year(received_on)
),

-- a year kept back would be what all years leave of the others
kept_back as (
    select
        kind,
        kind = 'denunciation' and bool_or(
            n_received {_IS_FEW}
            or n_open {_IS_FEW}
            or n_received - n_open {_IS_FEW}
        ) as has_few,
    from years
    group by kind
),

counted as (
    select
        kind,
        count(*) as n_received,
        count_if(is_open) as n_open,
        count_if(is_open and (due_on is null or days_over <= 0)) as n_in_time,
        count_if(is_open and days_over between 1 and 30) as n_over_30,
        count_if(is_open and days_over between 31 and 90) as n_over_90,
        count_if(is_open and days_over > 90) as n_over_more,
        count_if(is_open and is_long_overdue) as n_long_overdue,
        min(due_on) filter (
            where is_open and days_over > 0 and kind <> 'denunciation'
        ) as oldest_due_on,
    from open_ones
    group by kind
)

select
    $reader_unit_key as reader_unit_key,
    kind,
    case when kind = 'denunciation' then 'denunciations' else 'acts' end as counted,
    case when has_few then 1 else n_received end as n_received,
    n_open,
    {_AGE_PARTS},
    {unless_few_denounced("n_long_overdue", "n_open")} as n_long_overdue,
    oldest_due_on,
from counted
inner join kept_back using (kind)
order by kind
""",
        params={"reader_unit_key": "text"},
        small=SmallNumbers(
            counts=("n_received",),
            of_column="counted",
            figures=(
                "n_open",
                "n_in_time",
                "n_over_30",
                "n_over_90",
                "n_over_more",
                "n_long_overdue",
                "oldest_due_on",
            ),
            is_alone=True,
        ),
    ),
)
