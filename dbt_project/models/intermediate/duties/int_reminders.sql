with reminders as (
    select
        *,
        {{ is_impossible_day('given_on', 'known_on') }} as is_day_impossible
    from {{ ref('stg_reminders') }}
),

postings as (
    select * from {{ ref('int_officer_postings') }}
),

rules as (
    select * from {{ ref('stg_thresholds') }}
),

-- the office the officer served in on that day
posted as (
    select
        r.officer_code,
        r.given_on,
        r.kind,
        r.reason,
        r.source,
        -- a correction never comes before what it corrects
        min(case when r.incident_on <= r.given_on then r.incident_on end)
            as incident_on,
        min(p.unit_key) as unit_key,
        min(r.file_sha256) as file_sha256,
        min(r.line) as line,
        bool_or(r.is_day_impossible) as is_day_impossible
    from reminders as r
    left join postings as p
        on {{ is_posted_on('r', 'given_on') }}
    group by r.officer_code, r.given_on, r.kind, r.reason, r.source
),

-- how many months the rule of that day counts
watched as (
    select
        p.*,
        {{ months_before('p.given_on', 'w.value') }} as since
    from posted as p
    left join rules as w
        on
            w.threshold = 'reminders_window_months'
            and {{ holds_on('w', 'p.given_on') }}
),

-- reminders of the months that end on this day; measures that came of them
counted as (
    select
        p.officer_code,
        p.given_on,
        cast(count(distinct case
            when
                o.kind = 'reminder'
                and not o.is_day_impossible
                and o.given_on <= p.given_on
                and o.given_on > p.since
                then cast(o.given_on as string) || o.reason
        end) as integer) as n_reminders_in_window,
        min(case
            when
                o.kind = 'measure'
                and not o.is_day_impossible
                and o.given_on >= p.given_on
                then o.given_on
        end) as measured_on
    from watched as p
    inner join posted as o on p.officer_code = o.officer_code
    group by p.officer_code, p.given_on
),

-- often is what the rule of that day called often
int_reminders as (
    select
        p.*,
        c.n_reminders_in_window,
        cast(t.value as integer) as reminders_limit,
        c.n_reminders_in_window >= t.value as is_often,
        c.measured_on
    from posted as p
    inner join counted as c
        on p.officer_code = c.officer_code and p.given_on = c.given_on
    left join rules as t
        on
            t.threshold = 'reminders_in_12_months'
            and {{ holds_on('t', 'p.given_on') }}
)

select * from int_reminders
