{{ config(tags=['touched']) }}

with petitions as (
    select * from {{ source('published', 'fct_petitions') }}
),

-- all of them: some grow late without a new row
stg_published_petitions as (
    select
        p.petition_code,
        p.received_on,
        {{ row_digest('p') }} as row_digest
    from petitions as p
)

select * from stg_published_petitions
