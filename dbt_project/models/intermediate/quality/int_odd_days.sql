with stated as (
    select * from {{ ref('stg_stated_days') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

said_already as (
    select * from {{ ref('int_unplaced_lists') }}
),

judged as (
    select
        s.row_kind,
        case
            when s.day < date '2000-01-01' then 'day_long_ago'
            -- ten years, as for what is promised
            when {{ days_between('a.data_as_of', 's.day') }} > 3653
                then 'day_far_ahead'
        end as fate,
        s.column_name,
        cast(s.day as string) as value,
        s.file_sha256,
        s.line
    from stated as s
    cross join as_of as a
),

-- a row may rightly speak of such a day: it is read as it stands, and listed
int_odd_days as (
    select distinct
        j.row_kind,
        j.fate,
        j.column_name,
        j.value,
        cast(null as string) as wave_code,
        '' as part,
        j.file_sha256,
        j.line
    from judged as j
    anti join said_already as t
        on
            j.row_kind = t.row_kind
            and j.file_sha256 = t.file_sha256
            and j.line = t.line
            and j.value = t.value
    where j.fate is not null
)

select * from int_odd_days
