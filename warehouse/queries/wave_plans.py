"""Questions behind the plan of a wave, its fieldwork, and the waves of a year."""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query

# Attempts and forms of the Front's own interviewers, never what anybody answered: how
# often a sign is found says how ballots were filled in, not with what.
_OWN_WORK = SmallNumbers(counts=())

QUERIES = (
    Query(
        name="plan_units",
        subject="independent",
        sql="""
with served as (
    select unit_key, sum(n_finished) as n_returned,
    from agg_unit_months
    where
        map = 'today'
        -- the last three whole months
        and month >= date_trunc('month', $data_as_of + 1) - interval 3 month
        and month < date_trunc('month', $data_as_of + 1)
    group by unit_key
),

answers as (
    select
        unit_key,
        sum(n_answers) as n_answers,
        coalesce(sum(n_answers) filter (where is_satisfied), 0) as n_satisfied,
    from agg_answer_levels
    where
        map = 'today'
        and wave_code = $wave_code
        and item_code = $item_code
        and level is not null
    group by unit_key
),

repeats as (
    select unit_key, n_repeats,
    from agg_repeat_ballots
    where
        map = 'today'
        and slice_kind = 'item'
        and wave_code = $wave_code
        and item_code = $item_code
),

forms as (
    select unit_key, n_offered, is_complete,
    from agg_forms
    where
        map = 'today'
        and wave_code = $wave_code
),

quarters as (
    select
        year(opened_on)::varchar || '-Q' || quarter(opened_on)::varchar as period,
    from dim_waves
    where wave_code = $wave_code
),

own as (
    select gaps.unit_key, gaps.n_service,
    from stat_independent_gaps as gaps
    inner join quarters on gaps.period = quarters.period
    where
        gaps.map = 'today'
        and gaps.item_code = $item_code
)

select
    'today' as map,
    $wave_code as wave_code,
    -- of every unit: where a gap is hidden, that there is none is too
    (select quarters.period from quarters) as period,
    units.unit_key,
    units.unit_level,
    coalesce(served.n_returned, 0) as n_returned,
    forms.n_offered,
    coalesce(forms.is_complete, false) as is_complete,
    coalesce(answers.n_answers, 0) as n_answers,
    coalesce(answers.n_satisfied, 0) as n_satisfied,
    coalesce(own.n_service, 0) as n_service,
    round(answers.n_answers - coalesce(repeats.n_repeats, 0), 6) as n_people,
from dim_units as units
left join served on units.unit_key = served.unit_key
left join answers on units.unit_key = answers.unit_key
left join repeats on units.unit_key = repeats.unit_key
left join forms on units.unit_key = forms.unit_key
left join own on units.unit_key = own.unit_key
where
    units.is_current
    and units.unit_level in ('commune', 'centre')
order by units.unit_key
""",
        params={"wave_code": "text", "item_code": "text"},
        small=SmallNumbers(
            counts=("n_answers",),
            people=("n_people",),
            of="ballots",
            figures=("n_satisfied",),
            lattice="wave",
            # others than those asked: they are hidden where their own page does
            more=(SmallNumbers(("n_service",), of="ballots", lattice="gap"),),
        ),
    ),
    Query(
        name="calendar_days",
        subject="reference",
        sql="""
select calendar_code, day, is_working, calendar_source,
from dim_calendar_days
where strftime(day, '%Y-%m') = $month
order by calendar_code, day
""",
        params={"month": "text"},
        # a calendar of its own for each of six hundred units
        row_cap=20_000,
    ),
    Query(
        name="wave_years",
        subject="reference",
        sql="""
select
    period,
    stream,
    n_waves_front,
    n_waves_head,
    n_waves_committee,
    owners,
    n_waves_required,
    n_waves_counted,
    state as year_state,
from dim_wave_years
order by period desc, stream
""",
    ),
    Query(
        name="fieldwork_waves",
        subject="fieldwork",
        sql="""
select wave_code, min(first_on) as first_on, max(last_on) as last_on,
from agg_interviewers
group by wave_code
order by last_on desc, wave_code
""",
        small=_OWN_WORK,
    ),
    Query(
        name="fieldwork_units",
        subject="fieldwork",
        sql="""
select
    wave_code,
    unit_key,
    sum(n_asked) as n_asked,
    sum(n_answered) as n_answered,
    sum(n_refused) as n_refused,
    sum(n_lost) as n_lost,
    sum(n_waiting) as n_waiting,
    count(*) as n_interviewers,
    min(first_on) as first_on,
    max(last_on) as last_on,
from agg_interviewers
where wave_code = $wave_code
group by wave_code, unit_key
order by unit_key
""",
        params={"wave_code": "text"},
        small=_OWN_WORK,
    ),
    Query(
        name="interviewers",
        subject="fieldwork",
        sql="""
select
    wave_code,
    interviewer_code,
    count(*) as n_units,
    sum(n_asked) as n_asked,
    sum(n_attempts) as n_attempts,
    sum(n_answered) as n_answered,
    sum(n_refused) as n_refused,
    sum(n_lost) as n_lost,
    sum(n_waiting) as n_waiting,
    sum(n_ballots) as n_ballots,
    sum(sum_minutes) / nullif(sum(n_timed), 0) as mean_minutes,
from agg_interviewers
where wave_code = $wave_code
group by wave_code, interviewer_code
order by interviewer_code
""",
        params={"wave_code": "text"},
        small=_OWN_WORK,
    ),
    Query(
        name="interviewer_signs",
        subject="fieldwork",
        sql="""
select
    wave_code,
    interviewer_code,
    sign,
    n_found,
    n_of,
    peer_share,
    p_adjusted,
    needs_check,
from stat_interviewer_signs
where wave_code = $wave_code
order by interviewer_code, sign
""",
        params={"wave_code": "text"},
        small=_OWN_WORK,
    ),
    Query(
        name="interviewer_effect",
        subject="fieldwork",
        sql="""
select wave_code, n_interviewers, icc, p_value, deff,
from stat_interviewer_effects
where wave_code = $wave_code
""",
        params={"wave_code": "text"},
        small=_OWN_WORK,
    ),
)
