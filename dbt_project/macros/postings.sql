{# The posting of the day decides; without one, the unit the row names. Takes a CTE
   with officer_code, unit_key and day; adds posted_unit_key. #}
{% macro posted_days(days) -%}
    select
        d.officer_code,
        d.unit_key,
        d.day,
        coalesce(
            max(case when p.unit_key = d.unit_key then p.unit_key end),
            min(p.unit_key),
            d.unit_key
        ) as posted_unit_key
    from (
        select distinct
            officer_code,
            unit_key,
            day
        from {{ days }}
    ) as d
    left join {{ ref('dim_officers') }} as p
        on
            d.officer_code = p.officer_code
            and d.day >= p.valid_from
            and (p.valid_to is null or d.day < p.valid_to)
    group by d.officer_code, d.unit_key, d.day
{%- endmacro %}
