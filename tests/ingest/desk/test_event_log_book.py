"""A log of steps and crosses below a list of words, read as dossiers by few answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.drafting.draft_file import draft_spec
from tests.ingest.desk.conftest import Act, hand_over
from tests.ingest.desk.test_mapping import by_hand, raw_rows
from warehouse.settings import Settings

LOG = """Số hồ sơ,Bước,Người xử lý,Mã cán bộ,Đơn vị,Nộp / Trực tiếp,Nộp / Trực tuyến,\
Ngày tiếp nhận,Ngày chuyển,Ngày hẹn trả,Ngày trả kết quả
HS1,Tiếp nhận,Lò Thị Mai,CB01,91001,x,,13/10/2026 08:00,13/10/2026 09:00,20/10/2026,
HS1,Thẩm định,Trần Văn Bình,CB02,91001,x,,13/10/2026 09:00,15/10/2026 10:00,20/10/2026,
HS1,Trả kết quả,Lò Thị Mai,CB01,91001,x,,15/10/2026 10:00,,20/10/2026,16/10/2026
HS2,Tiếp nhận,Lò Thị Mai,CB01,91002,,x,14/10/2026 08:00,14/10/2026 08:30,21/10/2026,
HS2,Thẩm định,Trần Văn Bình,CB02,91002,,x,14/10/2026 08:30,,21/10/2026,
HS3,Tiếp nhận,Lò Thị Mai,CB03,91002,x,,15/10/2026 08:30,,16/10/2026,
"""
BY_HAND = """
spec: by_hand
title: {vi: Tay, en: Hand}
personal: ["Người xử lý"]
ignore: ["Bước", "Ngày chuyển"]
kinds:
  - kind: case
    one_per: case_code
    in_order_of: received_at
    columns:
      case_code: {from: "Số hồ sơ"}
      received_at: {from: "Ngày tiếp nhận", dates: [d/M/yyyy H:mm], of_rows: min}
      receiving_unit_code: {from: "Đơn vị"}
      officer_code: {from: "Mã cán bộ", of_rows: last}
      due_at: {from: "Ngày hẹn trả", dates: [d/M/yyyy]}
      returned_at: {from: "Ngày trả kết quả", dates: [d/M/yyyy]}
      channel: {x_columns: {counter: "Nộp / Trực tiếp", online: "Nộp / Trực tuyến"}}
      extracted_on: {constant: 2026-10-31}
"""


def as_proposed(proposal: Mapping[str, Any]) -> dict[str, Any]:
    """What a clerk says who changes nothing and types the day of the list."""
    columns: dict[str, Any] = {}
    for column in proposal["columns"]:
        name, heading = column["name"], column["heading"]
        if column["crosses"]:
            columns[name] = {"from": "crosses", "crosses": column["crosses"]}
        elif heading:
            columns[name] = {"from": "heading", "heading": heading}
            if column["is_day"]:
                columns[name]["formats"] = column["formats"][heading]
    columns["extracted_on"] = {"from": "typed", "text": "2026-10-31", "is_unit": False}
    return {
        "title": "Nhật ký",
        "kind": proposal["kind"],
        "headings": [one["heading"] for one in proposal["headings"]],
        "personal": proposal["personal"],
        "columns": columns,
        "items": [],
        "log": proposal["log"],
    }


def test_a_log_is_read_as_by_hand(settings: Settings, act: Act, tmp_path: Path) -> None:
    card = hand_over(settings, "nhat_ky.csv", LOG)
    proposal = act("propose", card)
    assert proposal["kind"] == "case"
    assert proposal["log"]["one_per"] == "case_code"
    said = as_proposed(proposal)
    # the end of a step is the end of no dossier
    assert "finished_at" not in said["columns"]
    trial = act("try", card, **said)
    assert (trial["status"], trial["kinds"]["case"]["n_loaded"]) == ("loaded", 3)
    act("keep", card, **said)
    assert act("load", card)["n_loaded"] == 3
    found = by_hand(tmp_path, LOG.encode(), "nhat_ky.csv", BY_HAND, "case")
    assert raw_rows(settings, "case") == found


STEPS = """\
Số hồ sơ,Bước xử lý,Mã cán bộ,Đơn vị xử lý,Thời điểm bắt đầu,Thời điểm kết thúc
HS1,Tiếp nhận,CB01,91001,13/10/2026 08:00,13/10/2026 09:00
HS1,Thẩm định,CB02,91001,13/10/2026 09:00,
HS2,Tiếp nhận,CB01,91002,14/10/2026 08:00,14/10/2026 08:30
HS2,Thẩm định,CB02,91002,14/10/2026 08:30,
"""


def test_steps_of_dossiers_that_are_there_stay_steps(
    settings: Settings, act: Act
) -> None:
    card = hand_over(settings, "buoc.csv", STEPS)
    first = act("propose", card)
    assert first["kind"] == "case"
    assert first["log"]["same"] == ["Số hồ sơ", "Đơn vị xử lý"]
    dossiers = hand_over(settings, "nhat_ky.csv", LOG)
    act("keep", dossiers, **as_proposed(act("propose", dossiers)))
    act("load", dossiers)
    again = act("propose", card)
    assert (again["kind"], again["log"]) == ("case_step", None)


def test_crosses_of_a_log_of_steps_are_no_answers(settings: Settings, act: Act) -> None:
    """Its steps have no channel: only its dossiers have."""
    lines = [line.split(",") for line in LOG.splitlines()]
    short = "\n".join(",".join(line[:-1]) for line in lines) + "\n"
    proposal = act("propose", hand_over(settings, "nhat_ky_xu_ly.csv", short))
    assert proposal["kind"] == "case"
    assert proposal["questions"] == []
    channel = next(c for c in proposal["columns"] if c["name"] == "channel")
    assert list(channel["crosses"]) == ["counter", "online"]


def test_the_clerk_may_say_no(settings: Settings, act: Act) -> None:
    card = hand_over(settings, "nhat_ky.csv", LOG)
    said = as_proposed(act("propose", card)) | {"log": {}}
    trial = act("try", card, **said)
    assert trial["kinds"]["case"]["n_read"] == 6


def test_a_list_with_a_row_twice_is_no_log(settings: Settings, act: Act) -> None:
    lines = LOG.splitlines()
    plain = "\n".join([lines[0], lines[3], lines[5], lines[6], lines[6]]) + "\n"
    assert act("propose", hand_over(settings, "ds.csv", plain))["log"] is None


def test_a_draft_puts_the_rows_together(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "nhat_ky.csv"
    path.write_text(LOG, encoding="utf-8")
    text = draft_spec(path)
    assert "one_per: case_code" in text
    assert "in_order_of: received_at" in text
    assert 'officer_code: {from: ["Mã cán bộ"], of_rows: last}' in text
    assert 'channel: {x_columns: {counter: "Nộp / Trực tiếp"' in text
    assert "finished_at" not in text
    assert "- kind: case_step" in draft_spec(path, "case_step")
