with today as (
    select * from {{ ref('int_unit_today') }}
),

ancestors as (
    select * from {{ ref('int_unit_ancestors') }}
    where map = 'today'
),

-- what became of one lies in what became of the other, or is it
within as (
    select distinct
        o.source_unit_key as lower_unit_key,
        t.source_unit_key as upper_unit_key
    from today as o
    inner join ancestors as a on o.today_unit_key = a.unit_key
    inner join today as t on a.ancestor_unit_key = t.today_unit_key
),

int_answering_units as (
    select
        lower_unit_key as unit_key,
        upper_unit_key as answering_unit_key
    from within
    union
    select
        upper_unit_key as unit_key,
        lower_unit_key as answering_unit_key
    from within
)

select * from int_answering_units
