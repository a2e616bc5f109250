"""Whatever is changed in a bundle is named, and the bundle refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random

import pytest

from tests.security.bundles.two_homes import TwoHomes
from warehouse import audit
from warehouse.custody.bundle import read_bundle
from warehouse.custody.check_bundle import check_bundle
from warehouse.custody.front_key import key_of
from warehouse.errors import CustodyError

RANDOM = Random(5)


def _changed_row(lines: list[str], sort: str) -> int:
    return RANDOM.choice(
        [n for n, line in enumerate(lines) if line.startswith(f"{sort}\t")]
    )


def _change(lines: list[str]) -> None:
    number = _changed_row(lines, "r")
    head, values = lines[number].rsplit("\t", 1)
    cells = json.loads(values)
    place = RANDOM.choice([n for n, cell in enumerate(cells) if cell is not None])
    cells[place] += "1"
    lines[number] = head + "\t" + json.dumps(cells, separators=(",", ":"))


def _change_index(lines: list[str]) -> None:
    number = _changed_row(lines, "i")
    lines[number] += "x"


def _drop(lines: list[str]) -> None:
    del lines[_changed_row(lines, "r")]


def _add(lines: list[str]) -> None:
    number = _changed_row(lines, "r")
    lines.insert(number, lines[number])


def _swap(lines: list[str]) -> None:
    pairs = [
        n
        for n in range(len(lines) - 1)
        if lines[n][:4] == lines[n + 1][:4] and lines[n] != lines[n + 1]
    ]
    number = RANDOM.choice(pairs)
    lines[number], lines[number + 1] = lines[number + 1], lines[number]


def _cut(lines: list[str]) -> None:
    del lines[RANDOM.randrange(3, len(lines) - 1) :]


def _other_number(lines: list[str]) -> None:
    number = _changed_row(lines, "r")
    sort, part, text = lines[number].split("\t", 2)
    lines[number] = f"{sort}\t0{part}\t{text}"


def _statement(lines: list[str]) -> None:
    lines[0] = lines[0].replace('\\"edition\\":1', '\\"edition\\":2')


def _count(lines: list[str]) -> None:
    lines[0] = lines[0].replace('\\"n_rows\\":60', '\\"n_rows\\":59')


CHANGES = (
    _change,
    _change_index,
    _drop,
    _add,
    _swap,
    _cut,
    _other_number,
    _statement,
    _count,
)


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_a_bundle_is_named_and_refused(
    homes: TwoHomes, change: Callable[[list[str]], None], is_release: bool
) -> None:
    text = homes.bundle("1.bundle").read_text(encoding="utf-8")
    path = homes.front.home.parent / "changed.bundle"
    key = key_of(homes.signer.public_key)
    before = homes.province.raw_path.read_bytes()
    for _ in range(40 if is_release else 4):
        lines = text.split("\n")
        change(lines)
        assert "\n".join(lines) != text
        path.write_text("\n".join(lines), encoding="utf-8")
        checked = check_bundle(read_bundle(path.read_bytes(), path.name), key)
        assert checked.faults, change
        assert all(fault.place for fault in checked.faults)
    with pytest.raises(CustodyError, match="as the Front signed it"):
        homes.take(path)
    assert homes.province.raw_path.read_bytes() == before
    [refused, *_] = audit.read_records(homes.province, action="custody_refused")
    assert refused.detail["file"] == "changed.bundle"


def test_a_changed_answer_is_named_by_its_ballot_and_its_line(homes: TwoHomes) -> None:
    path = homes.bundle("1.bundle")
    lines = path.read_text(encoding="utf-8").split("\n")
    [number] = [
        n for n, line in enumerate(lines) if line[0:1] == "r" and '"DL007","DL"' in line
    ][:1]
    lines[number] = lines[number].replace('"2026-09-01"', '"2026-09-02"')
    path.write_text("\n".join(lines), encoding="utf-8")
    bundle = read_bundle(path.read_bytes(), path.name)
    [fault] = check_bundle(bundle, key_of(homes.signer.public_key)).faults
    assert (fault.what, fault.wave_code) == ("changed", "DL")
    assert "DL007" in fault.place
