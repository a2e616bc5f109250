-- Guards: lateness counted over cases that have no promise or no finish, which
-- makes an office look better or worse than it is.
select case_code
from {{ ref('fct_cases') }}
where
    (is_late_strict is not null and not is_finished_with_due)
    or (is_late_strict and late_working_days is null)
    or (is_finished_with_due and is_late_strict is null)
