"""Two built homes with released and waiting surveys; those that wait differ in ballots.

Waves of the Front before and after, and independent ones, follow each other over a year
in which one unit has three ballots of its own a month. What waits has other small units
than what is released, so that whatever hides a neighbour for its sake shows itself.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.security.sealed_home import FRONT, PASSPHRASE, load
from warehouse.builds.build import build
from warehouse.custody.front_key import make_key, open_key
from warehouse.custody.front_waves import release
from warehouse.settings import Settings

UNITS = tuple(f"U{n}" for n in range(1, 8))
WAVES = {
    "B0": ("before", "2023-01-05", "2023-01-25"),
    "A0": ("after", "2023-04-05", "2023-04-25"),
    "D1": ("independent", "2023-02-03", "2023-02-20"),
    "D2": ("independent", "2023-05-03", "2023-05-20"),
    "D3": ("independent", "2023-08-01", "2023-08-31"),
    "D4": ("independent", "2023-11-03", "2023-11-20"),
    "A1": ("after", "2023-10-05", "2023-10-25"),
    "S1": ("supervision", "2023-06-01", "2023-06-20"),
}
RELEASED = ("B0", "A0", "D1", "D3")
WAITING = tuple(code for code in WAVES if code not in RELEASED)
MANY, FEW = 24, 3
# Unit → ballots of a wave, where they are not many
SMALL: Mapping[str, Mapping[str, int]] = {
    "B0": {"U2": FEW},
    "A0": {"U5": 7},
    "D1": {"U3": FEW, "U7": 0},
    "D2": {"U4": FEW, "U6": 0, "U2": 9},
    "D3": {"U1": 8},
    "D4": {"U5": 4, "U7": 2},
    "A1": {"U6": FEW, "U3": 8},
    "S1": {"U1": FEW},
}
_BALLOT = "wave_code,ballot_id,unit_code,answered_on,age_band,sex,a,b\n"


def waiting_homes(folder: Path) -> tuple[Settings, Settings]:
    """Both homes: the waves that wait have no ballots in the first."""
    without, held = Settings(home=folder / "a"), Settings(home=folder / "b")
    make_key(without, folder / "k.pem", PASSPHRASE, by=FRONT)
    signer = open_key(folder / "k.pem", PASSPHRASE)
    for name, text in _files().items():
        signs = None if name in ("units", "ballots_PV") else signer
        if name.removeprefix("ballots_") not in WAITING:
            result = load(without, folder / "first", name, text, signs)
            assert result.status == "loaded", result.reason
            assert not result.n_refused
    shutil.copytree(without.home, held.home)
    for code in WAITING:
        name = f"ballots_{code}"
        result = load(held, folder / "later", name, _files()[name], signer)
        assert result.status == "loaded", result.reason
    for settings in (without, held):
        assert build(settings).is_published
        for code in RELEASED:
            release(settings, code, by=FRONT, signer=signer)
    return without, held


def _files() -> dict[str, str]:
    units = [("P", "Tỉnh Thử", "province", "")]
    units += [(code, f"Xã {code}", "commune", "P") for code in UNITS]
    waves = ["PV,service,head,q1,2023-01-01,2023-12-31"]
    waves += [
        f"{code},{stream},front,q1,{first},{last}"
        for code, (stream, first, last) in WAVES.items()
    ]
    return {
        "units": "unit_code,unit_name,level,parent_code,valid_from\n"
        + "".join(f"{','.join(unit)},2020-01-01\n" for unit in units),
        "items": "instrument,item_code,scale_min,scale_max\nq1,a,1,5\nq1,b,1,5\n",
        "wave_list": "wave_code,stream,owner,instrument,opened_on,closed_on\n"
        + "".join(f"{wave}\n" for wave in waves),
        "ballots_PV": _BALLOT + "".join(_service()),
        **{f"ballots_{code}": _BALLOT + "".join(_of_wave(code)) for code in WAVES},
    }


def _service() -> Iterator[str]:
    for month in range(1, 13):
        for place, unit in enumerate(UNITS):
            for n in range(FEW if unit == "U1" else 14 + 4 * place):
                day, code = 1 + n * 5 % 27, f"p{month}{unit}{n}"
                levels = f"{1 + n % 5},{1 + (n + month) % 5}"
                sex = ("female", "male")[n % 2]
                yield f"PV,{code},{unit},2023-{month:02}-{day:02},20,{sex},{levels}\n"


def _of_wave(code: str) -> Iterator[str]:
    _, first, _ = WAVES[code]
    for unit in UNITS:
        for n in range(SMALL[code].get(unit, MANY)):
            day = f"{first[:8]}{int(first[8:]) + n % 15:02}"
            levels = f"{1 + n * 3 % 5},{1 + n * 2 % 5}"
            sex = ("female", "male")[n % 2]
            yield f"{code},{code}{unit}{n},{unit},{day},30,{sex},{levels}\n"
