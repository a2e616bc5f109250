{# The stated grain: no two rows share the key and no part of it is missing.
   Rows are first told apart by a number, which is fast, and looked at closely
   only where two share it. #}
{% test unique_key(model, columns) %}

with suspects as (
    select {{ row_number_of(columns) }} as number
    from {{ model }}
    group by {{ row_number_of(columns) }}
    having count(*) > 1
)

select
    {{ columns | join(', ') }}
from {{ model }}
where
    {{ row_number_of(columns) }} in (select s.number from suspects as s)
    {% for column in columns -%}
        or {{ column }} is null
    {% endfor %}
group by all
having
    count(*) > 1
    {% for column in columns -%}
        or count({{ column }}) = 0
    {% endfor %}

{% endtest %}
