"""Whether raw holds of each file what its account says."""

from __future__ import annotations

from tests.dirty.reading import read
from warehouse.raw.kinds import KINDS
from warehouse.settings import Settings


def wrong_accounts(settings: Settings) -> list[str]:
    """Files of which raw does not hold what their account says."""
    counted = " union all ".join(
        f"select '{kind}' as kind, _file_sha256 as sha, count(*) as n"
        f' from raw."{kind}" group by all'
        for kind in KINDS
    )
    refused = "select distinct file_sha256, kind from raw.refused"
    sql = (
        "select coalesce(k.file_sha256, r.sha), k.kind from raw.file_kind as k"
        f" full join ({counted}) as r on k.file_sha256 = r.sha and k.kind = r.kind"
        " where coalesce(k.n_loaded, 0) <> coalesce(r.n, 0)"
        " union all select k.file_sha256, k.kind from raw.file_kind as k"
        f" left join ({refused}) as f using (file_sha256, kind)"
        " where (k.n_refused > 0) <> (f.kind is not null)"
        " union all select file_sha256, kind from raw.file_kind"
        " where n_read <> n_loaded + n_duplicate + n_refused"
    )
    found = read(settings.raw_path, sql)
    return [f"{sha256} {kind}" for sha256, kind in found]
