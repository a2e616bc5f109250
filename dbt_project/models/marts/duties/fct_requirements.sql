with asked as (
    select * from {{ ref('int_asked_requirements') }}
),

evidence as (
    select * from {{ ref('int_requirement_evidence') }}
),

-- a look at a thing shows it, whatever else would
ways as (
    select
        *,
        'check/' || requirement_code as evidence_key
    from asked
    union all
    select
        *,
        shown_by || '/' || coalesce(document_kind, '') as evidence_key
    from asked
    where shown_by <> 'check'
),

-- what holds goes before what has ended; the newest look decides, but for what
-- had to be there before the start: that is done once
looked as (
    select
        w.unit_key,
        w.month,
        w.requirement_code,
        e.evidence_key,
        e.shown_on,
        e.is_met,
        e.ended_on < w.judged_on as has_ended
    from ways as w
    inner join evidence as e
        on
            w.unit_key = e.unit_key
            and w.evidence_key = e.evidence_key
            and w.judged_on >= e.shown_on
    qualify row_number() over (
        partition by w.unit_key, w.month, w.requirement_code
        order by
            case when e.ended_on < w.judged_on then 1 else 0 end,
            case
                when w.time_limit = 'before_start' and e.is_met then e.shown_on
            end nulls last,
            e.shown_on desc,
            case when e.is_met then 1 else 0 end
    ) = 1
),

judged as (
    select
        a.*,
        l.evidence_key,
        l.shown_on,
        case
            when l.shown_on is null then 'missing'
            when not l.is_met then 'not_met'
            when l.has_ended then 'overdue'
            when
                {{ days_between('l.shown_on', 'a.judged_on') }}
                > a.max_age_days
                then 'overdue'
            when
                a.time_limit = 'before_start'
                and l.shown_on > a.model_start_date
                then 'late'
            else 'done'
        end as state
    from asked as a
    left join looked as l
        on
            a.unit_key = l.unit_key
            and a.month = l.month
            and a.requirement_code = l.requirement_code
),

fct_requirements as (
    select
        concat_ws('/', unit_key, month, requirement_code) as requirement_key,
        unit_key,
        month,
        judged_on,
        requirement_code,
        guidance_row,
        step,
        split_part(evidence_key, '/', 1) as shown_by,
        shown_on,
        state,
        -- what came too late is there all the same
        state in ('done', 'late') as is_there
    from judged
)

select * from fct_requirements
