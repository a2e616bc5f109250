with cases as (
    select
        *,
        {{ is_impossible_day('returned_at', 'extracted_on') }}
        or {{ is_before('returned_at', 'received_at') }}
            as is_return_impossible,
        coalesce(finished_at, returned_at) as stated_finish
    from {{ source('raw', 'case') }}
),

-- the first fault that holds; what it makes of the dossier is said by its flag
judged as (
    select
        *,
        case
            when {{ is_impossible_day('received_at', 'extracted_on') }}
                then 'received_day_impossible'
            when {{ is_impossible_day('stated_finish', 'extracted_on') }}
                then 'finished_day_impossible'
            when {{ is_before('stated_finish', 'received_at') }}
                then 'finished_before_received'
            when {{ is_before('due_at', 'received_at') }}
                then 'due_before_received'
            when {{ is_impossible_promise('due_at', 'received_at', years=50) }}
                then 'due_day_impossible'
            when is_return_impossible then 'returned_day_impossible'
        end as date_fault,
        {{ is_impossible_day('stated_finish', 'extracted_on') }}
        or {{ is_before('stated_finish', 'received_at') }}
            as is_finish_impossible,
        {{ is_impossible_promise('due_at', 'received_at', years=50) }}
        or {{ is_before('due_at', 'received_at') }} as is_due_impossible,
        stated_finish is not null
        or {{ is_end_status("coalesce(status, '')") }} as is_ended
    from cases
),

-- an impossible day is no day: it neither finishes a dossier nor promises it
stg_case_versions as (
    select
        -- ids
        case_code,
        procedure_code,
        receiving_unit_code,
        resolving_unit_code,
        residence_unit_code,
        officer_code,
        {{ version_order("extracted_on", "is_ended", "_row_md5") }}
            as version_order,

        -- text
        channel,
        applicant_kind,
        status,
        source_is_late,
        date_fault,

        -- times
        received_at,
        case when not is_due_impossible then due_at end as due_at,
        case
            when not is_finish_impossible then stated_finish
        end as finished_at,
        case
            when not is_return_impossible then returned_at
        end as returned_at,
        extracted_on
    from judged
)

select * from stg_case_versions
