with documents as (
    select
        *,
        {{ is_impossible_day('signed_on', 'known_on') }}
        or {{ is_before('in_force_to', 'in_force_from') }}
            as is_day_impossible
    from {{ ref('stg_documents') }}
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
        d.file_sha256,
        d.line,
        d.is_day_impossible,
        u.unit_key
    from documents as d
    left join units as u
        on
            {{ is_unit_named('d.unit_code', 'd.signed_on') }}
            and not d.is_day_impossible
)

select * from int_documents
