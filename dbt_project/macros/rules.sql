{# Whether a dated rule holds on a day. Its first and last day are filled for
   every row and never overlap (warehouse/rules), so one day has one edition. #}
{% macro holds_on(rule, day) -%}
    {{ day }} between {{ rule }}.first_day and {{ rule }}.last_day
{%- endmacro %}
