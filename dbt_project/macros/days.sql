{# Days no record can speak of: before 2000 (a spreadsheet's zero is 1900, a form's
   is 1970 or 1980), and after the day the record was known. An empty day is
   neither. #}
{% macro is_impossible_day(day, known_on) -%}
    coalesce(
        cast({{ day }} as date) < date '2000-01-01'
        or cast({{ day }} as date) > cast({{ known_on }} as date),
        false
    )
{%- endmacro %}

{# A promise may lie ahead, but not ten years; `years` where another bound holds. #}
{% macro is_impossible_promise(day, made_on, years=10) -%}
    coalesce(
        cast({{ day }} as date) < date '2000-01-01'
        or cast({{ day }} as date)
        > {{ add_days(made_on, (years * 365.25) | round(0, 'ceil') | int) }},
        false
    )
{%- endmacro %}

{# Whether one moment lies before another; a moment without an hour means its whole
   day. #}
{% macro is_before(moment, other) -%}
    coalesce(
        {{ moment }} < case
            when {{ moment }} = date_trunc('day', {{ moment }})
                then date_trunc('day', {{ other }})
            else {{ other }}
        end,
        false
    )
{%- endmacro %}

{# Whether a moment lies after a promise, to the second; a promise without an hour
   means the end of its day. #}
{% macro is_after_promise(moment, promise) -%}
    case
        when {{ promise }} = date_trunc('day', {{ promise }})
            then {{ moment }} >= cast({{ add_days(promise, 1) }} as timestamp)
        else {{ moment }} > {{ promise }}
    end
{%- endmacro %}

{# Seconds since midnight. #}
{% macro second_of_day(moment) -%}
    (
        hour({{ moment }}) * 3600 + minute({{ moment }}) * 60
        + second({{ moment }})
    )
{%- endmacro %}

{# Last day a dated row of a list is in force. Its valid_to is the first day no longer
   in force, or the last one in force if the next row of the same key begins on the
   day after. #}
{% macro last_day_in_force(key) -%}
    coalesce(
        case
            when {{ add_days('valid_to', 1) }} = lead(valid_from) over (
                partition by {{ key }} order by valid_from
            ) then valid_to
            else {{ add_days('valid_to', -1) }}
        end,
        date '9999-12-31'
    )
{%- endmacro %}
