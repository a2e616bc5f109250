with latest as (
    select * from {{ source('raw', 'commitment') }}
    {{ told_last('commitment') }}
),

stg_commitments as (
    select
        officer_code,
        signed_on,
        commitment_set
    from latest
)

select * from stg_commitments
