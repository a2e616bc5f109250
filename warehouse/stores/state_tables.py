"""Tables of the small store, and the triggers that keep what only grows."""

from __future__ import annotations


def _steps(name: str, subject: str, *, keeps_words: bool = False) -> str:
    """Tables of a chain of steps (`warehouse.chain`): signed rows, words apart.

    Words may be taken out when their time is over, unless the chain keeps them.
    """
    kept = f"""create trigger if not exists {name}_words_are_kept
before delete on {name}_body
begin select raise(abort, 'a step on record is final'); end;
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
{kept if keeps_words else ""}"""


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
create table if not exists second_factor (
    user_name text primary key references account (user_name),
    sealed_secret text not null,
    last_counter integer not null,
    turned_on_at integer not null
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
create table if not exists wave_figures (
    digest text primary key,
    figures text not null
) strict;
create trigger if not exists released_figures_stay before update on wave_figures
begin select raise(abort, 'figures of a released wave are final'); end;
create trigger if not exists released_figures_are_kept before delete on wave_figures
begin select raise(abort, 'figures of a released wave are final'); end;
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
{_steps("review", "review", keeps_words=True)}
{_steps("note", "finding", keeps_words=True)}
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
create table if not exists wave_second_draw (
    wave_code text not null,
    plan_edition integer not null,
    drawn_at text not null,
    drawn_by text not null,
    draw text not null,
    sha256 text not null,
    primary key (wave_code, plan_edition)
) strict;
create trigger if not exists second_is_never_changed before update on wave_second_draw
begin select raise(abort, 'a draw that was kept stays'); end;
create trigger if not exists second_is_never_removed before delete on wave_second_draw
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
