"""What may open a matter about an officer, and measures that the registers hold.

Only the program's own look at due process asks them; see `warehouse/process`.
"""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query

# a build from before the rule counted twelve
_WATCHED = """\
watched as (
    select coalesce(max(value), 12)::integer as n_months
    from dim_thresholds
    where threshold = 'reminders_window_months'
        and $data_as_of::date between first_day and last_day
)"""

QUERIES = (
    # Of one length of period, the longest: the share named wrongly holds for it alone.
    Query(
        name="process_evidence",
        subject="officer",
        sql="""
with measured as (
    select *,
        case period_type
            when 'year' then 1
            when 'half' then 2
            when 'quarter' then 3
            else 4
        end as nth_length,
    from stat_officer_periods
),

longest as (
    select measure, min(nth_length) as nth_length,
    from measured
    group by measure
),

judged as (
    select
        measured.*,
        measured.period = max(measured.period) over (
            partition by measured.measure
        ) as is_latest,
    from measured
    inner join longest
        on measured.measure = longest.measure
        and measured.nth_length = longest.nth_length
)

select
    measure,
    officer_code,
    unit_key,
    period_type,
    period,
    n,
    is_latest,
    case when measure = 'satisfied_share' then 'ballots' else 'acts' end as counted,
from judged
where tier = 'evidence'
order by unit_key, officer_code, measure, period
""",
        small=SmallNumbers(counts=("n",), of_column="counted", lattice="officer"),
    ),
    Query(
        name="process_reminders",
        subject="duty",
        sql=f"""
with often as (
    select distinct officer_code, unit_key, given_on,
    from fct_reminders
    where kind = 'reminder' and is_often and unit_key is not null
),

{_WATCHED}

select
    officer_code,
    unit_key,
    given_on,
    given_on = max(given_on) over (partition by officer_code)
    and given_on > ($data_as_of::date - to_months(n_months))::date as is_latest,
from often
cross join watched
order by unit_key, officer_code, given_on
""",
        # Acts of the office towards the officer: no citizen is counted.
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="often_reminded",
        subject="duty",
        sql=f"""
with {_WATCHED},

often as (
    select
        r.officer_code,
        r.unit_key,
        r.given_on,
        w.n_months,
        max(r.n_reminders_in_window) as n_reminders,
        max(r.reminders_limit) as reminders_limit,
        max(r.measured_on) as measured_on,
    from fct_reminders as r
    cross join watched as w
    where r.kind = 'reminder'
        and r.is_often
        and r.unit_key is not null
        and r.given_on > ($data_as_of::date - to_months(w.n_months))::date
    group by r.officer_code, r.unit_key, r.given_on, w.n_months
)

select *
from often
qualify row_number() over (
    partition by officer_code order by given_on desc, unit_key
) = 1
order by unit_key, officer_code
""",
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="process_corrections",
        subject="duty",
        sql="""
select
    unit_key,
    count(*) as n_reminders,
    count(correction_days) as n_dated,
    sum(correction_days)::integer as n_days,
from fct_reminders
where
    kind = 'reminder'
    and unit_key is not null
    and given_on > ($data_as_of::date - interval 12 month)::date
group by unit_key
order by unit_key
""",
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="process_snapshot",
        subject="duty",
        sql="""
select
    kind,
    count(*) as n_matters,
    count(*) filter (where state not in ('closed', 'withdrawn', 'forgotten'))
        as n_open,
    count(informed_days) as n_informed,
    sum(informed_days)::integer as n_days,
from fct_process_matters
group by kind
order by kind
""",
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="process_inspections",
        subject="duty",
        sql="""
select
    unit_key,
    count(*) as n_inspections,
    count(*) filter (where n_reminders > 0) as n_led_to_reminders,
from fct_inspections
where held_on > ($data_as_of::date - interval 12 month)::date
group by unit_key
order by unit_key
""",
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="process_measures",
        subject="duty",
        sql="""
select distinct
    officer_code,
    answering_unit_key as unit_key,
    unit_key is not null as is_posted,
    given_on,
from fct_reminders
where kind = 'measure'
order by given_on, officer_code
""",
        small=SmallNumbers(counts=()),
    ),
)
