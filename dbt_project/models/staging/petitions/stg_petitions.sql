with rows_of_files as (
    select
        *,
        count(*) over (partition by petition_code) as n_versions
    from {{ source('raw', 'petition') }}
),

latest as (
    select * from rows_of_files
    qualify row_number() over (
        partition by petition_code
        -- of one day the list that knows more, then one by its content
        order by
            extracted_on desc nulls last,
            resolved_on desc nulls last,
            informed_on desc nulls last,
            _row_md5 desc
    ) = 1
),

stg_petitions as (
    select
        -- ids
        petition_code,
        unit_code,
        -- a denunciation never counts against a named person
        case
            when kind <> 'denunciation' then officer_code
        end as officer_code,

        -- text
        kind,
        field,
        channel,
        outcome,
        lodged_level,
        competent_level,
        is_reopened,
        source_is_late,

        -- times
        received_on,
        accepted_on,
        due_on,
        resolved_on,
        informed_on,
        extracted_on,
        cast(n_versions as integer) as n_versions
    from latest
)

select * from stg_petitions
