"""Commands that read or write as the Front: name and password, then its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.commands.sign_in import signed_in_by_prompt
from warehouse.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.people.account_rows import Identity
    from warehouse.read import Answer


def as_front(settings: Settings, user: str) -> tuple[Identity, Callable[..., Answer]]:
    """Signs the Front in for one command.

    Returns:
        The person, and a function that answers a registered query for them.

    Raises:
        AccountError: The name or password is wrong, or the account is not the Front's.
    """
    from warehouse.read import reader_of
    from warehouse.rights import FRONT

    person = person_of_front(settings, user)
    reader = reader_of(settings)
    scope = reader.scope_of_account(user_id=person.user_name, role=FRONT)

    def ask(name: str, **params: str) -> Answer:
        return reader.run(name, scope, **params)

    return person, ask


def person_of_front(settings: Settings, user: str) -> Identity:
    """Signs the Front in for one command that reads no rows of a build.

    Raises:
        AccountError: The name or password is wrong, or the account is not the Front's.
    """
    from warehouse.errors import AccountError
    from warehouse.rights import FRONT

    person = signed_in_by_prompt(settings, user)
    if person.role != FRONT:
        rule = "it is the Front's alone"
        raise AccountError("role", person.role, rule, "sign in as the Front")
    return person
