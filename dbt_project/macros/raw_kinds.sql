{# The variable `raw_kinds` is the table of raw kinds of warehouse/raw, without
   those whose rows come by the million; warehouse/raw/dbt_vars.py says what it
   holds. What names a thing, what decides between two of its rows and what leaves
   a row out of the figures is written there alone. #}

{# Keeps one row for each key: of the list that speaks of the later day; where
   the days are the same or missing, one by its content, never by who loaded
   when, and dq_conflicts lists it. #}
{% macro latest_statement(kind) -%}
    qualify row_number() over (
        partition by {{ var('raw_kinds')[kind].key | join(', ') }}
        order by {{ var('raw_kinds')[kind].later_by }}, _row_md5 desc
    ) = 1
{%- endmacro %}

{# All rows of every kind: which one counts for its key, and which others could,
   because nothing says which is the later. #}
{% macro statement_rows() -%}
    {% for kind, rules in var('raw_kinds').items() -%}
        select
            '{{ kind }}' as row_kind,
            {% set texts = [] -%}
            {% for part in rules.key -%}
                {% do texts.append(
                    "coalesce(cast(" ~ part ~ " as string), '')"
                ) -%}
            {% endfor -%}
            {{ texts | join(" || '@' || ") }} as row_key,
            stated_on,
            _file_sha256 as file_sha256,
            _line as line,
            row_number() over (
                partition by {{ rules.key | join(', ') }}
                order by {{ rules.later_by }}, _row_md5 desc
            ) = 1 as is_latest_statement,
            rank() over (
                partition by {{ rules.key | join(', ') }}
                order by {{ rules.later_by }}
            ) = 1 as is_candidate
        from {{ source('raw', kind) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
{%- endmacro %}

{# What became of the one row of each key: in a figure, or why not. Needs the
   common table expressions `waves`, `procedures` and `calendar`. #}
{% macro statement_fates() -%}
    {% for kind, rules in var('raw_kinds').items() -%}
        select
            '{{ kind }}' as row_kind,
            {{ rules.fate }} as fate
        from {{ ref(rules.counted_in) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
{%- endmacro %}

{# Rows of every kind that enter no figure, or do without a number, and what in
   them says so; where a row stands by file and line. A row of the Front's own wave
   says which. Needs what `statement_fates` needs. #}
{% macro unplaced_statements() -%}
    {% for kind, rules in var('raw_kinds').items() -%}
        {% if rules.fault_columns -%}
            select
                '{{ kind }}' as row_kind,
                reader_fate as fate,
                case reader_fate
                    {% for fate, place in rules.fault_columns.items() -%}
                        when '{{ fate }}' then {{ place[0] }}
                    {% endfor -%}
                end as column_name,
                case reader_fate
                    {% for fate, place in rules.fault_columns.items() -%}
                        when '{{ fate }}' then {{ place[1] }}
                    {% endfor -%}
                end as value,
                {% if 'wave_code' in var('raw_codes')[kind] -%}
                    case
                        when
                            wave_code in (
                                select w.wave_code from waves as w
                                where
                                    w.owner = 'front'
                                    and w.stream <> 'service'
                            )
                            then wave_code
                    end as wave_code,
                {%- else -%}
                    cast(null as string) as wave_code,
                {%- endif %}
                '' as part,
                file_sha256,
                line
            from (
                select
                    *,
                    {{ rules.reader_fate }} as reader_fate
                from {{ ref(rules.counted_in) }}
            ) as r
            where reader_fate in ('{{ rules.fault_columns.keys() | join("', '") }}')
            union all
        {% endif -%}
    {% endfor -%}
    select
        '' as row_kind,
        '' as fate,
        '' as column_name,
        '' as value,
        cast(null as string) as wave_code,
        '' as part,
        '' as file_sha256,
        cast(0 as bigint) as line
    where false
{%- endmacro %}

{# What every row of every kind names by a code: the thing, the code and where it
   stands. #}
{% macro named_codes() -%}
    {% set codes = [] -%}
    {% for kind, columns in var('raw_codes').items() -%}
        {% for column, thing in columns.items() -%}
            {% do codes.append((kind, column, thing)) -%}
        {% endfor -%}
    {% endfor -%}
    {% for kind, column, thing in codes -%}
        select
            '{{ kind }}' as row_kind,
            '{{ thing }}' as thing,
            '{{ column }}' as column_name,
            {{ column }} as code,
            {% if 'wave_code' in var('raw_codes')[kind] -%}
                wave_code,
            {%- else -%}
                cast(null as string) as wave_code,
            {%- endif %}
            _row_md5 as row_md5,
            _file_sha256 as file_sha256,
            _line as line
        from {{ source('raw', kind) }}
        where {{ column }} is not null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
{%- endmacro %}

{# Every day that a row of a small kind states, and where it stands. #}
{% macro stated_days() -%}
    {% set days = [] -%}
    {% for kind, columns in var('raw_days').items() -%}
        {% for column in columns -%}
            {% do days.append((kind, column)) -%}
        {% endfor -%}
    {% endfor -%}
    {% for kind, column in days -%}
        select
            '{{ kind }}' as row_kind,
            '{{ column }}' as column_name,
            cast({{ column }} as date) as day,
            _file_sha256 as file_sha256,
            _line as line
        from {{ source('raw', kind) }}
        where {{ column }} is not null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
{%- endmacro %}

{# A number as text, without noughts behind its point. #}
{% macro plain_number(column) -%}
    regexp_replace(cast({{ column }} as string), '[.]0+$', '')
{%- endmacro %}

{# The first number of a row that cannot be, as two columns: whose it is, and the
   number. A row of an act then enters no figure; a list does without the number. #}
{% macro odd_number(kind) -%}
    case
        {% for column, limits in var('raw_numbers')[kind].items() -%}
            when {{ column }} not between {{ limits[0] }} and {{ limits[1] }}
                then '{{ column }}'
        {% endfor -%}
    end as odd_column,
    case
        {% for column, limits in var('raw_numbers')[kind].items() -%}
            when {{ column }} not between {{ limits[0] }} and {{ limits[1] }}
                then {{ plain_number(column) }}
        {% endfor -%}
    end as odd_number
{%- endmacro %}

{# A number where it can be, else none: what no office has may not fit either. #}
{% macro possible_number(kind, column, alias) -%}
    {% set limits = var('raw_numbers')[kind][column] -%}
    case
        when
            {{ alias }}.{{ column }} between {{ limits[0] }} and {{ limits[1] }}
            then {{ alias }}.{{ column }}
    end
{%- endmacro %}
