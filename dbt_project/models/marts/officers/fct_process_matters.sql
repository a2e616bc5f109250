with matters as (
    select * from {{ ref('int_process_matters') }}
),

units as (
    select * from {{ ref('dim_units') }}
),

-- a unit that the lists no longer know has no figures to stand beside
fct_process_matters as (
    select
        m.matter_code,
        m.kind,
        m.unit_key,
        m.state,
        m.n_rounds,
        m.opened_on,
        m.decided_on,
        m.informed_on,
        case
            when m.state in ('closed', 'withdrawn', 'forgotten')
                then m.last_ended_on
        end as ended_on,
        m.decision,
        -- an appeal begins a round of its own, long after the flag it may be
        cast(
            {{ days_between('m.opened_on', 'm.first_informed_on') }} as integer
        ) as informed_days
    from matters as m
    inner join units as u on m.unit_key = u.unit_key
)

select * from fct_process_matters
