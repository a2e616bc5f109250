"""One account per role for the simulated province, with printed passwords."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.builds.published import published_build
from warehouse.custody.front_key import Signer, front_key, make_key, open_key
from warehouse.errors import ThanThienError
from warehouse.people.account_rows import Identity, find_row
from warehouse.people.accounts import (
    add_account,
    change_rights,
    disable_account,
    list_accounts,
    set_known_password,
)
from warehouse.people.passwords import new_password
from warehouse.raw.store import open_raw
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading
from warehouse.words import words_of

ACTOR = "cli:demo"
DEMO_PASSPHRASE = "a demo key keeps no secret"

_BUSIEST_OFFICER = """
with ballots as (
    select officer_code, count(*) as n_answers
    from raw.answer
    where officer_code is not null
    group by officer_code
),

compared as (
    select distinct answer.unit_code
    from raw.answer as answer
    inner join raw.wave as wave on wave.wave_code = answer.wave_code
    where wave.stream = 'after'
),

reminded as (
    select
        officer_code,
        count(*) filter (where kind = 'reminder') as n_reminders,
        count(*) filter (where kind = 'measure') as n_measures
    from raw.reminder
    group by officer_code
),

-- with somebody reminded often, and measures given: due process has something to show
dealt_with as (
    select officer.unit_code
    from raw.officer as officer
    inner join reminded on reminded.officer_code = officer.officer_code
    where officer.valid_to is null
    group by officer.unit_code
    having
        count(*) filter (where reminded.n_reminders >= 3) > 1
        and count(*) filter (where reminded.n_measures > 0) > 1
)

select officer.officer_code, officer.unit_code
from raw.officer as officer
inner join ballots on ballots.officer_code = officer.officer_code
left join compared on compared.unit_code = officer.unit_code
left join dealt_with on dealt_with.unit_code = officer.unit_code
where officer.valid_to is null
order by
    compared.unit_code is not null desc,
    dealt_with.unit_code is not null desc,
    ballots.n_answers desc,
    officer.officer_code
limit 1
"""


@dataclass(frozen=True)
class DemoAccount:
    """An account and the password it was given at this start."""

    identity: Identity
    password: str


def make_demo_accounts(settings: Settings) -> list[DemoAccount]:
    """Makes, or gives new passwords to, one account for each role.

    The leader leads the unit of the officer with the most ballots among the units
    asked before and after where officers were reminded often, so that the two pages
    belong together and show most.

    Raises:
        ThanThienError: The published data are real: no printed passwords there.
        NothingPublishedError: There is nothing to show yet.
    """
    if not published_build(settings).is_simulated:
        rule = "accounts with printed passwords open simulated data only"
        raise ThanThienError("build", "real data", rule, "thanthien user add NAME")
    accounts = []
    for identity in demo_people(settings):
        password = new_password()
        with reading(settings) as connection:
            is_known = find_row(connection, identity.user_name) is not None
        if is_known:
            change_rights(settings, identity, actor=ACTOR)
            set_known_password(settings, identity.user_name, password, actor=ACTOR)
        else:
            add_account(
                settings,
                identity,
                password=password,
                must_change_password=False,
                source="demo",
                actor=ACTOR,
            )
        accounts.append(DemoAccount(identity, password))
    return accounts


def close_demo_accounts(settings: Settings) -> None:
    """Closes every account whose password was printed; the next demo opens it again.

    Raises:
        AuditError: It cannot be recorded: the account stays as it was.
    """
    for account in list_accounts(settings):
        if account.source == "demo" and not account.is_disabled:
            disable_account(settings, account.identity.user_name, actor=ACTOR)


def demo_signer(settings: Settings) -> Signer:
    """Opens the key that signs the simulated Front's files; makes it the first time.

    Its file and its passphrase are no secret: it is named a demo key, and the home lets
    it sign simulated data alone.

    Raises:
        CustodyError: The home has another key.
    """
    path = settings.home / "demo_front_key.pem"
    if front_key(settings) is None:
        name = words_of(settings.lang)("demo_accounts.front")
        front = Identity("mattran", name, FRONT)
        make_key(settings, path, DEMO_PASSPHRASE, by=front, is_demo=True)
    return open_key(path, DEMO_PASSPHRASE)


def demo_people(settings: Settings) -> list[Identity]:
    """Who signs in: one of each role, the leader of the officer's unit."""
    words = words_of(settings.lang)
    people = [
        Identity("banchidao", words("demo_accounts.committee"), "committee"),
        Identity("mattran", words("demo_accounts.front"), "front"),
        Identity("dulieu", words("demo_accounts.steward"), "steward"),
    ]
    with open_raw(settings) as connection:
        found = run_sql(connection, _BUSIEST_OFFICER).fetchone()
    if found is not None:
        officer_code, unit_code = found
        people += [
            Identity("lanhdao", words("demo_accounts.leader"), "leader", unit_code),
            Identity(
                "canbo", words("demo_accounts.officer"), "officer", None, officer_code
            ),
        ]
    return people
