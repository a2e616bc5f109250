{# The stated grain: no two rows share the key and no part of it is missing.
   Rows are first compared by a number, which is fast, and looked at closely
   only where two share it.

   `touched` names the keys a daily build works out anew. Every row it adds has one
   of them, and every row with one of them was taken out first, so the other rows
   are those the published build was tested on, and no added row shares a key with
   them: only rows with these keys are looked at. A full build looks at all. `by`
   says by which columns rows are replaced, if not by the whole key. #}
{% test unique_key(model, columns, touched=none, by=none) %}

with

{% if touched and is_daily() %}
touched_rows as (
    select *
    from {{ model }}
    semi join {{ touched }} using ({{ (by or columns) | join(', ') }})
    union all
    -- a key cannot be missed by having no key
    select *
    from {{ model }}
    where {{ columns | join(' is null or ') }} is null
),
{% endif %}

suspects as (
    select {{ row_number_of(columns) }} as number
    from {{ 'touched_rows' if touched and is_daily() else model }}
    group by {{ row_number_of(columns) }}
    having count(*) > 1
)

select
    {{ columns | join(', ') }}
from {{ 'touched_rows' if touched and is_daily() else model }}
where
    {{ row_number_of(columns) }} in (select s.number from suspects as s)
    {% for column in columns -%}
        or {{ column }} is null
    {% endfor %}
group by all
having
    count(*) > 1
    {% for column in columns -%}
        or count({{ column }}) = 0
    {% endfor %}

{% endtest %}
