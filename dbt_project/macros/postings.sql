{# Whether an officer's posting holds on the day of an act; `posting` is
   int_officer_postings. An impossible day belongs to no posting. #}
{% macro is_posted_on(act, day, posting='p') -%}
    {{ act }}.officer_code = {{ posting }}.officer_code
    and {{ act }}.{{ day }} between {{ posting }}.valid_from
    and {{ posting }}.last_day
    and not {{ act }}.is_day_impossible
{%- endmacro %}

{# The first day of each officer and the office it is in; takes int_officer_postings. #}
{% macro first_postings(postings) -%}
    select
        officer_code,
        min(valid_from) as began_on,
        min_by(unit_key, concat_ws('|', valid_from, unit_key)) as unit_key
    from {{ postings }}
    group by officer_code
{%- endmacro %}

{# Whether an act lies before an officer's first day: who signs or is trained for the
   office to come does it there. `begun` is of first_postings. #}
{% macro is_before_first_day(act, day, begun='b') -%}
    {{ act }}.officer_code = {{ begun }}.officer_code
    and {{ act }}.{{ day }} < {{ begun }}.began_on
    and not {{ act }}.is_day_impossible
{%- endmacro %}

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

{# Whether a row of posted_days speaks of this officer, unit and day. #}
{% macro is_posted_day(day, posted) -%}
    {{ day }}.officer_code = {{ posted }}.officer_code
    and {{ day }}.unit_key is not distinct from {{ posted }}.unit_key
    and {{ day }}.day = {{ posted }}.day
{%- endmacro %}
