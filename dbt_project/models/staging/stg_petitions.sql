with rows_of_files as (
    select
        r.*,
        f.file_no,
        count(*) over (partition by r.petition_code) as n_versions
    from {{ source('raw', 'petition') }} as r
    inner join {{ ref('stg_files') }} as f on r._file_sha256 = f.file_sha256
),

latest as (
    select * from rows_of_files
    qualify row_number() over (
        partition by petition_code
        order by extracted_on desc nulls last, file_no desc, _line desc
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
