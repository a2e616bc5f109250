"""Questions about single cases: for the leader who answers for them, masked.

A case is named by the last characters of its code, its procedure and its days; no
column about the citizen is read. `reader_officer_code` is an officer's code, `all`,
or `none` for cases whose officer is unknown; `reader_unit_key` is a unit, or `all`.
"""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query

# The scope leaves the reader's own units; these narrow it further.
_OF_UNIT = """
    ($reader_unit_key = 'all' or receiving_unit_key in (
        select unit_key
        from dim_units
        where list_contains(string_split(path, '/'), $reader_unit_key)
    ))
"""
_PAST_DUE = """
    due_at < case
        when due_at = date_trunc('day', due_at)
            then cast($as_of as timestamp)
        else cast($as_of as timestamp) + interval 1 day
    end
"""
_IN_YEAR = "cast(finished_at as date) between $since and $as_of"
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
),

open_cases as (
    select
        officer_code,
        count(*) as n_open,
        count(*) filter (where {_PAST_DUE}) as n_overdue_official,
        count(*) filter (where is_overdue) as n_overdue_strict,
        min(promised_at) filter (where is_overdue) as oldest_promised_at,
    from fct_watched_cases
    where not is_closed and {_OF_UNIT}
    group by officer_code
),

finished_cases as (
    select
        officer_code,
        sum(n_with_due)::bigint as n_with_due,
        sum(n_late_official)::bigint as n_late_official,
        sum(n_late_strict)::bigint as n_late_strict,
        sum(n_late_hidden)::bigint as n_late_hidden,
        min(finished_on) filter (where n_late_hidden > 0) as first_hidden_on,
    from agg_case_days
    where finished_on between $since and $as_of and {_OF_UNIT}
    group by officer_code
),

holders as (
    select *
    from open_cases
    full join finished_cases using (officer_code)
)

select
    nullif(holders.officer_code, 'none') as officer_code,
    officers.officer_name,
    coalesce(holders.n_open, 0) as n_open,
    coalesce(holders.n_overdue_official, 0) as n_overdue_official,
    coalesce(holders.n_overdue_strict, 0) as n_overdue_strict,
    holders.oldest_promised_at,
    coalesce(holders.n_with_due, 0) as n_with_due,
    coalesce(holders.n_late_official, 0) as n_late_official,
    coalesce(holders.n_late_strict, 0) as n_late_strict,
    coalesce(holders.n_late_hidden, 0) as n_late_hidden,
    holders.first_hidden_on,
from holders
left join officers on holders.officer_code = officers.officer_code
order by officers.officer_name, holders.officer_code
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
    from fct_watched_cases
    where
        {_OF_UNIT}
        and ($reader_officer_code = 'all' or officer_code = $reader_officer_code)
)

select
    right(cases.case_code, 4) as case_ending,
    nullif(cases.officer_code, 'none') as officer_code,
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
    letters.state as apology_state,
    letters.sent_on as apology_sent_on,
from cases
left join fct_owed_letters as letters
    on
        letters.letter_kind = 'apology'
        and letters.occasion = 'late_case'
        and cases.case_code = letters.matter_code
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
