"""A small province whose ballots are not drawn one by one, made by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd

LISTS = Path(__file__).parent / "files" / "25_people_and_points"
UNITS = ("77001", "77002", "77003")
# ballots of one cluster, clusters of each unit
SIZES = {"B": (3, (45, 8, 6)), "A": (6, (40, 5, 4)), "F": (2, (40, 9, 9))}
SIZES["S"] = (2, (60, 40, 0))
DAYS = {"B": "10/03/2025", "A": "08/09/2026", "F": "03/02/2026", "S": "04/02/2026"}


def ballots() -> pd.DataFrame:
    """One row per ballot: people answer alike before, sample points after.

    Before, people of two strata with weights, one of them in both strata; after,
    points numbered anew in each stratum; then a survey of the Front and a unit's own
    ballots of its days, two a person. In the third unit all are satisfied.
    """
    rng = np.random.default_rng(2026)
    rows = []
    for wave, (size, numbers) in SIZES.items():
        for unit, n_clusters in zip(UNITS, numbers, strict=True):
            for cluster in range(n_clusters):
                level = rng.normal(0.6, 0.8)
                for part in range(int(rng.integers(1, 2 * size))):
                    is_good = level + rng.normal(0, 0.6) > 0 or unit == "77003"
                    stratum = "T2" if cluster % 2 else "T1"
                    if wave == "B" and cluster == 0 and part == 1:
                        stratum = "T2"
                    rows.append(
                        {
                            "wave": wave,
                            "unit": unit,
                            "level": 5 if is_good else 2,
                            "day": DAYS[wave],
                            "weight": rng.choice([0.5, 1, 2]) if wave in "BF" else 1.0,
                            "person": "" if wave == "A" else f"{wave}{unit}-{cluster}",
                            "point": f"{cluster // 2}" if wave == "A" else "",
                            "stratum": stratum if wave in "BA" else "",
                        }
                    )
    frame = pd.DataFrame(rows).assign(item="overall")
    return frame.assign(ballot=[f"P{number:05d}" for number in range(len(frame))])


def write(folder: Path) -> None:
    """Writes lists, spec and ballots."""
    shutil.copytree(LISTS, folder, dirs_exist_ok=True)
    ballots().to_csv(folder / "phieu.csv", index=False)


def clustered() -> pd.DataFrame:
    """The ballots with `good` and `cluster`; a person is in the first of the strata."""
    found = ballots()
    found["good"] = (found["level"] >= 4).astype(float)
    is_point = found["point"] != ""
    found["cluster"] = found["person"].mask(is_point, found["stratum"] + found["point"])
    of_cluster = found.groupby(["wave", "unit", "cluster"])["stratum"]
    return found.assign(stratum=of_cluster.transform("min"))


def taylor(rows: pd.DataFrame, cluster: str) -> float:
    """Variance of the weighted share, ballot by ballot (Wolter 2007, ch. 6)."""
    w, y = rows["weight"].to_numpy(), rows["good"].to_numpy()
    share = (w * y).sum() / w.sum()
    z = pd.Series(w * (y - share) / w.sum(), rows.index)
    total = 0.0
    for stratum in rows["stratum"].unique():
        mine = rows["stratum"] == stratum
        sums = z[mine].groupby(rows.loc[mine, cluster]).sum().to_numpy()
        m = len(sums)
        total += (
            m / (m - 1) * ((sums - sums.mean()) ** 2).sum() if m > 1 else sums[0] ** 2
        )
    return float(total)


def worth(rows: pd.DataFrame, variance: float) -> float:
    """n / deff, the variance against that of a simple sample with replacement."""
    n = len(rows)
    share = np.average(rows["good"], weights=rows["weight"])
    return float(n / max(1, variance / (share * (1 - share) / (n - 1))))


def shared_weight(rows: pd.DataFrame) -> float:
    """Σ W² of clusters less Σ w² of ballots."""
    whole = rows.groupby("cluster")["weight"].sum()
    return float((whole**2).sum() - (rows["weight"] ** 2).sum())
