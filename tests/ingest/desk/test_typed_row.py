"""A survey round and a question typed into a form; nothing of the Front's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ingest.desk.conftest import Act, hand_over
from warehouse import audit
from warehouse.errors import CustodyError, ThanThienError
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

WAVE = {
    "wave_code": "DOT-9",
    "stream": "service",
    "owner": "head",
    "mode": "paper",
    "opened_on": "2026-10-01",
    "closed_on": "2026-10-31",
    "planned_n": "200",
    "instrument": "BO-9",
}
ITEM = {
    "instrument": "BO-9",
    "item_code": "q1",
    "text_vi": "Cán bộ có niềm nở, lịch sự?",
    "criterion_code": "officer",
    "scale_min": "1",
    "scale_max": "5",
    "is_reversed": "false",
    "satisfied_from": "4",
}
FRONTS = (
    "Mã đợt,Loại khảo sát,Cơ quan chủ trì,Mã bộ câu hỏi\n"
    "MT-1,Khảo sát độc lập,Mặt trận Tổ quốc,BO-MT\n"
)


def rows(settings: Settings, kind: str, *columns: str) -> list[tuple[Any, ...]]:
    with open_raw(settings) as connection:
        text = f"select {', '.join(columns)} from raw.{kind}"
        return connection.execute(text).fetchall()


def test_they_are_loaded_as_lists_of_one_row(settings: Settings, act: Act) -> None:
    done = act("add_row", kind="wave", values=WAVE)
    assert (done["n_loaded"], done["n_refused"]) == (1, 0)
    assert act("add_row", kind="item", values=ITEM)["n_loaded"] == 1
    found = rows(settings, "wave", *WAVE)
    assert [tuple(map(str, row)) for row in found] == [tuple(WAVE.values())]
    [item] = rows(settings, "item", "text_vi", "satisfied_from", "is_reversed")
    assert (item[0], int(item[1]), item[2]) == (ITEM["text_vi"], 4, False)
    said = [r.detail["row"] for r in audit.read_records(settings, action="row_typed")]
    assert sorted(said) == ["BO-9 · q1", "DOT-9"]
    # pressed again after a stop, it is there once
    assert act("add_row", kind="wave", values=WAVE)["status"] == "already_loaded"


def test_nothing_is_made_or_altered_of_the_front(settings: Settings, act: Act) -> None:
    act("load", hand_over(settings, "dot.csv", FRONTS))
    before = rows(settings, "wave", "wave_code", "owner")
    for kind, values in (
        ("wave", {**WAVE, "owner": "front"}),
        ("wave", {**WAVE, "wave_code": "MT-1"}),
        ("item", {**ITEM, "instrument": "BO-MT"}),
    ):
        with pytest.raises(CustodyError, match="signed"):
            act("add_row", kind=kind, values=values)
    assert rows(settings, "wave", "wave_code", "owner") == before
    assert rows(settings, "item", "item_code") == []


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("wave", {**WAVE, "stream": " "}),
        ("item", {**ITEM, "scale_max": ""}),
        ("unit", {"unit_code": "1"}),
    ],
)
def test_what_is_needed_is_asked(
    settings: Settings, act: Act, kind: str, values: dict[str, str]
) -> None:
    with pytest.raises(ThanThienError, match=r"fill it in|as a file"):
        act("add_row", kind=kind, values=values)
    assert not settings.raw_path.exists()
