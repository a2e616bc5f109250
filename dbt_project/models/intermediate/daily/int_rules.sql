{{ config(database=target.get('database'), schema='carried') }}

{% set lists = [
    'int_calendar_days', 'int_officer_postings', 'int_unit_shares',
    'int_units', 'stg_items', 'stg_procedures', 'stg_waves',
] -%}

-- whatever can change a dossier or a ballot without a new row of its own
with int_rules as (
    {% for name in lists -%}
        select
            '{{ name }}' as relation,
            {{ rows_digest(ref(name)) }} as digest
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from int_rules
