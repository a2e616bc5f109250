"""A home with two waves of the Front, every file of them signed."""

from __future__ import annotations

from pathlib import Path

from ingest.loading.load import load_files
from ingest.loading.result import FileResult
from warehouse.custody.front_key import Signer, make_key, open_key
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings

FRONT = Identity("mattran", "Mặt trận", "front")
PASSPHRASE = "cụm mật khẩu của khóa thử"
UNITS = ("U1", "U2", "U3")
FILES = {
    "wave_list": "wave_code,stream,owner,instrument\n"
    "DL,independent,front,q1\nGS,supervision,front,q1\nPV,service,head,q2\n",
    "items": "instrument,item_code,scale_min,scale_max\nq1,a,1,5\nq1,b,1,5\n",
    "handed_out": "wave_code,unit_code,day,n_offered\n"
    + "".join(
        f"{wave},{unit},2026-09-0{day},{40 + day}\n"
        for wave in ("DL", "GS")
        for unit in UNITS
        for day in (1, 2)
    ),
    "tried": "wave_code,ballot_id,unit_code,interviewer_code,asked_at,attempt,outcome\n"
    + "".join(
        f"{wave},{wave}{n:03},{UNITS[n % 3]},DTV{n % 4},2026-09-01,1,answered\n"
        for wave in ("DL", "GS")
        for n in range(30)
    ),
    **{
        f"ballots_{wave}": "wave_code,ballot_id,unit_code,answered_on,age_band,a,b\n"
        + "".join(
            f"{wave},{wave}{n:03},{UNITS[n % 3]},2026-09-01,{20 + n % 4},"
            f"{1 + n % 5},{1 + n % 4}\n"
            for n in range(30)
        )
        for wave in ("DL", "GS")
    },
}
"""File → text; its first word says the kind."""

DAYS = ("day", "asked_at", "answered_on", "valid_from", "opened_on", "closed_on")
KINDS = {
    "wave": "wave",
    "items": "item",
    "handed": "offered",
    "tried": "contact",
    "ballots": "answer",
    "units": "unit",
    "officers": "officer",
}


def load(
    settings: Settings, folder: Path, name: str, text: str, signer: Signer | None
) -> FileResult:
    """Loads one file of the Front's, or of somebody who pretends to be."""
    kind = KINDS[name.split("_")[0]]
    columns = "".join(
        f"\n      {column}: {{from: [{column}]"
        + (", dates: [yyyy-MM-dd]}" if column in DAYS else "}")
        for column in text.splitlines()[0].split(",")
        if column not in ("a", "b")
    )
    items = "\n    items:" + "".join(
        f"\n      - {{item_code: {code}, from: {code}, scale: likert5}}"
        for code in "ab"
    )
    folder.mkdir(parents=True, exist_ok=True)
    spec, path = folder / f"{kind}.yml", folder / f"{name}.csv"
    spec.write_text(
        "spec: thu\ntitle: {vi: Thử, en: Test}\n"
        f"kinds:\n  - kind: {kind}\n    columns:{columns}"
        f"{items if kind == 'answer' else ''}\n",
        encoding="utf-8",
    )
    path.write_text(text, encoding="utf-8")
    [result] = load_files([path], spec_path=spec, settings=settings, signer=signer)
    return result


def sealed_home(folder: Path) -> tuple[Settings, Signer]:
    """Makes the home, the key outside of it, and loads every file signed."""
    settings = Settings(home=folder / "home")
    key = folder / "khoa.pem"
    folder.mkdir(parents=True, exist_ok=True)
    make_key(settings, key, PASSPHRASE, by=FRONT)
    signer = open_key(key, PASSPHRASE)
    for name, text in FILES.items():
        result = load(settings, folder / "files", name, text, signer)
        assert result.status == "loaded", result.reason
        assert not result.n_refused
    return settings, signer
