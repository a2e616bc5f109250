"""Whether a new build would say what the published one says."""

from __future__ import annotations

from warehouse.builds.daily import plan_build
from warehouse.builds.pointer import read_pointer
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql

_N_NEW = """
select count(*)
from raw.file as f
anti join published.main.dq_loads as p
    on f.file_sha256 = p.file_sha256
    and f.loaded_at = p.loaded_at
    and f.status = p.status
"""


def is_unchanged(settings: Settings) -> bool:
    """Whether the published build knows every file, by the same project and rules."""
    if not settings.raw_path.exists():
        return False
    if plan_build(settings, is_full_asked=False).is_full:
        return False
    pointer = read_pointer(settings)
    with open_raw(settings) as connection:
        attach(connection, settings.builds_dir / pointer.file, "published")
        [n_new] = run_sql(connection, _N_NEW).fetchall()[0]
    return not n_new
