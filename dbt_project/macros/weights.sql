{# The square of a ballot's weight. DuckDB multiplies decimals of up to eighteen digits
   within eighteen, so that a weight of 1,000 people would end a build. #}
{% macro squared_weight(weight) -%}
    cast({{ weight }} as decimal(19, 6)) * {{ weight }}
{%- endmacro %}

{# A product of weights, levels or their sums, rounded once: sums of it are the same
   in whatever order, and there is room for a million ballots of a million people. #}
{% macro product(one, other) -%}
    cast(cast({{ one }} as double) * {{ other }} as decimal(34, 12))
{%- endmacro %}
