{# A build always starts in a file without the tables it makes, so a table is made
   under its own name at once. The adapter's own way, made for tables in use, makes
   it under another name, renames it and looks for something to drop: three
   statements more for each model. No model has hooks, grants or indexes. #}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- do make_way_for(target_relation) -%}
    {%- call statement('main', language=model['language']) -%}
        {{- create_table_as(
            False, target_relation, compiled_code, model['language']
        ) -}}
    {%- endcall -%}
    {%- do adapter.commit() -%}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='view') -%}
    {%- do make_way_for(target_relation) -%}
    {%- call statement('main') -%}
        {{- get_create_view_as_sql(target_relation, sql) -}}
    {%- endcall -%}
    {%- do adapter.commit() -%}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{# A table of counts that a daily build takes over. `changed` names a relation that
   holds the values of `by` whose rows may differ: these rows are taken out, and the
   model gives them anew. A row that no group needs any more is gone too, which
   delete+insert by the new rows' own keys would leave. A row beside what changed
   would be a mistake in `changed`: it stops the build. #}
{% materialization carried, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- if is_daily() -%}
        {%- set by = config.require('by') -%}
        {%- set changed = ref(config.require('changed')) -%}
        {%- call statement('take_out') -%}
            delete from {{ target_relation }}
            where {{ by }} in (select c.{{ by }} from {{ changed }} as c)
        {%- endcall -%}
        {%- call statement('main') -%}
            insert into {{ target_relation }} by name
            select * from ({{ compiled_code }}) as n
            where
                case
                    when n.{{ by }} in (select c.{{ by }} from {{ changed }} as c)
                        then true
                    else error('a count beside what changed')
                end
        {%- endcall -%}
    {%- else -%}
        {%- do make_way_for(target_relation) -%}
        {%- call statement('main') -%}
            {{- create_table_as(False, target_relation, compiled_code) -}}
        {%- endcall -%}
    {%- endif -%}
    {%- do adapter.commit() -%}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{# Only where the project is run by hand on a file it has filled before. #}
{% macro make_way_for(relation) %}
    {%- set existing_relation = load_cached_relation(relation) -%}
    {%- if existing_relation is not none -%}
        {%- do adapter.drop_relation(existing_relation) -%}
    {%- endif -%}
{% endmacro %}

{# The same on Spark, where a build starts in an empty catalog and is never daily:
   whatever a daily build adds to is a table made at once. #}
{% materialization table, adapter='spark', supported_languages=['sql', 'python'] %}
    {{ return(make_at_once('table')) }}
{% endmaterialization %}

{% materialization incremental, adapter='spark', supported_languages=['sql'] %}
    {{ return(make_at_once('table')) }}
{% endmaterialization %}

{% materialization carried, adapter='spark' %}
    {{ return(make_at_once('table')) }}
{% endmaterialization %}

{% materialization view, adapter='spark' %}
    {{ return(make_at_once('view')) }}
{% endmaterialization %}

{% macro make_at_once(type) %}
    {%- set target_relation = this.incorporate(type=type) -%}
    {%- call statement('main') -%}
        {%- if type == 'view' -%}
            {{- get_create_view_as_sql(target_relation, compiled_code) -}}
        {%- else -%}
            {{- create_table_as(False, target_relation, compiled_code) -}}
        {%- endif -%}
    {%- endcall -%}
    {{ return({'relations': [target_relation]}) }}
{% endmacro %}
