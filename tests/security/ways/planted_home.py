"""Two homes alike but for what the Front loaded for waves that wait, full of marks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.security.sealed_home import FILES, FRONT, PASSPHRASE, load
from warehouse.builds.build import build
from warehouse.custody.front_key import Signer, make_key, open_key
from warehouse.settings import Settings

UNITS = ("U1", "U2", "U3")
MARKS = tuple(f"XAKIN{n:02}" for n in range(50))
"""Planted in units, ballots, officers and interviewers of the Front's rows."""
FILE_MARK = "KINDAO"
_UNITS = "unit_code,unit_name,level,parent_code,valid_from\n" + "".join(
    f"{code},{name},{level},{parent},2020-01-01\n"
    for code, name, level, parent in (
        ("P", "Tỉnh Thử", "province", ""),
        *((code, f"Xã {code}", "commune", "P") for code in UNITS),
    )
)
_OFFICERS = "officer_code,officer_name,unit_code,valid_from\n" + "".join(
    f"CB{n},Cán bộ {n},{UNITS[n % 3]},2020-01-01\n" for n in range(9)
)
_BALLOT = "wave_code,ballot_id,unit_code,officer_code,answered_on,age_band,a,b\n"
_SERVICE = _BALLOT + "".join(
    f"PV,p{n},{unit},CB{n % 3},2023-06-01,20,{1 + n % 5},{1 + n % 4}\n"
    for n, unit in enumerate([*UNITS * 20, "ODD1", "U1O"])
)
# officers CB6 to CB8 nobody else asked about; units and days nobody knows
_PLANTED = _BALLOT + "".join(
    f"GS,{mark},{mark if n % 2 else UNITS[n % 3]},CB{6 + n % 3},2023-07-01,30,"
    f"{1 + n % 5},{1 + n % 4}\n"
    for n, mark in enumerate(MARKS)
)
_REFUSED = _BALLOT + "".join(
    f"GS,r{mark},{mark},CB6,2023-07-01,30,{mark},2\n" for mark in MARKS
)
_OFFERED = "wave_code,unit_code,day,n_offered\n" + "".join(
    f"DL,{unit},{day},{n}\n"
    for unit in UNITS
    for n, day in ((41, "2023-07-01"), (43, "2023-03-01"), (47, "1999-01-01"))
)
_TRIED = (
    "wave_code,ballot_id,unit_code,interviewer_code,asked_at,attempt,outcome\n"
    + "".join(f"DL,{mark},U1,{mark},1998-09-01,1,answered\n" for mark in MARKS)
)
OPEN = {
    "units": _UNITS,
    "officers": _OFFICERS,
    "items": FILES["items"] + "q2,a,1,5\nq2,b,1,5\n",
    "wave_list": FILES["wave_list"],
    "ballots_PV": _SERVICE,
}
OF_FRONT = {
    f"ballots_{FILE_MARK}": _PLANTED,
    f"ballots_{FILE_MARK}_2": _REFUSED,
    f"handed_{FILE_MARK}": _OFFERED,
    f"tried_{FILE_MARK}": _TRIED,
}


@dataclass(frozen=True)
class Planted:
    """Both homes.

    Attributes:
        without: Nothing came for the waves that wait.
        held: All of `OF_FRONT` came, signed.
        signer: The Front's key.
    """

    without: Settings
    held: Settings
    signer: Signer

    def __iter__(self) -> Iterator[Settings]:
        return iter((self.without, self.held))


def planted_homes(folder: Path, *, lists: bool = True, builds: bool = True) -> Planted:
    """Makes both.

    Args:
        folder: Where.
        lists: Whether units and officers are listed.
        builds: Whether both are built.
    """
    without, held = Settings(home=folder / "a"), Settings(home=folder / "b")
    make_key(without, folder / "k.pem", PASSPHRASE, by=FRONT)
    signer = open_key(folder / "k.pem", PASSPHRASE)
    for name, text in OPEN.items():
        if lists or name not in ("units", "officers"):
            signs = signer if name in ("items", "wave_list") else None
            result = load(without, folder / "own", name, text, signs)
            assert result.status == "loaded", result.reason
    shutil.copytree(without.home, held.home)
    for name, text in OF_FRONT.items():
        result = load(held, folder / "front", name, text, signer)
        assert result.status == "loaded", result.reason
    for settings in (without, held) if builds else ():
        assert build(settings).is_published
    return Planted(without, held, signer)
