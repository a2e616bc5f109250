{# Whether a dated rule holds on a day. Its first and last day are filled for
   every row and never overlap (warehouse/rules), so one day has one edition. #}
{% macro holds_on(rule, day) -%}
    {{ day }} between {{ rule }}.first_day and {{ rule }}.last_day
{%- endmacro %}

{# Whether a text is one of a list parted by semicolons, whatever its capitals. #}
{% macro is_listed(text, listed) -%}
    instr(
        ';' || replace(replace(lower({{ listed }}), '; ', ';'), ' ;', ';') || ';',
        ';' || lower(trim({{ text }})) || ';'
    ) > 0
{%- endmacro %}

{# Whether a rule for a level speaks of a unit of another: any is all below the
   province, none switches the rule off. #}
{% macro is_of_level(rule_level, unit_level) -%}
    (
        {{ rule_level }} = {{ unit_level }}
        or ({{ rule_level }} = 'any' and {{ unit_level }} <> 'province')
    )
{%- endmacro %}
