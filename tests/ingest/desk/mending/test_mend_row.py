"""One refused row mended on the page: both values kept, and who changed it."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from ingest.desk import load_card
from ingest.desk.mending.mend_book import kept_source
from ingest.desk.mending.refused_rows import rows_to_mend
from ingest.loading.rebuild import rebuild_raw
from ingest.loading.sources import open_source
from tests.ingest.desk.conftest import Act, hand_over
from tests.ingest.desk.test_refused_book import loaded
from warehouse import audit
from warehouse.desk.inbox import card_of, cards, corrections
from warehouse.errors import ThanThienError
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

DAY = "Ngày, tháng, năm / Nhận"
SAID = {"sheet": "Danh sách", "line": 7, "cells": {DAY: "12/10/2026"}}
BOTH = """
select r.value, c.received_at::date::varchar, m.mended_by, m.line
from raw.mended_row as m
join raw.refused as r
    on r.file_sha256 = m.of_file_sha256 and r.sheet = m.sheet and r.line = m.line
join raw."case" as c on c._file_sha256 = m.file_sha256
"""
ACCOUNT = """
select count(*) from raw.file_kind
where n_read <> n_loaded + n_duplicate + n_refused
"""


def asked(settings: Settings, text: str) -> list[tuple[object, ...]]:
    with open_raw(settings) as connection:
        return connection.execute(text).fetchall()


def test_the_rows_are_named_with_what_is_wrong(settings: Settings, act: Act) -> None:
    card = loaded(settings, act)
    rows = act("read_again", card)
    assert rows["status"] == "already_loaded"
    done = rows_to_mend(settings, card.sha256)
    assert [(row["line"], len(row["cells"])) for row in done] == [(6, 2), (7, 1)]
    [cell] = done[1]["cells"]
    assert (cell["heading"], cell["value"]) == (DAY, "32/10/2026")
    assert cell["vi"][0]


def test_raw_keeps_both_values_and_who(settings: Settings, act: Act) -> None:
    card = loaded(settings, act)
    done = act("mend_row", card, **SAID)
    assert (done["is_mended"], done["n_loaded"], done["n_refused"]) == (True, 1, 0)
    assert asked(settings, BOTH) == [("32/10/2026", "2026-10-12", "chi", 7)]
    assert asked(settings, ACCOUNT) == [(0,)]
    [made] = corrections(settings, card)
    assert (made.status, made.mends["columns"]) == ("loaded", [DAY])
    said = [r for r in audit.read_records(settings) if r.action == "row_mended"]
    assert [(r.actor, r.detail["line"]) for r in said] == [("chi", "7")]
    assert "12/10/2026" not in str([r.detail for r in said])


def test_what_is_still_wrong_is_said_and_nothing_is_kept(
    settings: Settings, act: Act
) -> None:
    card = loaded(settings, act)
    done = act("mend_row", card, **{**SAID, "cells": {DAY: "31/02/2026"}})
    assert done["is_mended"] is False
    assert [fault["column"] for fault in done["refused"]] == [DAY]
    assert corrections(settings, card) == []
    assert asked(settings, "select 1 from raw.mended_row") == []


def test_a_row_that_is_not_refused_is_not_mended(settings: Settings, act: Act) -> None:
    card = loaded(settings, act)
    with pytest.raises(ThanThienError, match="a refused row of this file"):
        act("mend_row", card, **{**SAID, "line": 5})


@pytest.mark.parametrize("step", ["note_mended", "put_away", "load_files"])
def test_stopped_at_any_step_it_is_done_once(
    settings: Settings, act: Act, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    card = loaded(settings, act)

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(load_card, step, stop)
        with pytest.raises(KeyboardInterrupt):
            act("mend_row", card, **SAID)
    [waiting] = [c for c in cards(settings) if c.status == "waiting"]
    # the same row is the same file
    assert act("mend_row", card, **SAID)["is_mended"]
    assert act("mend_row", card, **SAID)["n_loaded"] == 0
    assert [c.sha256 for c in corrections(settings, card)] == [waiting.sha256]
    rows = asked(settings, 'select case_code from raw."case" order by 1')
    assert rows == [("H1",), ("H3",)]
    assert asked(settings, ACCOUNT) == [(0,)]
    assert len(asked(settings, "select 1 from raw.mended_row")) == 1
    known = card_of(settings, waiting.sha256)
    assert known is not None
    assert known.status == "loaded"


def test_raw_made_anew_knows_it_still(settings: Settings, act: Act) -> None:
    card = loaded(settings, act)
    act("mend_row", card, **SAID)
    settings.raw_path.unlink()
    assert rebuild_raw(settings)
    assert asked(settings, BOTH) == [("32/10/2026", "2026-10-12", "chi", 7)]


def test_the_small_file_names_nobody(settings: Settings, act: Act) -> None:
    card = loaded(settings, act)
    act("mend_row", card, **SAID)
    [made] = corrections(settings, card)
    again = hand_over(settings, "x.csv", "a,b\n1,2\n")
    assert again.corrects == ""
    source = kept_source(settings, made.sha256)
    path = open_source(settings, source, settings.home / "opened")
    sheet = load_workbook(path)["Danh sách"]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert not any("Lê Văn" in text for text in cells)
    assert "12/10/2026" in cells
