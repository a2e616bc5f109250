"""The small store of what people do: accounts, sessions, single sign-on map,
ownership, plans, draws and releases of waves, what the Front has signed, steps of due
process, periodic reviews with their frozen figures, weekly digests.

SQLite, because several processes write a little each and every write must
survive a crash: WAL with `synchronous=FULL`. The file is readable by its owner
only; a file others may read is refused rather than repaired in silence.
"""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from warehouse.errors import ThanThienError
from warehouse.settings import Settings
from warehouse.stores.faults import in_words
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state_seal import sealing


def _steps(name: str, subject: str) -> str:
    """Tables of a chain of steps (`warehouse.chain`): signed rows, words apart.

    Words may be taken out when their time is over; a chain that forbids it says so.
    """
    return f"""
create table if not exists {name}_event (
    seq integer primary key,
    {subject} text not null,
    at text not null,
    action text not null,
    role text not null,
    kind text not null,
    unit_key text not null,
    body_mac text not null,
    before_mac text not null,
    mac text not null
) strict;
create table if not exists {name}_body (
    seq integer primary key,
    body text not null
) strict;
create trigger if not exists {name}_is_never_changed before update on {name}_event
begin select raise(abort, 'a step on record is final'); end;
create trigger if not exists {name}_is_never_removed before delete on {name}_event
begin select raise(abort, 'a step on record is final'); end;
create trigger if not exists {name}_words_stay before update on {name}_body
begin select raise(abort, 'a step on record is final'); end;
"""


SCHEMA = f"""
create table if not exists account (
    user_name text primary key,
    display_name text not null,
    role text not null,
    unit_code text,
    officer_code text,
    is_administrator integer not null default 0,
    source text not null default 'local',
    password_hash text,
    must_change_password integer not null default 1,
    is_disabled integer not null default 0,
    created_at integer not null,
    last_sign_in_at integer
) strict;
create table if not exists sign_in_failure (
    name_sha256 text primary key,
    n_failures integer not null,
    last_at integer not null,
    locked_until integer not null default 0
) strict;
create table if not exists session (
    token_sha256 text primary key,
    session_id text not null unique,
    user_name text not null references account (user_name),
    created_at integer not null,
    last_used_at integer not null,
    expires_at integer not null,
    ended_at integer,
    client_address text not null default ''
) strict;
create index if not exists session_by_user on session (user_name);
create table if not exists mail_address (
    user_name text primary key references account (user_name),
    address text not null
) strict;
create table if not exists digest (
    week text not null,
    user_name text not null,
    role text not null,
    unit_code text not null,
    made_at text not null,
    build_id text not null,
    subject text not null,
    body_text text not null,
    body_html text not null,
    lines text not null,
    n_tries integer not null default 0,
    sent_at text,
    failure text not null default '',
    primary key (week, user_name)
) strict;
create table if not exists identity_map (
    claim_value text primary key,
    role text not null,
    unit_code text,
    is_administrator integer not null default 0
) strict;
create table if not exists wave_statement (
    sequence integer primary key,
    body text not null,
    signature text not null
) strict;
create trigger if not exists release_stays_as_signed before update on wave_statement
begin select raise(abort, 'a release is final'); end;
create trigger if not exists release_stays_on_record before delete on wave_statement
begin select raise(abort, 'a release is final'); end;
create table if not exists wave_custody (
    wave_code text primary key,
    owner text not null,
    stream text not null,
    file_sha256 text not null,
    recorded_at text not null
) strict;
create trigger if not exists custody_is_never_changed before update on wave_custody
begin select raise(abort, 'the owner of a wave is kept'); end;
create trigger if not exists custody_is_never_removed before delete on wave_custody
begin select raise(abort, 'the owner of a wave is kept'); end;
{_steps("process", "matter")}
{_steps("review", "review")}
create trigger if not exists review_words_are_kept before delete on review_body
begin select raise(abort, 'a step on record is final'); end;
create table if not exists review_figures (
    digest text primary key,
    figures text not null
) strict;
create trigger if not exists figures_are_never_changed before update on review_figures
begin select raise(abort, 'figures of a review are final'); end;
create trigger if not exists figures_are_never_removed before delete on review_figures
begin select raise(abort, 'figures of a review are final'); end;
create table if not exists front_key (
    key_id text primary key,
    public_key text not null,
    is_demo integer not null,
    made_by text not null,
    made_at text not null
) strict;
create trigger if not exists front_key_is_one before insert on front_key
when exists (select 1 from front_key)
begin select raise(abort, 'the Front has a key'); end;
create trigger if not exists front_key_is_never_changed before update on front_key
begin select raise(abort, 'the key of the Front is kept'); end;
create trigger if not exists front_key_is_never_removed before delete on front_key
begin select raise(abort, 'the key of the Front is kept'); end;
create table if not exists wave_batch (
    sequence integer primary key,
    body text not null,
    signature text not null
) strict;
create trigger if not exists batch_is_never_changed before update on wave_batch
begin select raise(abort, 'a signed batch is kept'); end;
create trigger if not exists batch_is_never_removed before delete on wave_batch
begin select raise(abort, 'a signed batch is kept'); end;
create table if not exists wave_file (
    file_sha256 text not null,
    wave_code text not null,
    primary key (file_sha256, wave_code)
) strict;
create trigger if not exists file_of_a_wave_is_kept before delete on wave_file
begin select raise(abort, 'which wave a file is of is kept'); end;
create table if not exists wave_bundle (
    number integer primary key,
    manifest text not null,
    signature text not null,
    taken_at text not null
) strict;
create trigger if not exists bundle_is_never_changed before update on wave_bundle
begin select raise(abort, 'a bundle that was taken is kept'); end;
create trigger if not exists bundle_is_never_removed before delete on wave_bundle
begin select raise(abort, 'a bundle that was taken is kept'); end;
create table if not exists wave_rows (
    digest text primary key,
    rows blob not null
) strict;
create table if not exists wave_salt (
    digest text primary key,
    salt text not null,
    last_day text
) strict;
create table if not exists wave_plan (
    wave_code text not null,
    edition integer not null,
    planned_at text not null,
    planned_by text not null,
    plan text not null,
    sha256 text not null,
    primary key (wave_code, edition)
) strict;
create trigger if not exists plan_is_never_changed before update on wave_plan
begin select raise(abort, 'a plan that was kept stays'); end;
create trigger if not exists plan_is_never_removed before delete on wave_plan
begin select raise(abort, 'a plan that was kept stays'); end;
create table if not exists wave_draw (
    wave_code text not null,
    plan_edition integer not null,
    drawn_at text not null,
    drawn_by text not null,
    draw text not null,
    sha256 text not null,
    primary key (wave_code, plan_edition)
) strict;
create trigger if not exists draw_is_never_changed before update on wave_draw
begin select raise(abort, 'a draw that was kept stays'); end;
create trigger if not exists draw_is_never_removed before delete on wave_draw
begin select raise(abort, 'a draw that was kept stays'); end;
create table if not exists design_statement (
    sequence integer primary key,
    body text not null,
    signature text not null
) strict;
create trigger if not exists design_is_never_changed before update on design_statement
begin select raise(abort, 'a signed statement is kept'); end;
create trigger if not exists design_is_never_removed before delete on design_statement
begin select raise(abort, 'a signed statement is kept'); end;
"""
_PARTS = frozenset(re.findall(r"create (?:table|trigger) if not exists (\w+)", SCHEMA))

BUSY_TIMEOUT_SECONDS = 10


@contextmanager
def reading(settings: Settings) -> Iterator[sqlite3.Connection]:
    """Opens the store for one short read; every click does, so it is kept light."""
    path = settings.state_path
    with in_words(path):
        if _key(path) not in _ready:
            with sealing(path):
                _connect(path).close()
        refuse_if_shared(path)
        timeout = BUSY_TIMEOUT_SECONDS
        with closing(sqlite3.connect(path, timeout=timeout)) as connection:
            connection.row_factory = sqlite3.Row
            yield connection


@contextmanager
def writing(settings: Settings) -> Iterator[sqlite3.Connection]:
    """Opens the store for one transaction: everything inside, or nothing."""
    path = settings.state_path
    with (
        in_words(path, is_writing=True),
        sealing(path),
        closing(_connect(path)) as connection,
        connection,
    ):
        run_sql(connection, "begin immediate")
        yield connection


def open_private(path: Path) -> sqlite3.Connection:
    """Opens an SQLite file that only its owner may read, making it if needed.

    Raises:
        ThanThienError: The file exists and others may read or write it.
    """
    make_private(path)
    connection = sqlite3.connect(
        path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None
    )
    run_sql(connection, "pragma journal_mode = wal")
    run_sql(connection, "pragma synchronous = full")
    run_sql(connection, "pragma foreign_keys = on")
    return connection


def make_private(path: Path) -> None:
    """Makes an empty file with mode 600, or checks the mode of the one there.

    Raises:
        ThanThienError: The file exists and others may read or write it.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        refuse_if_shared(path)


def refuse_if_shared(path: Path) -> None:
    """Checks that a file is its owner's alone.

    Raises:
        ThanThienError: Others may read or write it, or another user owns it.
    """
    if os.name != "posix":
        return  # Windows has no mode bits; the folder's own rights decide there
    found = path.stat()
    if stat.S_IMODE(found.st_mode) & 0o077 or found.st_uid != os.geteuid():
        mode = f"{stat.S_IMODE(found.st_mode):o}, uid {found.st_uid}"
        rule = "only the user who runs the program may read it"
        right = 700 if path.is_dir() else 600
        raise ThanThienError(str(path), mode, rule, f"chmod {right} {path}")


def refuse_if_data_shared(settings: Settings) -> None:
    """Checks that nobody else reaches the loaded rows and the builds.

    A home that is its owner's alone is enough; else each of them must be.

    Raises:
        ThanThienError: Others may read one of them; the message closes the home.
    """
    data = [path for path in (settings.raw_path, settings.builds_dir) if path.exists()]
    try:
        for path in data:
            refuse_if_shared(path)
    except ThanThienError:
        refuse_if_shared(settings.home)


# Stores whose tables this process has seen: path, device and number of the file.
_ready: set[tuple[str, int, int]] = set()


def _connect(path: Path) -> sqlite3.Connection:
    connection = open_private(path)
    connection.row_factory = sqlite3.Row
    if not _has_schema(connection):
        connection.executescript(SCHEMA)
    if (key := _key(path)) is not None:
        _ready.add(key)
    return connection


def _key(path: Path) -> tuple[str, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return str(path), found.st_dev, found.st_ino


def _has_schema(connection: sqlite3.Connection) -> bool:
    query = "select name from sqlite_master where type in ('table', 'trigger')"
    return {row[0] for row in run_sql(connection, query)} >= _PARTS
