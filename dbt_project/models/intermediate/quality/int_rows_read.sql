-- rows as loaded, before anything was chosen; the other side of the account
with int_rows_read as (
    select
        'case' as row_kind,
        count(*) as n_rows
    from {{ ref('stg_case_versions') }}
    union all
    select
        'case_step' as row_kind,
        count(*) as n_rows
    from {{ ref('stg_case_step_rows') }}
    union all
    select
        'answer' as row_kind,
        count(*) as n_rows
    from {{ ref('stg_answers') }}
    union all
    select
        'petition' as row_kind,
        cast(coalesce(sum(n_versions), 0) as bigint) as n_rows
    from {{ ref('stg_petitions') }}
    union all
    select
        row_kind,
        count(*) as n_rows
    from {{ ref('stg_list_rows') }}
    group by row_kind
)

select * from int_rows_read
