-- marks on the forms of an index are no targets, and have names of their own
with int_known_indicators as (
    select indicator from {{ ref('stg_indicators') }}
    union
    select indicator from {{ ref('stg_targets') }}
    where indicator like 'circular_01/%'
)

select * from int_known_indicators
