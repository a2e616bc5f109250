with cases as (
    select * from {{ ref('fct_cases') }}
    where finished_at is not null
),

waves as (
    select * from {{ ref('dim_waves') }}
    where stream = 'independent'
),

build as (
    select * from {{ ref('dim_build') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

case_days as (
    select
        unit_key,
        procedure_group,
        cast(finished_at as date) as day,
        count(*) as n_cases
    from cases
    where unit_key is not null
    group by unit_key, procedure_group, cast(finished_at as date)
),

-- whoever got a result while visitors were asked could have been one of them
returned as (
    select
        c.unit_key,
        w.wave_code,
        coalesce(c.procedure_group, 'none') as procedure_group,
        sum(c.n_cases) as n_returned
    from case_days as c
    cross join build as b
    inner join waves as w
        on c.day between w.opened_on and coalesce(w.closed_on, b.data_as_of)
    group by c.unit_key, w.wave_code, coalesce(c.procedure_group, 'none')
),

agg_wave_returned as (
    {{ added_up_by_unit(
        'returned', 'shares', ['n_returned'], ['wave_code', 'procedure_group'],
    ) }}
)

select * from agg_wave_returned
