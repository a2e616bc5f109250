{# List, its relation, what waits for it. #}
{% set lists = [
    ('unit', 'dim_units', ['case', 'answer', 'petition', 'meeting', 'letter']),
    ('wave', 'dim_waves', ['answer', 'offered']),
    ('item', 'dim_items', ['answer']),
    ('officer', 'dim_officers', ['commitment', 'reminder']),
    ('procedure', 'dim_procedures', ['case']),
] -%}

with loaded as (
    select
        row_kind,
        max(n_loaded) as n_loaded
    from {{ ref('dq_row_accounting') }}
    group by row_kind
),

-- a list nobody delivered, though rows name what only it can tell
dq_missing_lists as (
    {% for list, relation, kinds in lists -%}
        select
            '{{ list }}' as missing_list,
            '{{ kinds | join(',') }}' as row_kinds
        from loaded
        where
            row_kind in (
                {% for kind in kinds -%}
                    '{{ kind }}'{% if not loop.last %},{% endif %}
                {% endfor %}
            )
            and not exists (select 1 from {{ ref(relation) }})
        having sum(n_loaded) > 0
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from dq_missing_lists
