{# Last day of 2026, 2026-H1, 2026-Q3 or 2026-09; NULL for any other writing. #}
{% macro period_end(period) -%}
    case
        when
            regexp_extract(
                {{ period }}, '^[0-9]{4}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?$', 0
            ) <> ''
            then last_day(make_date(
                cast(left({{ period }}, 4) as integer),
                case substr({{ period }}, 6, 1)
                    when 'Q' then 3 * cast(right({{ period }}, 1) as integer)
                    when 'H' then 6 * cast(right({{ period }}, 1) as integer)
                    when '' then 12
                    else cast(right({{ period }}, 2) as integer)
                end,
                1
            ))
    end
{%- endmacro %}
