"""Daily builds: what a build may take over from the one published last.

A daily build starts from copies of the published file and of the kept working file,
and works out again only the dossiers and ballots of new files. It is allowed only
where nothing else can have changed: the same project, the same earlier files, no new
lists. Everything else is a full build, and the reason is given.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import duckdb

from warehouse.builds.pointer import Pointer, is_whole, read_pointer
from warehouse.errors import DamagedError, NothingPublishedError
from warehouse.raw.dbt_vars import dbt_vars
from warehouse.raw.kinds import DAILY_KINDS
from warehouse.raw.store import open_raw
from warehouse.rules.rules import SHIPPED_DIR, own_digests
from warehouse.settings import Settings
from warehouse.stores.durable import content_sha256
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql

# Relations of the published file that a daily build adds to.
CARRIED = (
    ("main", "fct_cases"),
    ("main", "fct_ballots"),
    ("main", "agg_answer_cells"),
    ("main", "agg_answer_levels"),
    ("main", "agg_wave_levels"),
    ("main", "agg_wave_respondents"),
    ("main", "agg_wave_clusters"),
    ("main", "agg_ballot_batches"),
    ("main", "agg_factor_patterns"),
    ("main", "agg_officer_case_months"),
    ("main", "agg_officer_ballot_months"),
    ("main", "agg_officer_ballots"),
    ("main", "agg_officer_days"),
    ("main", "agg_officer_months"),
    ("main", "agg_officer_cells"),
    ("main", "agg_index_months"),
    ("carried", "int_superseded_answers"),
)
_STAND_IN = """
create schema carried;
create table dim_build (data_as_of date);
create table dq_loads (file_sha256 varchar, status varchar, loaded_at timestamp);
create table fct_ballots (
    wave_code varchar, ballot_id varchar, stream varchar, instrument varchar,
    unit_key varchar, procedure_group varchar, channel varchar, on_day date,
    left_out varchar, front_wave varchar,
    weight decimal(18, 6)
);
create table fct_petitions (petition_code varchar, received_on date);
create table fct_cases (
    case_code varchar, officer_code varchar, unit_key varchar,
    procedure_group varchar, channel varchar, received_at timestamp,
    finished_at timestamp,
    is_finished_with_due boolean, is_late_strict boolean
);
create table agg_officer_case_months (
    officer_code varchar, unit_key varchar, month date, procedure_group varchar,
    channel varchar, n_cases bigint, n_late_strict bigint
);
create table agg_answer_cells (
    wave_code varchar, stream varchar, instrument varchar, unit_key varchar,
    procedure_group varchar, channel varchar, left_out varchar,
    front_wave varchar, item_code varchar,
    level decimal(10, 2), no_answer_reason varchar, is_satisfied boolean,
    is_item_known boolean, is_out_of_scale boolean, n_answers bigint,
    sum_weight decimal(38, 6), sum_squared_weight decimal(38, 12)
);
create table carried.int_superseded_answers (
    wave_code varchar, ballot_id varchar, item_code varchar,
    file_sha256 varchar, line bigint
);
create table carried.int_rules (relation varchar, digest varchar);
"""


@dataclass(frozen=True)
class Plan:
    """How the next build is made.

    Attributes:
        is_full: Everything is worked out from raw.
        why: `asked`, `first`, `damaged_before`, `project_changed`, `files_changed`,
            `lists_changed`, `other_engine`, `on_spark` or `not_green` for a full
            build, `new_rows` for a daily one.
        published: File a daily build starts from; None for a full build.
        kept: Its working file; None for a full build.
    """

    is_full: bool
    why: str
    published: Path | None = None
    kept: Path | None = None


def plan_build(settings: Settings, *, is_full_asked: bool) -> Plan:
    """Decides between a full and a daily build.

    The check of new files is exact, by content hash and load time of each file that
    the published build knew; no clock is compared.

    Args:
        settings: Where raw and builds lie.
        is_full_asked: The caller wants a full build.
    """
    if is_full_asked:
        return Plan(is_full=True, why="asked")
    try:
        pointer = read_pointer(settings)
    except NothingPublishedError:
        return Plan(is_full=True, why="first")
    except DamagedError:
        return Plan(is_full=True, why="damaged_before")
    if pointer.engine != "duckdb":
        return Plan(is_full=True, why="other_engine")
    published = settings.builds_dir / pointer.file
    kept = kept_path(settings, pointer.build_id)
    if published.exists() and not is_whole(settings, pointer):
        return Plan(is_full=True, why="damaged_before")
    if not published.exists() or not kept.exists():
        return Plan(is_full=True, why="first")
    if pointer.kept_sha256 and content_sha256(kept) != pointer.kept_sha256:
        return Plan(is_full=True, why="damaged_before")
    if pointer.project_sha256 != project_sha256(settings):
        return Plan(is_full=True, why="project_changed")
    fault = _fault_in_files(settings, pointer)
    if fault:
        return Plan(is_full=True, why=fault)
    return Plan(is_full=False, why="new_rows", published=published, kept=kept)


def _fault_in_files(settings: Settings, pointer: Pointer) -> str | None:
    with open_raw(settings) as connection:
        attach(connection, settings.builds_dir / pointer.file, "published")
        [n_gone] = run_sql(
            connection,
            "select count(*) from published.main.dq_loads p"
            " anti join raw.file f on p.file_sha256 = f.file_sha256"
            " and p.loaded_at = f.loaded_at and f.status = 'loaded'"
            " where p.status = 'loaded'",
        ).fetchall()[0]
        if n_gone:
            return "files_changed"
        kinds = run_sql(
            connection,
            "select distinct k.kind from raw.file_kind k"
            " anti join (select * from published.main.dq_loads where status ="
            " 'loaded') p on k.file_sha256 = p.file_sha256 where k.n_loaded > 0",
        ).fetchall()
    return "lists_changed" if {k for (k,) in kinds} - set(DAILY_KINDS) else None


def kept_path(settings: Settings, build_id: str) -> Path:
    """The working file that belongs to a published build."""
    return settings.builds_dir / f"kept-{build_id}.duckdb"


def project_sha256(settings: Settings) -> str:
    """Names the dbt project's content, the kinds, the rules, the engine's version."""
    digest = hashlib.sha256(json.dumps(dbt_vars(), sort_keys=True).encode())
    for package in ("duckdb", "dbt-duckdb"):
        digest.update(f"{package} {version(package)}\n".encode())
    for name, own in own_digests(settings).items():
        digest.update(f"{name} {own}\n".encode())
    root = Path(__file__).resolve().parents[2]
    for folder in (root / "dbt_project", SHIPPED_DIR):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".sql", ".yml", ".csv", ".py"):
                digest.update(f"{path.relative_to(root)}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def take_over(plan: Plan, database: Path, kept: Path) -> None:
    """Copies what a daily build adds to; does nothing for a full build.

    Args:
        plan: From `plan_build`.
        database: The file to build; must not exist.
        kept: Its working file; must not exist.

    Raises:
        OSError: A file cannot be copied.
        duckdb.Error: The published file cannot be read.
    """
    if plan.published is None or plan.kept is None:
        return
    for source, target in ((plan.published, database), (plan.kept, kept)):
        shutil.copyfile(source, target)
    connection = duckdb.connect(str(database))
    try:
        for schema, name in run_sql(
            connection, "select schema_name, table_name from duckdb_tables()"
        ).fetchall():
            if (schema, name) not in CARRIED:
                run_sql(connection, f'drop table "{schema}"."{name}"')
        run_sql(connection, "checkpoint")
    finally:
        connection.close()


def write_stand_in(path: Path) -> None:
    """Makes the empty file a full build has in place of the published one."""
    connection = duckdb.connect(str(path))
    try:
        run_sql(connection, _STAND_IN)
    finally:
        connection.close()


def keep(settings: Settings, kept: Path, build_id: str) -> None:
    """Puts the working file beside the published build and drops older ones.

    It holds which ballot names which dossier, so only its owner may read it.
    """
    final = kept_path(settings, build_id)
    kept.chmod(0o600)
    kept.rename(final)
    for path in settings.builds_dir.glob("kept-*.duckdb"):
        if path != final:
            path.unlink()


def forget_kept(settings: Settings) -> None:
    """Makes the next build a full one: rows of raw were changed in place."""
    for path in settings.builds_dir.glob("kept-*.duckdb"):
        path.unlink()
