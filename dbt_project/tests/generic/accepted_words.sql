{# A column holds only the words its readers know. #}
{% test accepted_words(model, column, words) %}

select distinct {{ column }}
from {{ model }}
where {{ column }} not in ('{{ words | join("', '") }}')

{% endtest %}
