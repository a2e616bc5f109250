{# All figures a reader may have quoted, in long form: one list for what is published
   now and, in warehouse/builds/previous.py, for what was published before. #}
{% macro restated_figures() -%}
    {% for one in var('restated_figures') -%}
        select
            '{{ one.figure }}' as figure,
            {{ "'today'" if one.of_province else one.map or 'map' }} as map,
            {{ "''" if one.of_province else 'unit_key' }} as unit_key,
            {{ one.period }} as period,
            cast({{ one.value }} as double) as value,
            cast({{ one.people or 'null' }} as double) as n_people
        from {{ ref(one.model) }}
        {% if not one.of_province %}where unit_key is not null{% endif %}
        group by 2, 3, 4
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
{%- endmacro %}

{# Which kinds of file each of them is made of, and which of the places that its period
   names: the first part, the second, both, or `all` where it rests on more. A figure of
   several measures has a row for each kind of each. #}
{% macro files_of_figures() -%}
    {% for one in var('restated_figures') -%}
        {% set files = one.files -%}
        {% set of_measures = files if files is mapping else {'': files} -%}
        {% for measure, kinds in of_measures.items() -%}
            {% for kind in kinds -%}
                select
                    '{{ one.figure }}' as figure,
                    '{{ measure }}' as measure,
                    '{{ kind }}' as subject,
                    '{{ one.spans or 'first' }}' as spans
                {% if not loop.last %}union all{% endif %}
            {% endfor %}
            {% if not loop.last %}union all{% endif %}
        {% endfor %}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
{%- endmacro %}
