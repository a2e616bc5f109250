with meetings as (
    select * from {{ ref('int_meetings') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
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
            when m.planned_on <= a.data_as_of then false
        end as is_held,
        m.is_led_by_head,
        -- names of hamlets stay behind; a visit counts for the one it reached,
        -- the same one after its commune was listed anew
        case
            when m.kind = 'field_visit' and m.held_on is not null
                then md5(m.unit_code || '|' || lower(trim(m.place)))
        end as hamlet_key,
        cast(m.n_issues_raised as integer) as n_issues_raised,
        cast(m.n_issues_resolved as integer) as n_issues_resolved,
        cast({{ days_between('m.held_on', 'm.issues_closed_on') }} as integer)
            as days_to_close
    from meetings as m
    cross join as_of as a
)

select * from fct_meetings
