with signatures as (
    select * from {{ ref('int_signatures') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

agg_signatures as (
    {{ added_up_by_unit(
        'signatures', 'shares',
        ['n_in_scope', 'n_signed', 'n_signed_first', 'n_trained']
    ) }}
)

select * from agg_signatures
