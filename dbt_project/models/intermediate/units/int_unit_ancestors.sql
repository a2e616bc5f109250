with recursive units as (
    select * from {{ ref('int_units') }}
),

parents as (
    select
        'then' as map,
        unit_key,
        parent_unit_key
    from units
    union all
    select
        'today' as map,
        unit_key,
        last_parent_unit_key as parent_unit_key
    from units
),

climb as (
    select
        map,
        unit_key,
        unit_key as ancestor_unit_key,
        0 as distance
    from parents
    union all
    select
        c.map,
        c.unit_key,
        p.parent_unit_key as ancestor_unit_key,
        c.distance + 1 as distance
    from climb as c
    inner join parents as p
        on c.map = p.map and c.ancestor_unit_key = p.unit_key
    -- ten levels are more than any list has; a circle ends here
    where p.parent_unit_key is not null and c.distance < 10
),

int_unit_ancestors as (
    select
        c.map,
        c.unit_key,
        c.ancestor_unit_key,
        c.distance,
        u.unit_level as ancestor_level
    from climb as c
    inner join units as u on c.ancestor_unit_key = u.unit_key
)

select * from int_unit_ancestors
