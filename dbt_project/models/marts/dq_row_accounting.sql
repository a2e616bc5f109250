with cases as (
    select * from {{ ref('fct_cases') }}
),

petitions as (
    select * from {{ ref('fct_petitions') }}
),

ballots as (
    select * from {{ ref('fct_ballots') }}
),

cells as (
    select * from {{ ref('agg_answer_cells') }}
),

read_rows as (
    select * from {{ ref('int_rows_read') }}
),

-- what became of the rows that reached a mart; the rest are named below
kept as (
    select
        'case' as row_kind,
        case
            when unit_key is null then 'unit_unresolved'
            else 'counted'
        end as fate,
        count(*) as n_rows
    from cases
    group by fate
    union all
    select
        'petition' as row_kind,
        case
            when unit_key is null then 'unit_unresolved'
            else 'counted'
        end as fate,
        count(*) as n_rows
    from petitions
    group by fate
    union all
    select
        'answer' as row_kind,
        fate,
        cast(sum(n_answers) as bigint) as n_rows
    from (
        select
            n_answers,
            case
                when stream is null then 'wave_unknown'
                when unit_key is null then 'unit_unresolved'
                when level is null then 'no_answer'
                when not is_item_known then 'item_unknown'
                when is_out_of_scale then 'out_of_scale'
                else 'counted'
            end as fate
        from cells
    ) as fates
    group by fate
),

-- earlier versions of the same thing, each counted from its own key
superseded as (
    select
        'case' as row_kind,
        'superseded' as fate,
        sum(n_versions - 1) as n_rows
    from cases
    union all
    select
        'petition' as row_kind,
        'superseded' as fate,
        sum(n_versions - 1) as n_rows
    from petitions
    union all
    select
        'answer' as row_kind,
        'superseded' as fate,
        max(r.n_rows) - coalesce(sum(b.n_items), 0) as n_rows
    from read_rows as r
    left join ballots as b on true
    where r.row_kind = 'answer'
),

dq_row_accounting as (
    select
        f.row_kind,
        f.fate,
        cast(f.n_rows as bigint) as n_rows,
        cast(r.n_rows as bigint) as n_read,
        f.fate = 'counted' as is_counted
    from (
        select * from kept
        union all
        select * from superseded
    ) as f
    inner join read_rows as r on f.row_kind = r.row_kind
    where f.n_rows <> 0
)

select * from dq_row_accounting
