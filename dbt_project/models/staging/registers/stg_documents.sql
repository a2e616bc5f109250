with latest as (
    select * from {{ source('raw', 'document') }}
    {{ latest_statement('document') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

stg_documents as (
    select
        l.unit_code,
        l.document_kind,
        l.number,
        l.signed_on,
        coalesce(l.in_force_from, l.signed_on) as in_force_from,
        l.in_force_to,
        l._file_sha256 as file_sha256,
        l._line as line,
        -- what it tells of was known by then
        coalesce(l.stated_on, f.delivered_on) as known_on
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
)

select * from stg_documents
