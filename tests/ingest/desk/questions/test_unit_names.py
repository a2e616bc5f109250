"""Names nobody knows: asked with what is near, confirmed once, known from then on."""

from __future__ import annotations

import pytest

from ingest.loading.load import load_files
from tests.ingest.desk.conftest import Act, hand_over
from tests.ingest.desk.messy_books import UNITS
from warehouse import audit
from warehouse.errors import ThanThienError
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

HEADS = (
    "Tính đến ngày 31/10/2026\nMã hồ sơ,Mã TTHC,Đơn vị tiếp nhận,Ngày nhận,Trạng thái\n"
)
LIST = HEADS + (
    "H1,1.1,xã Bình An mới,01/10/2026,Đang xử lý\n"
    "H2,1.1,xã Bình An mới,02/10/2026,Đang xử lý\n"
    "H3,1.1,Xã An Bình,03/10/2026,Đang xử lý\n"
    "H4,1.1,xa An Binhh,03/10/2026,Đang xử lý\n"
)
NAMES = {"xã Bình An mới": "91002", "xa An Binhh": "91001"}


def received_by(settings: Settings) -> dict[str, str]:
    with open_raw(settings) as connection:
        text = 'select case_code, receiving_unit_code from raw."case"'
        return dict(connection.execute(text).fetchall())


@pytest.fixture
def units(settings: Settings, act: Act) -> None:
    act("load", hand_over(settings, "u.csv", UNITS))


@pytest.mark.usefixtures("units")
def test_they_are_asked_with_what_is_near(settings: Settings, act: Act) -> None:
    seen = act("understand", hand_over(settings, "hs.csv", LIST))
    names = seen["trial"]["names"]
    assert names["texts"] == [["xã Bình An mới", 2, []], ["xa An Binhh", 1, ["91001"]]]
    assert names["units"]["91002"] == "Xã Hòa Sơn"


@pytest.mark.usefixtures("units")
def test_confirmed_once_they_are_known_to_every_file(
    settings: Settings, act: Act
) -> None:
    card = hand_over(settings, "hs.csv", LIST)
    assert act("confirm_names", card, names=NAMES) == {"n_names": 2}
    trial = act("understand", card)["trial"]
    assert (trial["kinds"]["case"]["n_refused"], trial["names"]["texts"]) == (0, [])
    act("load", card)
    assert received_by(settings)["H1"].startswith("91002")
    [said] = [r for r in audit.read_records(settings) if r.action == "names_confirmed"]
    assert (said.actor, "xa An Binhh = 91001" in said.detail["names"]) == ("chi", True)
    path = settings.home / "sau.csv"
    path.write_text(HEADS + LIST.splitlines()[2].replace("H1", "H9"), encoding="utf-8")
    [result] = load_files([path], settings=settings)
    assert result.n_refused == 0
    # asked for again after a stop, nothing comes twice
    act("confirm_names", card, names=NAMES)
    with open_raw(settings) as connection:
        [n] = connection.execute("select count(*) from raw.unit_alias").fetchone() or ()
    assert n == 2


@pytest.mark.usefixtures("units")
def test_rows_refused_before_are_loaded_then(settings: Settings, act: Act) -> None:
    card = hand_over(settings, "hs.csv", LIST)
    done = act("load", card)
    assert (done["n_loaded"], done["n_refused"]) == (1, 3)
    assert [text for text, _, _ in done["names"]["texts"]] == list(NAMES)
    act("confirm_names", card, names=NAMES)
    again = act("read_again", card)
    assert (again["n_loaded"], again["n_refused"]) == (4, 0)
    assert len(received_by(settings)) == 4


@pytest.mark.usefixtures("units")
def test_a_code_of_no_unit_is_refused(settings: Settings, act: Act) -> None:
    card = hand_over(settings, "hs.csv", LIST)
    with pytest.raises(ThanThienError, match="choose one of the list"):
        act("confirm_names", card, names={"xa An Binhh": "99999"})
    with open_raw(settings) as connection:
        rows = connection.execute("select 1 from raw.unit_alias").fetchall()
    assert rows == []
