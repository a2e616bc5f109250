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

raw_rows as (
    select * from {{ ref('int_rows_read') }}
),

files as (
    select
        kind as row_kind,
        sum(n_read) as n_read,
        sum(n_duplicate) as n_duplicate,
        sum(n_refused) as n_refused
    from {{ ref('stg_file_kinds') }}
    group by kind
),

kept as (
    {% for kind, relation in [('case', 'cases'), ('petition', 'petitions')] -%}
        select
            '{{ kind }}' as row_kind,
            case
                when date_fault = 'received_day_impossible'
                    then 'day_impossible'
                when unit_key is null then 'unit_unresolved'
                else 'counted'
            end as fate,
            count(*) as n_rows
        from {{ relation }}
        group by fate
        union all
    {% endfor -%}
    select
        'answer' as row_kind,
        fate,
        sum(n_answers) as n_rows
    from (
        select
            n_answers,
            case
                when stream is null then 'wave_unknown'
                when left_out <> 'none' then left_out
                when unit_key is null then 'unit_unresolved'
                when level is null then 'no_answer'
                when not is_item_known then 'item_unknown'
                when is_out_of_scale then 'out_of_scale'
                else 'counted'
            end as fate
        from cells
    ) as fates
    group by fate
    union all
    select
        row_kind,
        fate,
        n_rows
    from {{ ref('int_list_fates') }}
),

-- rows of what no dossier speaks of, and earlier tellings of the same thing
left_out as (
    select
        'case_step' as row_kind,
        'case_unknown' as fate,
        max(r.n_rows) - coalesce(sum(c.n_step_rows), 0) as n_rows
    from raw_rows as r
    left join cases as c on c.n_step_rows > 0
    where r.row_kind = 'case_step'
    union all
    {% for kind, fate, relation, number in [
        ('case_step', 'counted', 'cases', 'n_steps'),
        ('case_step', 'superseded', 'cases', 'n_step_rows - n_steps'),
        ('case', 'superseded', 'cases', 'n_versions - 1'),
        ('petition', 'superseded', 'petitions', 'n_versions - 1'),
    ] -%}
        select
            '{{ kind }}' as row_kind,
            '{{ fate }}' as fate,
            sum({{ number }}) as n_rows
        from {{ relation }}
        union all
    {% endfor -%}
    select
        'answer' as row_kind,
        'superseded' as fate,
        max(r.n_rows) - coalesce(sum(b.n_items), 0) as n_rows
    from raw_rows as r
    left join ballots as b on true
    where r.row_kind = 'answer'
),

dq_row_accounting as (
    select
        f.row_kind,
        f.fate,
        cast(f.n_rows as bigint) as n_rows,
        cast(coalesce(r.n_rows, 0) as bigint) as n_loaded,
        cast(coalesce(w.n_read, r.n_rows) as bigint) as n_read,
        f.fate = 'counted' as is_counted
    from (
        select
            row_kind,
            fate,
            sum(n_rows) as n_rows
        from kept
        group by row_kind, fate
        union all
        select * from left_out
        union all
        {% for fate in ['duplicate', 'refused'] -%}
            select
                row_kind,
                '{{ fate }}' as fate,
                n_{{ fate }} as n_rows
            from files
            {% if not loop.last %}union all{% endif %}
        {% endfor %}
    ) as f
    left join raw_rows as r on f.row_kind = r.row_kind
    left join files as w on f.row_kind = w.row_kind
    where f.n_rows <> 0
)

select * from dq_row_accounting
