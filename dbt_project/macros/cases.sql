{# Whether a status says that work on a dossier has ended, however it ended. #}
{% macro is_end_status(status) -%}
    {{ status }} in (
        'finished', 'returned', 'withdrawn', 'rejected', 'stopped'
    )
{%- endmacro %}
