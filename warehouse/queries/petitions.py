"""Questions about complaints, requests and feedback: counts only, never one case."""

from warehouse.hiding.rule import SmallNumbers
from warehouse.queries.query import Query, in_tens, unless_few_denounced
from warehouse.rights import MIN_PEOPLE

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
_HAS_FEW = " or ".join(f"{name} between 1 and {MIN_PEOPLE - 1}" for name in _AGES)
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
select year(received_on)::varchar as year, count(*) as n_received,
from fct_petitions
group by year(received_on)
order by year(received_on) desc
""",
        small=SmallNumbers(counts=("n_received",)),
    ),
    Query(
        name="petition_kinds",
        subject="petition",
        sql=f"""
select
    kind,
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
            figures=tuple(_COUNTS),
            is_list=True,
        ),
    ),
    # All years together are shown in tens, or a kind hidden in one year would be what
    # the other years leave. The day of one denunciation is never shown.
    Query(
        name="petition_ages",
        subject="petition",
        sql=f"""
with open_ones as (
    select
        kind,
        due_on,
        is_long_overdue,
        resolved_on is null as is_open,
        date_diff('day', due_on, $data_as_of) as days_over,
    from fct_petitions
    where
        $reader_unit_key = 'all' or unit_key in (
            select unit_key
            from dim_units
            where list_contains(string_split(path, '/'), $reader_unit_key)
        )
),

counted as (
    select
        kind,
        {in_tens("count(*)")} as n_received,
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
    n_received,
    {unless_few_denounced("n_open", "null")} as n_open,
    {_AGE_PARTS},
    {unless_few_denounced("n_long_overdue", "n_open")} as n_long_overdue,
    oldest_due_on,
from counted
order by kind
""",
        params={"reader_unit_key": "text"},
        small=SmallNumbers(
            counts=("n_received",),
            figures=(
                "n_open",
                "n_in_time",
                "n_over_30",
                "n_over_90",
                "n_over_more",
                "n_long_overdue",
                "oldest_due_on",
            ),
            lattice="petition_kind",
            is_list=True,
        ),
    ),
)
