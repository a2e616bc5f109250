with petitions as (
    select * from {{ ref('fct_petitions') }}
    where
        unit_key is not null
        and date_fault is null
        and kind in ('feedback', 'request', 'complaint')
        and is_upheld
),

rules as (
    select * from {{ ref('stg_letter_rules') }}
    where petition_fields is not null
),

-- where the province says so: an error, lost papers or harassment, told by a
-- petition of the fields its rule names and found right
fct_office_faults as (
    select distinct
        r.occasion,
        p.petition_code,
        p.unit_key,
        p.resolved_on
    from petitions as p
    inner join rules as r
        on
            {{ holds_on('r', 'p.resolved_on') }}
            and {{ is_listed('p.field', 'r.petition_fields') }}
)

select * from fct_office_faults
