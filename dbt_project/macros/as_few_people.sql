{# Rows of `relation` with `person` as few people as they can be. A person whose keyed
   hash is gone has a random name in each wave (`#…`, warehouse/upkeep/retention.py) and
   may be anybody of another one. In a set that holds such a name the first person of a
   wave at a place is taken for the first of every other, the second for the second:
   who may be too few stays hidden. Within a wave everybody stays who they are.

   relation: has `own_wave`, `person`, the columns of `set`, `place` and `kept`. #}
{% macro as_few_people(relation, set, place, kept) -%}
    select
        {{ set | join(', ') }},
        own_wave,
        {{ place }},
        {{ kept | join(', ') }},
        case
            when is_unlinked
                then home || '#' || cast(dense_rank() over (
                    partition by {{ set | join(', ') }}, own_wave, home
                    order by person
                ) as string)
            else person
        end as person
    from (
        select
            *,
            bool_or(person like '#%') over (
                partition by {{ set | join(', ') }}
            ) as is_unlinked,
            min({{ place }}) over (
                partition by {{ set | join(', ') }}, own_wave, person
            ) as home
        from {{ relation }}
    ) as placed
{%- endmacro %}
