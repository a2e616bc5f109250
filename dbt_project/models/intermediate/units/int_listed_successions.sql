with successions as (
    select * from {{ ref('stg_unit_successions') }}
),

units as (
    select * from {{ ref('int_units') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- the old code means the unit of the day before, the new one that of the day
placed as (
    select
        s.old_code,
        s.new_code,
        s.effective_date,
        s.kind,
        s.weight,
        s.file_sha256,
        s.line,
        s.odd_column,
        s.odd_number,
        old_unit.unit_key as old_unit_key,
        new_unit.unit_key as new_unit_key,
        old_unit.last_day >= s.effective_date as is_old_in_force,
        coalesce(old_unit.unit_key = new_unit.unit_key, false)
            as is_unit_itself
    from successions as s
    left join units as old_unit
        on
            s.old_code = old_unit.unit_code
            and {{ add_days('s.effective_date', -1) }}
            between old_unit.valid_from and old_unit.last_day
    left join units as new_unit
        on
            s.new_code = new_unit.unit_code
            and s.effective_date
            between new_unit.valid_from and new_unit.last_day
),

-- a unit that gives away a part and stays: its list names it among the heirs,
-- or leaves it a share
parted as (
    select
        *,
        is_old_in_force and (
            bool_or(is_unit_itself) over whole
            or sum(case when not is_unit_itself then weight end) over whole
            < 0.995
        ) as is_part_of_one_that_stays
    from placed
    window whole as (partition by old_unit_key, effective_date)
),

turned as (
    select distinct
        new_unit_key as old_unit_key,
        old_unit_key as new_unit_key
    from placed
),

int_listed_successions as (
    select
        p.old_code,
        p.new_code,
        p.effective_date,
        p.kind,
        p.weight,
        p.file_sha256,
        p.line,
        p.odd_column,
        p.odd_number,
        p.old_unit_key,
        p.new_unit_key,
        case
            when p.effective_date > a.data_as_of then 'not_yet_in_force'
            when p.kind = 'abolished' then 'counted'
            when p.old_unit_key is null or p.new_unit_key is null
                then 'unit_unresolved'
            when p.is_unit_itself then 'no_change'
            when t.new_unit_key is not null then 'each_other'
            -- what it did stays its own: nothing is counted twice
            when p.is_part_of_one_that_stays then 'unit_stays'
            else 'counted'
        end as fate
    from parted as p
    cross join as_of as a
    left join turned as t
        on
            p.old_unit_key = t.old_unit_key
            and p.new_unit_key = t.new_unit_key
)

select * from int_listed_successions
