with named as (
    select * from {{ ref('stg_named_codes') }}
    where thing = 'wave'
),

own_waves as (
    select * from {{ ref('int_front_waves') }}
),

int_front_files as (
    select distinct n.file_sha256
    from named as n
    inner join own_waves as w on n.code = w.wave_code
)

select * from int_front_files
