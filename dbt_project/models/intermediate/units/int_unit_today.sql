with recursive units as (
    select * from {{ ref('int_units') }}
),

edges as (
    select * from {{ ref('int_unit_successions') }}
),

-- follow every part of a unit until nothing follows it any more
walk as (
    select
        unit_key as source_unit_key,
        unit_key,
        cast(1 as decimal(18, 9)) as weight,
        false as is_split,
        false as is_changed,
        0 as distance
    from units
    union all
    select
        w.source_unit_key,
        e.new_unit_key as unit_key,
        cast(w.weight * e.weight as decimal(18, 9)) as weight,
        w.is_split or e.kind = 'split' as is_split,
        w.is_changed or e.kind <> 'same' as is_changed,
        w.distance + 1 as distance
    from walk as w
    inner join edges as e on w.unit_key = e.old_unit_key
    where w.distance < 20
),

landed as (
    select
        w.source_unit_key,
        w.unit_key as today_unit_key,
        sum(w.weight) as weight,
        bool_or(w.is_split) as is_split,
        bool_or(w.is_changed) as is_changed
    from walk as w
    inner join units as u on w.unit_key = u.unit_key
    -- one that gave all of itself away holds nothing, even if no list ended it
    where
        u.is_current
        and not exists (
            select 1 from edges as e
            where w.unit_key = e.old_unit_key
        )
    group by w.source_unit_key, w.unit_key
),

-- an abolished unit has no heir: what it did is counted where it belonged
heirless as (
    select
        a.unit_key as source_unit_key,
        l.today_unit_key,
        l.weight,
        l.is_split
    from {{ ref('int_unit_ancestors') }} as a
    inner join landed as l on a.ancestor_unit_key = l.source_unit_key
    where
        a.map = 'then'
        and not exists (
            select 1 from landed as own
            where own.source_unit_key = a.unit_key
        )
    qualify rank() over (partition by a.unit_key order by a.distance) = 1
),

int_unit_today as (
    select
        source_unit_key,
        today_unit_key,
        weight,
        is_split,
        is_changed,
        false as is_abolished
    from landed
    union all
    select
        source_unit_key,
        today_unit_key,
        weight,
        is_split,
        true as is_changed,
        true as is_abolished
    from heirless
)

select * from int_unit_today
