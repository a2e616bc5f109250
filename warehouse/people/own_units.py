"""Which units an account covers: the selects that answer it in a build."""

from __future__ import annotations

NO_UNITS = "select unit_key from main.dim_units where false"
_ALL_UNITS = "select distinct unit_key from main.dim_units"
_NATION = """
select unit_key
from main.dim_units
where unit_level = 'nation'
union all
select provinces.unit_key
from main.dim_units as provinces
inner join main.dim_units as nation
    on provinces.parent_unit_key = nation.unit_key
where nation.unit_level = 'nation'
"""
_OWN_UNITS = """
select distinct unit_key
from main.dim_officers
where officer_code = $officer_code
"""
_UNITS_BELOW = """
with recursive own as (
    -- A code is reused for another area: the leader's is the unit of today.
    select unit_key
    from main.dim_units
    where unit_code = $unit_code
    order by is_current desc, unit_valid_from desc
    limit 1
),

below as (
    select distinct dim_units.unit_key
    from main.dim_units
    inner join own
        on list_contains(string_split(dim_units.path, '/'), own.unit_key)
),

went_to as (
    select old_unit_key as unit_key, new_unit_key as later_unit_key
    from main.bridge_unit_succession
    union
    select went_to.unit_key, bridge.new_unit_key
    from went_to
    inner join main.bridge_unit_succession as bridge
        on went_to.later_unit_key = bridge.old_unit_key
),

merged as (
    -- Whole only if every unit it ended in is below; steps on the way do not count.
    select unit_key
    from went_to
    where later_unit_key not in (
        select old_unit_key from main.bridge_unit_succession
    )
    group by unit_key
    having bool_and(later_unit_key in (select unit_key from below))
)

select unit_key from below
union
select unit_key from merged
"""
UNITS_OF_ROLE = {
    "committee": _ALL_UNITS,
    "front": _ALL_UNITS,
    "steward": _ALL_UNITS,
    "leader": _UNITS_BELOW,
    "officer": _OWN_UNITS,
    "ministry": _NATION,
}
