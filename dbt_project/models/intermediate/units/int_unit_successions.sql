with successions as (
    select * from {{ ref('int_listed_successions') }}
),

units as (
    select * from {{ ref('int_units') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

listed as (
    select
        old_unit_key,
        new_unit_key,
        effective_date,
        kind,
        weight,
        weight is null and kind = 'split' as is_weight_assumed
    from successions
    where fate = 'counted' and kind <> 'abolished'
),

-- the same code and name on the next day, named by no list: the same unit
unlisted as (
    select
        o.unit_key as old_unit_key,
        n.unit_key as new_unit_key,
        n.valid_from as effective_date,
        'same' as kind,
        cast(1 as decimal(18, 6)) as weight,
        false as is_weight_assumed
    from units as o
    inner join as_of as a on true
    inner join units as n
        on
            o.unit_code = n.unit_code
            and o.unit_name = n.unit_name
            and o.unit_level = n.unit_level
            and {{ add_days('o.last_day', 1) }} = n.valid_from
    where
        n.valid_from <= a.data_as_of
        and not exists (
            select 1 from listed as l
            where o.unit_key = l.old_unit_key or n.unit_key = l.new_unit_key
        )
),

-- a part without a stated weight takes an equal share of what the others leave
weighed as (
    select
        old_unit_key,
        new_unit_key,
        effective_date,
        kind,
        cast(coalesce(
            weight,
            cast(
                greatest(1 - coalesce(sum(weight) over whole, 0), 0) as double
            ) / sum(case when weight is null then 1 else 0 end) over whole
        ) as decimal(18, 9)) as weight,
        is_weight_assumed
    from (
        select * from listed
        union all
        select * from unlisted
    ) as links
    window whole as (partition by old_unit_key, effective_date)
),

-- an old unit is one whole, whatever its list says: no ballot is counted more
-- than once. Parts rounded to two digits still mean one whole
int_unit_successions as (
    select
        old_unit_key,
        new_unit_key,
        effective_date,
        kind,
        cast(coalesce(
            cast(weight as double) / nullif(sum(weight) over whole, 0),
            cast(1 as double) / count(*) over whole
        ) as decimal(18, 9)) as weight,
        is_weight_assumed,
        abs(sum(weight) over whole - 1) > 0.005 * count(*) over whole
            as is_weight_wrong
    from weighed
    window whole as (partition by old_unit_key, effective_date)
)

select * from int_unit_successions
