with targets as (
    select * from {{ ref('stg_targets') }}
),

units as (
    select * from {{ ref('int_units') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- 2026, 2026-H1, 2026-Q3 or 2026-09; any other way of writing has no end
ended as (
    select
        *,
        case
            when
                regexp_matches(
                    period, '^[0-9]{4}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?$'
                )
                then last_day(make_date(
                    cast(left(period, 4) as integer),
                    case substr(period, 6, 1)
                        when 'Q' then 3 * cast(right(period, 1) as integer)
                        when 'H' then 6 * cast(right(period, 1) as integer)
                        when '' then 12
                        else cast(right(period, 2) as integer)
                    end,
                    1
                ))
        end as period_end
    from targets
),

-- the unit of the period's last day, or of today while it still runs
int_targets as (
    select
        t.*,
        u.unit_key
    from ended as t
    cross join as_of as a
    left join units as u
        on
            t.unit_code = u.unit_code
            and least(t.period_end, a.data_as_of)
            between u.valid_from and u.last_day
)

select * from int_targets
