with rows_of_files as (
    select
        r.*,
        f.file_no
    from {{ source('raw', 'officer') }} as r
    inner join {{ ref('stg_files') }} as f on r._file_sha256 = f.file_sha256
),

latest as (
    select * from rows_of_files
    {{ latest_loaded(['officer_code', 'unit_code', 'valid_from']) }}
),

stg_officers as (
    select
        officer_code,
        officer_name,
        position,
        unit_code,
        valid_from,
        -- the first day no longer in force, or the last one if the next row
        -- begins on the day after
        coalesce(
            case
                when {{ add_days('valid_to', 1) }} = lead(valid_from) over (
                    partition by officer_code order by valid_from
                ) then valid_to
                else {{ add_days('valid_to', -1) }}
            end,
            date '9999-12-31'
        ) as last_day
    from latest
)

select * from stg_officers
