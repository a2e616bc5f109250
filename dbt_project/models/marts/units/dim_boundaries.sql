with boundaries as (
    select * from {{ ref('int_boundaries') }}
),

-- a plain code and code@first_day may both name one unit: the later file counts
dim_boundaries as (
    select
        unit_key,
        outline
    from boundaries
    where unit_key is not null
    qualify row_number() over (
        partition by unit_key
        order by stated_on desc nulls last, file_sha256 asc, line asc
    ) = 1
)

select * from dim_boundaries
