"""What the Front hands over at its own desk: its kinds alone, signed by its key."""

from __future__ import annotations

import json

from ingest.spec.spec import Spec
from warehouse.custody.front_key import Signer, front_key, open_key_text
from warehouse.custody.signed_rows import KEYS
from warehouse.desk.desks import is_fronts
from warehouse.errors import CustodyError
from warehouse.settings import Settings


def signer_of(settings: Settings, secret: str) -> Signer | None:
    """The opened key of a job; None at the desk of the clerks.

    Args:
        settings: The home, as the desk sees it.
        secret: JSON of `pem`, the private half, and its `passphrase`.

    Raises:
        CustodyError: The Front has no key yet, or what was told does not open it.
    """
    if not is_fronts(settings):
        return None
    if front_key(settings) is None:
        rule = "the Front signs what it loads"
        raise CustodyError("key", "", rule, "make it first: thanthien wave key")
    if not secret:
        rule = "a job of the Front is told its key when it is started"
        raise CustodyError("key", "", rule, "sign and load again on the page")
    told = json.loads(secret)
    return open_key_text(told["pem"].encode(), told["passphrase"])


def holds_fronts_alone(spec: Spec) -> bool:
    """Whether all that a layout holds may be the Front's: waves, ballots, forms."""
    return all(rule.kind.name in KEYS for rule in spec.kinds)


def refuse_if_not_fronts(settings: Settings, spec: Spec | None, name: str) -> None:
    """Refuses what is the clerks' to load, at the desk of the Front.

    Raises:
        CustodyError: The layout holds other kinds, or none is known.
    """
    if not is_fronts(settings) or (spec is not None and holds_fronts_alone(spec)):
        return
    rule = f"the Front's desk loads these kinds alone: {', '.join(KEYS)}"
    raise CustodyError("file", name, rule, "let the data steward load it")
