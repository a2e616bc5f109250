with officers as (
    select * from {{ ref('stg_officers') }}
),

postings as (
    select * from {{ ref('int_officer_postings') }}
),

-- a posting is in force wherever a version of its unit is
int_listed_postings as (
    select
        o.officer_code,
        o.unit_code,
        o.valid_from,
        min(o.file_sha256) as file_sha256,
        min(o.line) as line,
        min(p.unit_key) as unit_key
    from officers as o
    left join postings as p
        on
            o.officer_code = p.officer_code
            and o.unit_code = p.unit_code
            and o.valid_from = p.listed_from
    group by o.officer_code, o.unit_code, o.valid_from
)

select * from int_listed_postings
