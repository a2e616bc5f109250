{# All figures a reader may have quoted, in long form: one list for what is published
   now and, in warehouse/builds/previous.py, for what was published before. #}
{% macro restated_figures() -%}
    {% for one in var('restated_figures') -%}
        select
            '{{ one.figure }}' as figure,
            {{ "'today'" if one.of_province else one.map or 'map' }} as map,
            {{ "''" if one.of_province else 'unit_key' }} as unit_key,
            {{ one.period }} as period,
            cast({{ one.value }} as double) as value
        from {{ ref(one.model) }}
        {% if not one.of_province %}where unit_key is not null{% endif %}
        group by 2, 3, 4
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
{%- endmacro %}
