"""Signing in for one command: what is asked of the person at the keyboard."""

from __future__ import annotations

import typer

from warehouse.commands.terminal import LANG
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings
from warehouse.words import words_of


def signed_in_by_prompt(settings: Settings, user_name: str) -> Identity:
    """Asks for the password, and for the code where the account has a second factor.

    Raises:
        AccountError: Name, password or code is wrong, or a first password stands.
        AuditError: The outcome cannot be recorded.
    """
    from warehouse.people.second_factor import has_second_factor
    from warehouse.people.sign_in import sign_in_to_act

    say = words_of(LANG)
    word = say("commands.sign_in.password")
    password = typer.prompt(f"{word} ({user_name})", hide_input=True, err=True)
    code = ""
    if has_second_factor(settings, user_name):
        code = typer.prompt(say("commands.sign_in.code"), err=True)
    return sign_in_to_act(settings, user_name, password, code=code)
