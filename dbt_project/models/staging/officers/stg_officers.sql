with latest as (
    select * from {{ source('raw', 'officer') }}
    {{ told_last('officer') }}
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
        ) as last_day,
        _file_sha256 as file_sha256,
        _line as line
    from latest
)

select * from stg_officers
