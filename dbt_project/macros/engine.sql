{# What DuckDB and Spark say differently, and nothing else. Each macro names what
   was seen to differ. #}

{# Whole days from `earlier` to `later`; DuckDB subtracts dates, Spark does not. #}
{% macro days_between(earlier, later) %}
    {{- return(adapter.dispatch('days_between')(earlier, later)) -}}
{% endmacro %}

{% macro duckdb__days_between(earlier, later) -%}
    (cast({{ later }} as date) - cast({{ earlier }} as date))
{%- endmacro %}

{% macro spark__days_between(earlier, later) -%}
    datediff(cast({{ later }} as date), cast({{ earlier }} as date))
{%- endmacro %}

{# A date moved by whole days; `date + interval` is a timestamp in DuckDB. #}
{% macro add_days(day, number) %}
    {{- return(adapter.dispatch('add_days')(day, number)) -}}
{% endmacro %}

{% macro duckdb__add_days(day, number) -%}
    (cast({{ day }} as date) + cast({{ number }} as integer))
{%- endmacro %}

{% macro spark__add_days(day, number) -%}
    date_add(cast({{ day }} as date), cast({{ number }} as integer))
{%- endmacro %}

{# The same day some months before, or the last of that month. #}
{% macro months_before(day, number) %}
    {{- return(adapter.dispatch('months_before')(day, number)) -}}
{% endmacro %}

{% macro duckdb__months_before(day, number) -%}
    cast({{ day }} - to_months(cast({{ number }} as integer)) as date)
{%- endmacro %}

{% macro spark__months_before(day, number) -%}
    add_months({{ day }}, -cast({{ number }} as integer))
{%- endmacro %}

{# Monday = 1 … Sunday = 7; Spark has no isodow. #}
{% macro iso_weekday(day) %}
    {{- return(adapter.dispatch('iso_weekday')(day)) -}}
{% endmacro %}

{% macro duckdb__iso_weekday(day) -%}
    isodow({{ day }})
{%- endmacro %}

{% macro spark__iso_weekday(day) -%}
    (weekday({{ day }}) + 1)
{%- endmacro %}

{# One row per day between two dates, both included, as column `day`. #}
{% macro days_from_to(first_day, last_day) %}
    {{- return(adapter.dispatch('days_from_to')(first_day, last_day)) -}}
{% endmacro %}

{% macro duckdb__days_from_to(first_day, last_day) -%}
    select cast(unnest(generate_series(
        {{ first_day }}, {{ last_day }}, interval 1 day
    )) as date) as day
{%- endmacro %}

{% macro spark__days_from_to(first_day, last_day) -%}
    select explode(sequence(
        {{ first_day }}, {{ last_day }}, interval 1 day
    )) as day
{%- endmacro %}

{# One comparable number for (day, ended, row hash), so that the last version of a
   row is a plain max: 16 bits of day, one of whether it had ended, 46 of hash: of
   two exports of one day the one that knows the end was made later. DuckDB is slow
   on max of a struct and on min_by of anything wider than 64 bits. A mistyped day
   outside 1900–2078 is ordered as the nearest day within. #}
{% macro version_order(day, is_ended, row_hash) %}
    {{- return(adapter.dispatch('version_order')(day, is_ended, row_hash)) -}}
{% endmacro %}

{% macro duckdb__version_order(day, is_ended, row_hash) -%}
    (
        cast(greatest(least(
            {{ day }}, date '2078-12-31'
        ), date '1900-01-01') - date '1900-01-01' as bigint) * 140737488355328
        + case when {{ is_ended }} then 70368744177664 else 0 end
        + cast({{ row_hash }} >> 82 as bigint)
    )
{%- endmacro %}

{% macro spark__version_order(day, is_ended, row_hash) -%}
    struct({{ day }}, {{ is_ended }}, {{ row_hash }})
{%- endmacro %}

{# One number for all rows of a relation, in whatever order. #}
{% macro rows_digest(relation) %}
    {{- return(adapter.dispatch('rows_digest')(relation)) -}}
{% endmacro %}

{% macro duckdb__rows_digest(relation) -%}
    (select cast(sum(hash(r)) as string) from {{ relation }} as r)
{%- endmacro %}

{% macro spark__rows_digest(relation) -%}
    (select cast(sum(xxhash64(struct(r.*))) as string) from {{ relation }} as r)
{%- endmacro %}

{# One 64-bit number for a key; equal keys, equal numbers. #}
{% macro row_number_of(columns) %}
    {{- return(adapter.dispatch('row_number_of')(columns)) -}}
{% endmacro %}

{% macro duckdb__row_number_of(columns) -%}
    hash({{ columns | join(', ') }})
{%- endmacro %}

{% macro spark__row_number_of(columns) -%}
    xxhash64({{ columns | join(', ') }})
{%- endmacro %}

{# One 64-bit number for all that a row holds; equal rows, equal numbers. #}
{% macro row_digest(alias) %}
    {{- return(adapter.dispatch('row_digest')(alias)) -}}
{% endmacro %}

{% macro duckdb__row_digest(alias) -%}
    hash({{ alias }})
{%- endmacro %}

{% macro spark__row_digest(alias) -%}
    xxhash64(struct({{ alias }}.*))
{%- endmacro %}

{# Texts of a group as one, in an order; null where all are null. #}
{% macro listed(text, order_by) %}
    {{- return(adapter.dispatch('listed')(text, order_by)) -}}
{% endmacro %}

{% macro duckdb__listed(text, order_by) -%}
    string_agg({{ text }}, ', ' order by {{ order_by }})
{%- endmacro %}

{% macro spark__listed(text, order_by) -%}
    nullif(listagg({{ text }}, ', ') within group (order by {{ order_by }}), '')
{%- endmacro %}

{# True while a build adds to the one published last, whose file is attached as
   `published`; a full build finds an empty stand-in there. On Spark every build is
   a full one. #}
{% macro is_daily() %}
    {{- return(adapter.dispatch('is_daily')()) -}}
{% endmacro %}

{% macro duckdb__is_daily() %}
    {%- if not execute -%}
        {{- return(true) -}}
    {%- endif -%}
    {%- set found = run_query('select count(*) from published.main.dim_build') -%}
    {{- return(found.columns[0].values()[0] > 0) -}}
{% endmacro %}

{% macro spark__is_daily() %}
    {{- return(not execute) -}}
{% endmacro %}

{# Spark has schemas and no databases above them: every schema of the project has a
   name of its own. #}
{% macro spark__generate_database_name(custom_database_name=none, node=none) %}
    {{- return(none) -}}
{% endmacro %}

{# Rows of a seed as literals. The adapter's own way writes an empty cell as the
   word None and leaves quotes as they are. #}
{% macro spark__load_csv_rows(model, agate_table) %}
    {%- set types = model['config'].get('column_types', {}) -%}
    {%- set rows = [] -%}
    {%- for row in agate_table.rows -%}
        {%- set cells = [] -%}
        {%- for name in agate_table.column_names -%}
            {%- set type = types.get(
                name, adapter.convert_type(agate_table, loop.index0)
            ) -%}
            {%- set text = (row[name] | string)
                .replace('\\', '\\\\').replace("'", "\\'") -%}
            {%- do cells.append(
                'null' if row[name] is none
                else "cast('" ~ text ~ "' as " ~ type ~ ')'
            ) -%}
        {%- endfor -%}
        {%- do rows.append('(' ~ cells | join(', ') ~ ')') -%}
    {%- endfor -%}
    {%- set sql -%}
        insert into {{ this }} values {{ rows | join(', ') }}
    {%- endset -%}
    {%- do adapter.add_query(sql, abridge_sql_log=True) -%}
    {{- return(sql) -}}
{% endmacro %}
