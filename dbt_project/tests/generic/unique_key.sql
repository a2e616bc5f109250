{# The stated grain: no two rows share the key, and no part of it is missing. #}
{% test unique_key(model, columns) %}

select
    {{ columns | join(', ') }}
from {{ model }}
group by all
having
    count(*) > 1
    {% for column in columns -%}
        or count({{ column }}) = 0
    {% endfor %}

{% endtest %}
