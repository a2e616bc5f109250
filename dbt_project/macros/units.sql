{# Which unit a row names: a plain code is the unit of the row's own day,
   code@first_day is one unit on any day. `unit` is int_unit_references. #}
{% macro is_unit_named(reference, day, unit='u') -%}
    {{ reference }} = {{ unit }}.unit_reference
    and {{ day }} between {{ unit }}.valid_from and {{ unit }}.last_day
{%- endmacro %}

{# Rows of units added up for every unit they are part of, on both maps: a unit that
   was split counts by its shares (int_unit_shares). Takes a CTE with unit_key, the
   columns of `by` and the measures; no number counts as zero. `beside` names further
   aggregates, of the rows m and the shares s. #}
{% macro added_up_by_unit(rows, shares, measures, by=['month'], beside={}) -%}
    {%- set units = [
        's.map', 's.unit_key', 's.unit_code', 's.unit_valid_from', 's.unit_level',
    ] -%}
    select
        {{ units | join(', ') }},
        {%- for key in by %}
            m.{{ key }},
        {%- endfor %}
        {%- for measure in measures %}
            cast(
                sum(coalesce(m.{{ measure }}, 0) * s.weight) as decimal(18, 6)
            ) as {{ measure }}
            {%- if not loop.last %},{% endif %}
        {%- endfor %}
        {%- for name, aggregate in beside.items() %},
            {{ aggregate }} as {{ name }}
        {%- endfor %}
    from {{ rows }} as m
    inner join {{ shares }} as s on m.unit_key = s.source_unit_key
    group by
        {{ units | join(', ') }}
        {%- for key in by %}, m.{{ key }}{%- endfor %}
{%- endmacro %}

{# How high a level of units stands; a unit is part of higher ones alone. #}
{% macro level_rank(level) -%}
    case {{ level }}
        when 'province' then 4
        when 'district' then 3
        when 'commune' then 2
        when 'centre' then 1
    end
{%- endmacro %}
