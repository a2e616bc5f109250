"""A scope is made by `scope_for` or it is refused."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from warehouse.errors import ScopeError
from warehouse.scope import ROLES, Scope, check_scope, scope_for

MINE = scope_for(user_id="a", role="leader", unit_keys=["1@2025-07-01"])


def test_a_sealed_scope_passes() -> None:
    assert check_scope(MINE) is MINE
    assert check_scope(copy.copy(MINE)) == MINE


@pytest.mark.parametrize(
    "changes",
    [
        {"unit_keys": ("1@2025-07-01", "2@2025-07-01")},
        {"unit_keys": ("2@2025-07-01",)},
        {"unit_keys": ["1@2025-07-01"], "role": "front"},
        {"role": "committee"},
        {"role": "officer", "officer_code": "CB001"},
        {"officer_code": ""},
        {"user_id": "b"},
        {"seal": ""},
        {"seal": "é" * 64},
    ],
)
def test_a_changed_scope_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ScopeError):
        check_scope(dataclasses.replace(MINE, **changes))


@pytest.mark.parametrize("stranger", [None, "leader", {"role": "committee"}, object()])
def test_no_scope_is_refused(stranger: object) -> None:
    with pytest.raises(ScopeError):
        check_scope(stranger)


def test_a_scope_made_without_the_key_is_refused() -> None:
    forged = Scope("committee", ("1@2025-07-01",), None, "a", "0" * 64)
    with pytest.raises(ScopeError):
        check_scope(forged)


def test_fields_do_not_run_together() -> None:
    one = scope_for(user_id="a", role="leader", unit_keys=["ab", "c"])
    other = scope_for(user_id="a", role="leader", unit_keys=["a", "bc"])
    assert one.seal != other.seal
    assert one.rights_key != other.rights_key


def test_equal_rights_share_a_key_and_other_rights_do_not() -> None:
    same = scope_for(user_id="b", role="leader", unit_keys=MINE.unit_keys)
    more = scope_for(user_id="a", role="leader", unit_keys=[*MINE.unit_keys, "2@x"])
    front = scope_for(user_id="a", role="front", unit_keys=MINE.unit_keys)
    assert same.rights_key == MINE.rights_key
    assert len({MINE.rights_key, more.rights_key, front.rights_key}) == 3


def test_it_survives_a_copy_through_pickle_in_this_process_only_by_its_seal() -> None:
    assert check_scope(pickle.loads(pickle.dumps(MINE))) == MINE


@pytest.mark.parametrize(
    ("role", "officer"),
    [("officer", None), ("leader", "CB001"), ("king", None), ("", None)],
)
def test_role_and_officer_go_together(role: str, officer: str | None) -> None:
    with pytest.raises(ScopeError):
        scope_for(user_id="a", role=role, unit_keys=[], officer_code=officer)


def test_someone_is_behind_every_scope() -> None:
    with pytest.raises(ScopeError):
        scope_for(user_id="", role=ROLES[0], unit_keys=[])
