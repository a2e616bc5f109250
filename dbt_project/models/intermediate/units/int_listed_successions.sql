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
int_listed_successions as (
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
        case
            when s.effective_date > a.data_as_of then 'not_yet_in_force'
            when s.kind = 'abolished' then 'counted'
            when old_unit.unit_key is null or new_unit.unit_key is null
                then 'unit_unresolved'
            when old_unit.unit_key = new_unit.unit_key then 'no_change'
            else 'counted'
        end as fate
    from successions as s
    cross join as_of as a
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
)

select * from int_listed_successions
