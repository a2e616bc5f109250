with rows_of_files as (
    select
        r.*,
        f.file_no
    from {{ source('raw', 'reminder') }} as r
    inner join {{ ref('stg_files') }} as f on r._file_sha256 = f.file_sha256
),

latest as (
    select * from rows_of_files
    {{ latest_loaded([
        'officer_code', 'given_on', 'kind', "coalesce(reason, 'other')",
    ]) }}
),

stg_reminders as (
    select
        officer_code,
        given_on,
        kind,
        coalesce(reason, 'other') as reason,
        source
    from latest
)

select * from stg_reminders
