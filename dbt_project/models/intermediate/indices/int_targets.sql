with targets as (
    select * from {{ ref('stg_targets') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

ended as (
    select
        *,
        {{ period_end('period') }} as period_end
    from targets
),

dated as (
    select
        *,
        {{ is_impossible_promise('period_end', 'known_on') }}
            as is_day_impossible,
        {{ odd_number('target') }}
    from ended
),

-- the unit of the period's last day, or of today while it still runs
int_targets as (
    select
        coalesce(u.unit_code, t.unit_code) as unit_code,
        t.indicator,
        t.period,
        {{ possible_number('target', 'planned', 't') }} as planned,
        {{ possible_number('target', 'achieved', 't') }} as achieved,
        t.period_end,
        t.file_sha256,
        t.line,
        t.is_day_impossible,
        t.odd_column,
        t.odd_number,
        u.unit_key
    from dated as t
    cross join as_of as a
    left join units as u
        on
            {{ is_unit_named(
                't.unit_code', 'least(t.period_end, a.data_as_of)'
            ) }}
            and not t.is_day_impossible
            and t.odd_column is null
)

select * from int_targets
