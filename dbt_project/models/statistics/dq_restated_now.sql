with previous as (
    select * from {{ ref('int_previous_figures') }}
),

units as (
    select * from {{ ref('dim_units') }}
),

figures as (
    {{ restated_figures() }}
),

-- the unit that what concerns the whole province is listed under
province as (
    select max(unit_key) as unit_key
    from units
    where unit_level = 'province' and valid_to is null
),

-- a figure that is gone now is listed with an empty new value
dq_restated_now as (
    select
        p.figure,
        p.map,
        case when p.unit_key = '' then o.unit_key else p.unit_key end
            as unit_key,
        p.period,
        p.value as old_value,
        f.value as new_value,
        p.n_people as old_n_people,
        f.n_people as new_n_people,
        p.why
    from previous as p
    cross join province as o
    left join figures as f
        on
            p.figure = f.figure
            and p.map = f.map
            and p.unit_key = f.unit_key
            and p.period = f.period
    where
        (f.value is null and p.value <> 0)
        or abs(f.value - p.value) > 0.0000005
)

select * from dq_restated_now
