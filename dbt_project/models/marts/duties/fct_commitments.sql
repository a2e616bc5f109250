with commitments as (
    select * from {{ ref('int_commitments') }}
),

fct_commitments as (
    select
        concat_ws('@', officer_code, signed_on, commitment_set)
            as commitment_key,
        officer_code,
        unit_key,
        signed_on,
        commitment_set,
        set_in_force,
        version_in_force,
        is_in_force
    from commitments
)

select * from fct_commitments
