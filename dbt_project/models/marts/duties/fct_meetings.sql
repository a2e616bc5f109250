with meetings as (
    select * from {{ ref('int_meetings') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- the calendar of a day names no place; the register of what was held does
held as (
    select distinct
        kind,
        unit_key,
        planned_on
    from meetings
    where held_on is not null and planned_on is not null
),

visits as (
    select
        unit_key,
        lower(trim(place)) as hamlet_name
    from meetings
    where kind = 'field_visit' and held_on is not null and place is not null
),

-- a commune that took others in took in their hamlets: the first one visited
-- under a name bears it today
inherited as (
    select
        t.today_unit_key as unit_key,
        v.hamlet_name,
        min(v.unit_key) as first_unit_key
    from visits as v
    inner join {{ ref('int_unit_today') }} as t
        on v.unit_key = t.source_unit_key
    where v.unit_key <> t.today_unit_key and not t.is_abolished
    group by t.today_unit_key, v.hamlet_name
),

-- where it was and what was said stay behind
fct_meetings as (
    select
        md5(concat_ws(
            '|', m.kind, m.unit_code, coalesce(m.planned_on, m.held_on),
            coalesce(m.place, '')
        )) as meeting_key,
        m.kind,
        m.unit_key,
        m.planned_on,
        m.held_on,
        -- a plan whose day has not come is neither kept nor missed
        case
            when m.held_on is not null then true
            when m.place is null and h.planned_on is not null then null
            when m.planned_on <= a.data_as_of then false
        end as is_held,
        m.is_led_by_head,
        -- names of hamlets stay behind; a visit counts for the one it reached,
        -- the same one after its commune was listed anew or taken in
        case
            when m.kind = 'field_visit' and m.held_on is not null
                then md5(
                    coalesce(i.first_unit_key, m.unit_key, m.unit_code)
                    || '|' || lower(trim(m.place))
                )
        end as hamlet_key,
        cast(m.n_issues_raised as integer) as n_issues_raised,
        cast(m.n_issues_resolved as integer) as n_issues_resolved,
        cast({{ days_between('m.held_on', 'm.issues_closed_on') }} as integer)
            as days_to_close
    from meetings as m
    cross join as_of as a
    left join held as h
        on
            m.kind = h.kind
            and m.unit_key = h.unit_key
            and m.planned_on = h.planned_on
    left join inherited as i
        on
            m.unit_key = i.unit_key
            and lower(trim(m.place)) = i.hamlet_name
)

select * from fct_meetings
