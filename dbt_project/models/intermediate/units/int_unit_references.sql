with units as (
    select * from {{ ref('int_units') }}
),

-- a plain code means the unit of its day; code@first_day means one unit on any
-- day, as a file says that names units in words or by the list of another day
int_unit_references as (
    select
        unit_code as unit_reference,
        valid_from,
        last_day,
        unit_key,
        unit_code
    from units
    union all
    select
        unit_key as unit_reference,
        date '0001-01-01' as valid_from,
        date '9999-12-31' as last_day,
        unit_key,
        unit_code
    from units
)

select * from int_unit_references
