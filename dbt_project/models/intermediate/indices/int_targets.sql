with targets as (
    select * from {{ ref('stg_targets') }}
),

-- marks on the forms of an index have rules of their own
rules as (
    select
        indicator,
        first_day,
        last_day,
        unit = '%' as is_percent,
        cast(null as decimal(9, 2)) as max_score
    from {{ ref('stg_indicators') }}
    union all
    select
        index_code || '/' || component || '/' || ways.side as indicator,
        first_day,
        last_day,
        false as is_percent,
        max_score
    from {{ ref('stg_index_rules') }}
    cross join (
        select 'self' as side
        union all
        select 'verified' as side
    ) as ways
    where index_code = 'circular_01'
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

-- by the rule of the period's last day, as fct_targets; a mark gives no more
-- than the form allows, and 0.85 beside 85 % is the same share written twice
ruled as (
    select
        d.*,
        r.indicator is not null as is_ruled,
        case
            when d.achieved > r.max_score then 'achieved'
            when not r.is_percent then null
            when d.achieved > 0 and d.achieved <= 1 and d.planned > 20
                then 'achieved'
            when d.planned > 0 and d.planned <= 1 and d.achieved > 20
                then 'planned'
        end as other_scale
    from dated as d
    cross join as_of as a
    left join rules as r
        on
            d.indicator = r.indicator
            and {{ holds_on('r', 'least(d.period_end, a.data_as_of)') }}
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
        t.is_ruled,
        coalesce(t.odd_column, t.other_scale) as odd_column,
        coalesce(t.odd_number, {{ plain_number(
            "case t.other_scale when 'achieved' then t.achieved
            when 'planned' then t.planned end"
        ) }}) as odd_number,
        u.unit_key
    from ruled as t
    cross join as_of as a
    left join units as u
        on
            {{ is_unit_named(
                't.unit_code', 'least(t.period_end, a.data_as_of)'
            ) }}
            and not t.is_day_impossible
            and t.odd_column is null
            and t.other_scale is null
)

select * from int_targets
