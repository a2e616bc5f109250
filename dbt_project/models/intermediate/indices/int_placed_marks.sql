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

rules as (
    select * from {{ ref('stg_index_rules') }}
),

-- a part gives no more than the form of the period allows: 15 is a lost comma
ruled as (
    select
        m.*,
        r.max_score,
        case
            when m.self_score > r.max_score then 'self_score'
            when m.verified_score > r.max_score then 'verified_score'
        end as high_column
    from dated as m
    left join rules as r
        on
            m.index_code = r.index_code
            and m.component = r.component
            and {{ holds_on('r', 'm.period_end') }}
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
        m.max_score,
        coalesce(m.odd_column, m.high_column) as odd_column,
        coalesce(m.odd_number, {{ plain_number(
            "case m.high_column when 'self_score' then m.self_score
            when 'verified_score' then m.verified_score end"
        ) }}) as odd_number,
        u.unit_key
    from ruled as m
    cross join as_of as a
    left join units as u
        on
            {{ is_unit_named(
                'm.unit_code', 'least(m.period_end, a.data_as_of)'
            ) }}
            and not m.is_day_impossible
            and coalesce(m.odd_column, m.high_column) is null
)

select * from int_placed_marks
