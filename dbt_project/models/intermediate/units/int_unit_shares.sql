with ancestors as (
    select * from {{ ref('int_unit_ancestors') }}
),

today as (
    select * from {{ ref('int_unit_today') }}
),

then_shares as (
    select
        'then' as map,
        unit_key as source_unit_key,
        ancestor_unit_key as unit_key,
        cast(1 as decimal(9, 6)) as weight,
        false as is_split,
        distance = 0 as is_own
    from ancestors
    where map = 'then'
),

today_sums as (
    select
        t.source_unit_key,
        a.ancestor_unit_key as unit_key,
        sum(t.weight) as weight,
        bool_or(t.is_split) as is_split,
        bool_or(a.distance = 0) as is_own
    from today as t
    inner join ancestors as a
        on t.today_unit_key = a.unit_key and a.map = 'today'
    group by t.source_unit_key, a.ancestor_unit_key
),

-- thirds written with six decimals still make one whole at the province
today_shares as (
    select
        'today' as map,
        source_unit_key,
        unit_key,
        cast(
            case when abs(weight - 1) < 0.0001 then 1 else weight end
            as decimal(9, 6)
        ) as weight,
        is_split and abs(weight - 1) >= 0.0001 as is_split,
        is_own
    from today_sums
),

int_unit_shares as (
    select
        s.map,
        s.source_unit_key,
        s.unit_key,
        u.unit_code,
        u.valid_from as unit_valid_from,
        u.unit_level,
        s.weight,
        s.is_split,
        s.is_own
    from (
        select * from then_shares
        union all
        select * from today_shares
    ) as s
    inner join {{ ref('int_units') }} as u on s.unit_key = u.unit_key
)

select * from int_unit_shares
