with previous as (
    select * from {{ ref('int_previous_figures') }}
),

earlier as (
    select * from {{ ref('int_previous_restatements') }}
),

build as (
    select * from {{ ref('dim_build') }}
),

units as (
    select * from {{ ref('dim_units') }}
),

figures as (
    {{ restated_figures() }}
),

files as (
    select * from {{ ref('agg_restating_files') }}
),

-- the unit that what concerns the whole province is listed under
province as (
    select max(unit_key) as unit_key
    from units
    where unit_level = 'province' and valid_to is null
),

-- later than what was found before, also where a clock went back
moment as (
    select
        greatest(
            max(b.raw_max_loaded_at),
            coalesce(
                max(e.found_at) + interval 1 microsecond,
                max(b.raw_max_loaded_at)
            )
        ) as found_at
    from build as b
    left join earlier as e on true
),

-- a figure that is gone now is listed with an empty new value
found as (
    select
        p.figure,
        p.map,
        case when p.unit_key = '' then o.unit_key else p.unit_key end
            as unit_key,
        p.period,
        p.value as old_value,
        f.value as new_value,
        p.why,
        n.file_names,
        m.found_at
    from previous as p
    cross join moment as m
    cross join province as o
    left join figures as f
        on
            p.figure = f.figure
            and p.map = f.map
            and p.unit_key = f.unit_key
            and p.period = f.period
    -- files are told for what the page lists one by one: counts of a month
    left join files as n
        on
            p.why = 'new_files'
            and n.subject = case
                when p.figure in ('n_petitions', 'n_upheld', 'n_petitions_late')
                    then 'petitions'
                when p.figure in ('n_ballots', 'n_satisfied') then 'ballots'
                when p.figure in (
                    'n_received', 'n_finished', 'n_with_due',
                    'n_late_official', 'n_late_strict'
                ) then 'cases'
            end
            and p.map = n.map
            and p.unit_key = n.unit_key
            and p.period = cast(n.month as string)
    where
        (f.value is null and p.value <> 0)
        or abs(f.value - p.value) > 0.0000005
),

dq_restatements as (
    select * from earlier
    union all
    select * from found
)

select * from dq_restatements
