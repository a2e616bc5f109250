with cases as (
    select * from {{ source('raw', 'case') }}
),

stg_case_versions as (
    select
        -- ids
        case_code,
        procedure_code,
        receiving_unit_code,
        resolving_unit_code,
        residence_unit_code,
        officer_code,
        {{ version_order("extracted_on", "_row_md5") }} as version_order,

        -- text
        channel,
        applicant_kind,
        status,
        source_is_late,

        -- times
        received_at,
        due_at,
        coalesce(finished_at, returned_at) as finished_at,
        returned_at,
        extracted_on
    from cases
)

select * from stg_case_versions
