"""Questions about the data themselves: what was read, loaded and refused."""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.hiding_thresholds import MIN_PEOPLE
from warehouse.queries.query import Query

PEOPLE_RULES = (
    "answers_in_blocks",
    "ballot_before_result",
    "ballot_names_unknown_case",
    "ballot_on_closed_day",
    "ballots_repeat_neighbour",
    "item_unknown",
    "level_out_of_scale",
    "officer_known_by_time_only",
    "straight_lines_unusual",
)
"""Rules that look at ballots: exact, they would give a hidden unit's ballots back."""

# Fewer than so many people stay hidden.
_TENS = f"(case when {{0}} >= {MIN_PEOPLE} then round({{0}} / 10) * 10 end)::bigint"

# Counts of cases and forms handed out, never of people who answered.
_NO_PEOPLE = SmallNumbers(counts=())

QUERIES = (
    Query(
        name="loads",
        subject="load",
        sql="""
select
    file_name,
    spec_name,
    status,
    reason,
    kind,
    loaded_at,
    n_read,
    n_loaded,
    n_duplicate,
    n_refused,
from dq_loads
order by loaded_at desc, file_name, kind
""",
    ),
    Query(
        name="notices",
        subject="load",
        sql="""
select file_name, code, params, n_rows, lines, noticed_at,
from dq_notices
order by noticed_at desc, file_name, code, params
""",
        row_cap=500,
    ),
    Query(
        name="conflicts",
        subject="load",
        # What the rows are about stays out: the key of a reminder names an officer.
        sql="""
select row_kind, file_name, line, stated_on, is_counted, n_candidates,
from dq_conflicts
order by row_kind, row_key, file_name, line
""",
        row_cap=500,
    ),
    Query(
        name="unplaced",
        subject="load",
        # Who an officer is stays out; the place of the row is enough to mend it.
        sql="""
with parts as (
    select distinct row_kind, fate, wave_code, file_key, n_of_fate,
    from dq_unplaced
),

fates as (
    select row_kind, fate, sum(n_of_fate)::bigint as n_of_fate,
    from parts
    group by row_kind, fate
)

select
    row_kind,
    fate,
    column_name,
    case when column_name <> 'officer_code' then value end as value,
    case when column_name <> 'officer_code' then candidates end as candidates,
    n_rows,
    f.n_of_fate,
    file_name,
    line,
    further_places,
from dq_unplaced as u
inner join fates as f using (row_kind, fate)
order by f.n_of_fate desc, row_kind, fate, n_rows desc, value, line
""",
        row_cap=500,
    ),
    Query(
        name="process_passed_over",
        subject="load",
        sql="""
select matter_code, seq, why,
from dq_process_passed_over
order by seq, why
""",
        row_cap=500,
    ),
    Query(
        name="answer_changes",
        subject="load",
        # What fewer than five ballots said stays theirs.
        sql=f"""
select
    wave_code,
    item_code,
    change,
    case when n_answers >= {MIN_PEOPLE} then old_answer end as old_answer,
    case when n_answers >= {MIN_PEOPLE} then new_answer end as new_answer,
    old_file,
    new_file,
    n_answers,
from dq_answer_changes
order by n_answers desc, wave_code, item_code, old_file, new_file
""",
        row_cap=500,
    ),
    Query(
        name="flags",
        subject="quality",
        sql=f"""
with flags as (
    select
        rule,
        unit_key,
        severity,
        rule in {PEOPLE_RULES} as is_of_people,
        sum(count)::bigint as n_flagged,
        sum(denominator)::bigint as n_checked,
    from dq_flags
    group by rule, unit_key, severity
)

select
    rule,
    unit_key,
    case when is_of_people then {_TENS.format("n_flagged")} else n_flagged end
        as n_flagged,
    case when is_of_people then {_TENS.format("n_checked")} else n_checked end
        as n_checked,
    severity,
from flags
order by rule, unit_key
""",
        # Records that break a rule; where a record is somebody's ballot, in tens.
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="unit_coverage",
        subject="quality",
        sql="""
select
    unit_key,
    month,
    n_cases,
    n_offered,
    n_reports,
    last_seen_on,
from agg_unit_coverage
where unit_key = $unit_key
order by month
""",
        params={"unit_key": "text"},
        small=_NO_PEOPLE,
    ),
    Query(
        name="monthly_reports",
        subject="quality",
        sql="""
select
    unit_key,
    month,
    reported_n_received,
    own_n_received,
    reported_n_finished_on_time,
    own_n_finished_on_time,
    reported_n_finished_late,
    own_n_finished_late,
    reported_n_open_on_time,
    own_n_open_on_time,
    reported_n_open_overdue,
    own_n_open_overdue,
    n_differ,
from agg_monthly_reports
order by month desc, n_differ desc, unit_key
""",
        small=_NO_PEOPLE,
    ),
)
