with boundaries as (
    select
        *,
        coalesce(stated_on, date '9999-12-31') as in_force_on
    from {{ ref('stg_boundaries') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

-- a name, and the code of a dated file, came as code@first_day
int_boundaries as (
    select
        b.unit_code,
        b.outline,
        b.stated_on,
        b.file_sha256,
        b.line,
        u.unit_key
    from boundaries as b
    left join units as u
        on {{ is_unit_named('b.unit_code', 'b.in_force_on') }}
)

select * from int_boundaries
