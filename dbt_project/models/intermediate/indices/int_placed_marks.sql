with marks as (
    select
        *,
        {{ period_end('period') }} as period_end
    from {{ ref('stg_index_marks') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- the unit of the period's last day, or of today while it still runs
int_placed_marks as (
    select
        m.index_code,
        m.component,
        m.period,
        m.period_end,
        m.unit_code,
        m.officer_code,
        m.self_score,
        m.verified_score,
        u.unit_key
    from marks as m
    cross join as_of as a
    left join units as u
        on
            {{ is_unit_named(
                'm.unit_code', 'least(m.period_end, a.data_as_of)'
            ) }}
)

select * from int_placed_marks
