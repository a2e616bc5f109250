"""Who is reading, made once on the server from a signed-in identity.

A scope is sealed: its fields carry an HMAC under a key that lives only in this
process, so a scope that was typed in, copied with other units or unpickled from
elsewhere is refused. A URL never widens a scope, because nothing reads one from it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from warehouse.errors import ScopeError

ROLES = ("committee", "front", "leader", "steward", "officer", "ministry")

_KEY = secrets.token_bytes(32)


@dataclass(frozen=True)
class Scope:
    """What one reader may see; make it with `scope_for` only.

    Attributes:
        role: One of `ROLES`.
        unit_keys: Every unit, old and new, whose rows may be read.
        officer_code: The reader's own code; only for the role `officer`.
        user_id: The signed-in account, for the record of who saw what.
        seal: HMAC over the other fields.
    """

    role: str
    unit_keys: tuple[str, ...]
    officer_code: str | None
    user_id: str
    seal: str

    @property
    def rights_key(self) -> str:
        """Names what may be seen, not who sees it: equal rights share a cache."""
        return _digest("rights", self.role, self.officer_code, *self.unit_keys)


def scope_for(
    *,
    user_id: str,
    role: str,
    unit_keys: Iterable[str],
    officer_code: str | None = None,
) -> Scope:
    """Seals the scope of a signed-in reader.

    Args:
        user_id: The account that signed in.
        role: One of `ROLES`.
        unit_keys: The units the role was granted for; none means no rows.
        officer_code: Needed for, and only for, the role `officer`.

    Raises:
        ScopeError: The role is unknown, or role and officer do not go together.
    """
    if role not in ROLES:
        raise ScopeError("role", role, f"one of {', '.join(ROLES)}", "ask the steward")
    if (role == "officer") != bool(officer_code):
        rule = "an officer code belongs to the role officer and to no other"
        raise ScopeError("officer_code", officer_code, rule, "correct the account")
    if not user_id:
        raise ScopeError("user_id", user_id, "a scope belongs to someone", "sign in")
    units = tuple(sorted(set(unit_keys)))
    seal = _digest("seal", role, officer_code, user_id, *units)
    return Scope(role, units, officer_code, user_id, seal)


def check_scope(scope: object) -> Scope:
    """Returns the scope if its seal is ours.

    Raises:
        ScopeError: There is no scope, or its seal does not fit its fields.
    """
    if not isinstance(scope, Scope):
        rule = "a sealed scope is needed to read anything"
        raise ScopeError("scope", type(scope).__name__, rule, "sign in")
    fields = (scope.role, scope.officer_code, scope.user_id, *scope.unit_keys)
    ours = _digest("seal", *fields)
    if not hmac.compare_digest(str(scope.seal).encode(), ours.encode()):
        raise ScopeError(
            "scope", scope.user_id, "its seal is not ours", "sign in again"
        )
    return scope


def _digest(*fields: str | None) -> str:
    # repr keeps ("ab", "c") apart from ("a", "bc"), None from "" and 1 from "1".
    return hmac.new(_KEY, repr(fields).encode(), hashlib.sha256).hexdigest()
