{# Answers that count: a level on the item's scale, of a ballot that no rule leaves
   out. For rows of agg_answer_cells. #}
{% macro is_counted_answer() -%}
    level is not null
    and is_item_known
    and not is_out_of_scale
    and left_out = 'none'
{%- endmacro %}

{# Whether a row of a list of superseded answers speaks of this very answer. #}
{% macro is_same_answer(answer, superseded) -%}
    {{ answer }}.wave_code = {{ superseded }}.wave_code
    and {{ answer }}.ballot_id = {{ superseded }}.ballot_id
    and {{ answer }}.item_code = {{ superseded }}.item_code
    and {{ answer }}.file_sha256 = {{ superseded }}.file_sha256
    and {{ answer }}.line = {{ superseded }}.line
{%- endmacro %}

{# Whether a level lies off the scale of its question, as every level does where the
   scale itself cannot be. Null without a level, or without a question. #}
{% macro is_off_scale(level, item) -%}
    (
        {{ level }} not between {{ item }}.scale_min and {{ item }}.scale_max
        or ({{ level }} is not null and {{ item }}.odd_column is not null)
    )
{%- endmacro %}
