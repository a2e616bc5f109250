with cases as (
    select * from {{ source('raw', 'case') }}
),

-- where each version of a dossier stands, and what it names, as it was stated
stg_case_rows as (
    select
        case_code,
        extracted_on,
        coalesce(receiving_unit_code, resolving_unit_code) as unit_code,
        resolving_unit_code,
        residence_unit_code,
        status,
        cast(received_at as string) as stated_received,
        cast(coalesce(finished_at, returned_at) as string) as stated_finish,
        cast(due_at as string) as stated_due,
        cast(returned_at as string) as stated_return,
        _file_sha256 as file_sha256,
        _line as line
    from cases
)

select * from stg_case_rows
