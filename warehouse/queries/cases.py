"""Questions about single cases: for the leader who answers for them, masked.

A case is told by the last characters of its code, its procedure and its days; no
column about the citizen is read. `reader_officer_code` is an officer's code, `all`,
or `none` for cases whose officer is unknown; `reader_unit_key` is a unit, or `all`.
"""

from warehouse.queries.query import Query, SmallNumbers

# The scope leaves the reader's own units; these narrow it further.
_OF_UNIT = """
    ($reader_unit_key = 'all' or fct_cases.receiving_unit_key in (
        select unit_key
        from dim_units
        where list_contains(string_split(path, '/'), $reader_unit_key)
    ))
"""
_PAST_DUE = """
    fct_cases.due_at < case
        when fct_cases.due_at = date_trunc('day', fct_cases.due_at)
            then cast($as_of as timestamp)
        else cast($as_of as timestamp) + interval 1 day
    end
"""
_IN_YEAR = "cast(fct_cases.finished_at as date) between $since and $as_of"
# A work item is no person: the leader may see each of them, so none is too few.
_EACH = SmallNumbers(counts=())

QUERIES = (
    Query(
        name="case_holders",
        subject="case",
        sql=f"""
with officers as (
    select officer_code, max(officer_name) as officer_name,
    from dim_officers
    group by officer_code
)

select
    fct_cases.officer_code,
    officers.officer_name,
    count(*) filter (where not fct_cases.is_closed) as n_open,
    count(*) filter (
        where not fct_cases.is_closed and {_PAST_DUE}
    ) as n_overdue_official,
    count(*) filter (where fct_cases.is_overdue) as n_overdue_strict,
    min(fct_cases.promised_at) filter (
        where fct_cases.is_overdue
    ) as oldest_promised_at,
    count(*) filter (
        where fct_cases.is_finished_with_due and {_IN_YEAR}
    ) as n_with_due,
    count(*) filter (
        where fct_cases.is_late_official and {_IN_YEAR}
    ) as n_late_official,
    count(*) filter (
        where fct_cases.is_late_strict and {_IN_YEAR}
    ) as n_late_strict,
    count(*) filter (
        where fct_cases.is_late_strict
        and not fct_cases.is_late_official
        and {_IN_YEAR}
    ) as n_late_hidden,
    min(cast(fct_cases.finished_at as date)) filter (
        where fct_cases.is_late_strict
        and not fct_cases.is_late_official
        and {_IN_YEAR}
    ) as first_hidden_on,
from fct_cases
left join officers on fct_cases.officer_code = officers.officer_code
where {_OF_UNIT}
group by fct_cases.officer_code, officers.officer_name
order by officers.officer_name, fct_cases.officer_code
""",
        params={"reader_unit_key": "text", "since": "date", "as_of": "date"},
        small=_EACH,
    ),
    Query(
        name="case_list",
        subject="case",
        sql=f"""
with officers as (
    select officer_code, max(officer_name) as officer_name,
    from dim_officers
    group by officer_code
),

procedures as (
    select procedure_code, max(procedure_name) as procedure_name,
    from dim_procedures
    group by procedure_code
),

cases as (
    select
        *,
        not is_closed and {_PAST_DUE} as is_overdue_official,
        coalesce({_IN_YEAR}, false) as is_of_year,
    from fct_cases
    where
        {_OF_UNIT}
        and (
            $reader_officer_code = 'all'
            or coalesce(officer_code, 'none') = $reader_officer_code
        )
)

select
    right(cases.case_code, 4) as case_ending,
    cases.officer_code,
    officers.officer_name,
    procedures.procedure_name,
    cast(cases.received_at as date) as received_on,
    cast(cases.promised_at as date) as promised_on,
    cast(cases.due_at as date) as due_on,
    cast(cases.finished_at as date) as finished_on,
    cases.late_working_days,
    cases.is_late_official,
    cases.is_late_strict,
    cases.has_rewritten_dates,
from cases
left join officers on cases.officer_code = officers.officer_code
left join procedures on cases.procedure_code = procedures.procedure_code
where
    ($which = 'overdue' and (cases.is_overdue or cases.is_overdue_official))
    or ($which = 'late_strict' and cases.is_late_strict and cases.is_of_year)
    or ($which = 'late_official' and cases.is_late_official and cases.is_of_year)
    or (
        $which = 'late_hidden'
        and cases.is_late_strict
        and not cases.is_late_official
        and cases.is_of_year
    )
order by cases.promised_at desc, cases.case_code
""",
        params={
            "reader_unit_key": "text",
            "reader_officer_code": "text",
            "which": "text",
            "since": "date",
            "as_of": "date",
        },
        small=_EACH,
        row_cap=500,
    ),
)
