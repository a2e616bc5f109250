with marks as (
    select
        *,
        {{ period_end('period') }} as period_end
    from {{ ref('stg_index_marks') }}
),

dated as (
    select
        *,
        {{ is_impossible_promise('period_end', 'known_on') }}
            as is_day_impossible,
        {{ odd_number('index_mark') }}
    from marks
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
        {{ possible_number('index_mark', 'self_score', 'm') }} as self_score,
        {{ possible_number('index_mark', 'verified_score', 'm') }}
            as verified_score,
        m.file_sha256,
        m.line,
        m.is_day_impossible,
        m.odd_column,
        m.odd_number,
        u.unit_key
    from dated as m
    cross join as_of as a
    left join units as u
        on
            {{ is_unit_named(
                'm.unit_code', 'least(m.period_end, a.data_as_of)'
            ) }}
            and not m.is_day_impossible
            and m.odd_column is null
)

select * from int_placed_marks
