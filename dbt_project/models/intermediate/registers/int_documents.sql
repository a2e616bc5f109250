with documents as (
    select * from {{ ref('stg_documents') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

int_documents as (
    select
        d.unit_code,
        d.document_kind,
        d.number,
        d.signed_on,
        d.in_force_from,
        d.in_force_to,
        u.unit_key
    from documents as d
    left join units as u
        on {{ is_unit_named('d.unit_code', 'd.signed_on') }}
)

select * from int_documents
