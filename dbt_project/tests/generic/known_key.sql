{# Every key that is filled exists in the other model. #}
{% test known_key(model, column, to, field) %}

select distinct m.{{ column }}
from {{ model }} as m
anti join {{ to }} as t on m.{{ column }} = t.{{ field }}
where m.{{ column }} is not null

{% endtest %}
