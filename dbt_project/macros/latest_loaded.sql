{# Keeps the row of the file loaded last for each key, then the lowest line.
   Only for small kinds; cases and answers have their own, cheaper way. #}
{% macro latest_loaded(key) -%}
    qualify row_number() over (
        partition by {{ key | join(', ') }}
        order by file_no desc, _line desc
    ) = 1
{%- endmacro %}
