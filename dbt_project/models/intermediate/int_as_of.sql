with loads as (
    select
        max(loaded_at) as raw_max_loaded_at,
        cast(max(loaded_at) as date) as loaded_on,
        coalesce(bool_or(is_simulated), false) as is_simulated,
        count(*) as n_files
    from {{ ref('stg_files') }}
    where status = 'loaded'
),

-- a day in the future is a typing error, never the state of the data
newest as (
    select max(c.extracted_on) as day
    from {{ ref('stg_case_versions') }} as c
    inner join loads as l on c.extracted_on <= l.loaded_on
    union all
    select max(a.answered_on) as day
    from {{ ref('stg_answers') }} as a
    inner join loads as l on a.answered_on <= l.loaded_on
    union all
    select max(coalesce(p.extracted_on, p.received_on)) as day
    from {{ ref('stg_petitions') }} as p
    inner join loads as l
        on coalesce(p.extracted_on, p.received_on) <= l.loaded_on
    union all
    select max(w.opened_on) as day
    from {{ ref('stg_waves') }} as w
    inner join loads as l on w.opened_on <= l.loaded_on
),

int_as_of as (
    select
        coalesce((select max(n.day) from newest as n), l.loaded_on)
            as data_as_of,
        l.raw_max_loaded_at,
        l.is_simulated,
        l.n_files
    from loads as l
)

select * from int_as_of
