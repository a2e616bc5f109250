with cases as (
    select * from {{ ref('fct_cases') }}
    where unit_key is not null
),

procedures as (
    select * from {{ ref('stg_procedures') }}
    where life_event is not null
),

exemptions as (
    select * from {{ ref('stg_letter_exemptions') }}
),

petitions as (
    select * from {{ ref('fct_petitions') }}
    where unit_key is not null and date_fault is null
),

heirs as (
    select * from {{ ref('int_unit_heirs') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- late from the day after the first promise, finished or still open
late_cases as (
    select
        'late_case' as occasion,
        case_code as matter_code,
        unit_key,
        procedure_code,
        cast(promised_at as date) as occasion_on,
        late_working_days,
        cast(null as string) as exempt_reason
    from cases
    where is_late_strict or is_overdue
),

-- an event is registered when its dossier is done; the day first stated counts
life_events as (
    select
        p.life_event as occasion,
        c.case_code as matter_code,
        c.unit_key,
        c.procedure_code,
        cast(c.first_finished_at as date) as occasion_on
    from cases as c
    inner join procedures as p
        on
            c.procedure_code = p.procedure_code
            and cast(c.received_at as date) between p.valid_from and p.last_day
    where
        c.first_finished_at is not null
        and c.finished_at is not null
        and c.status not in ('withdrawn', 'rejected', 'stopped')
),

-- a list may mark copies and second registrations as life events too
exempted as (
    select
        l.occasion,
        l.matter_code,
        min(e.reason) as exempt_reason
    from life_events as l
    inner join exemptions as e
        on
            (
                l.procedure_code = e.procedure_code
                or l.procedure_code like e.procedure_code || '.%'
            )
            and {{ holds_on('e', 'l.occasion_on') }}
    group by l.occasion, l.matter_code
),

-- of petitions nothing is kept but what calls for a letter
contributions as (
    select
        kind as occasion,
        petition_code as matter_code,
        unit_key,
        cast(null as string) as procedure_code,
        resolved_on as occasion_on,
        cast(null as integer) as late_working_days,
        cast(null as string) as exempt_reason
    from petitions
    where
        kind in ('feedback', 'request', 'complaint')
        and is_upheld
        and resolved_on is not null
),

matters as (
    select * from late_cases
    union all
    select
        l.occasion,
        l.matter_code,
        l.unit_key,
        l.procedure_code,
        l.occasion_on,
        cast(null as integer) as late_working_days,
        e.exempt_reason
    from life_events as l
    left join exempted as e
        on l.occasion = e.occasion and l.matter_code = e.matter_code
    union all
    select * from contributions
    union all
    select
        occasion,
        petition_code as matter_code,
        unit_key,
        cast(null as string) as procedure_code,
        resolved_on as occasion_on,
        cast(null as integer) as late_working_days,
        cast(null as string) as exempt_reason
    from {{ ref('fct_office_faults') }}
),

-- a matter of a unit that is gone calls on its heir of that day; what is left
-- undone is the matter of the heir of today
fct_letter_occasions as (
    select
        m.occasion,
        m.matter_code,
        coalesce(d.heir_unit_key, m.unit_key) as unit_key,
        coalesce(t.heir_unit_key, m.unit_key) as answering_unit_key,
        m.procedure_code,
        m.occasion_on,
        m.late_working_days,
        m.exempt_reason
    from matters as m
    cross join as_of as a
    left join heirs as d
        on
            m.unit_key = d.source_unit_key
            and m.occasion_on between d.first_day and d.last_day
    left join heirs as t
        on
            m.unit_key = t.source_unit_key
            and a.data_as_of between t.first_day and t.last_day
)

select * from fct_letter_occasions
