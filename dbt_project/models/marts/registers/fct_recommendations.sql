with recommendations as (
    select * from {{ ref('int_recommendations') }}
    where unit_key is not null
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

fct_recommendations as (
    select
        r.recommendation_code,
        r.unit_key,
        r.given_by,
        r.given_on,
        r.due_on,
        r.answered_on,
        r.done_on,
        -- before its day an open one is neither in time nor late
        case
            when r.answered_on is not null then r.answered_on <= r.due_on
            when r.due_on < a.data_as_of then false
        end as is_answered_in_time,
        case
            when r.done_on is not null then 'done'
            when r.answered_on is not null then 'answered'
            when r.due_on < a.data_as_of then 'overdue'
            else 'waiting'
        end as state,
        case
            when r.answered_on is null and r.due_on < a.data_as_of
                then
                    cast(
                        {{ days_between('r.due_on', 'a.data_as_of') }}
                        as integer
                    )
        end as days_overdue
    from recommendations as r
    cross join as_of as a
)

select * from fct_recommendations
