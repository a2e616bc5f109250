with latest as (
    select * from {{ source('raw', 'document') }}
    {{ told_last('document') }}
),

stg_documents as (
    select
        unit_code,
        document_kind,
        number,
        signed_on,
        coalesce(in_force_from, signed_on) as in_force_from,
        in_force_to
    from latest
)

select * from stg_documents
