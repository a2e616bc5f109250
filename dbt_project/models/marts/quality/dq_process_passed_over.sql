with passed_over as (
    select * from {{ ref('stg_process_passed_over') }}
),

matters as (
    select * from {{ ref('int_process_matters') }}
),

units as (
    select * from {{ ref('dim_units') }}
),

of_unknown_units as (
    select
        m.matter_code,
        m.first_seq as seq,
        'unit_unknown' as why
    from matters as m
    left join units as u on m.unit_key = u.unit_key
    where u.unit_key is null
),

dq_process_passed_over as (
    select
        matter_code,
        seq,
        why
    from passed_over
    union all
    select
        matter_code,
        seq,
        why
    from of_unknown_units
)

select * from dq_process_passed_over
