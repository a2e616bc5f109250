with documents as (
    select * from {{ ref('int_documents') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

fct_documents as (
    select
        md5(concat_ws(
            '|', d.unit_code, d.document_kind, d.signed_on,
            coalesce(d.number, '')
        )) as document_key,
        d.unit_key,
        d.document_kind,
        d.signed_on,
        d.in_force_from,
        d.in_force_to,
        a.data_as_of between d.in_force_from
        and coalesce(d.in_force_to, date '9999-12-31') as is_in_force
    from documents as d
    cross join as_of as a
    where d.unit_key is not null
)

select * from fct_documents
