"""A known layout that has changed a little: only that is asked, and kept."""

from __future__ import annotations

import pytest

from ingest.files.text import heading_key
from ingest.loading.load import load_files
from ingest.spec.find_spec import known_specs
from tests.ingest.desk.conftest import Act, hand_over
from tests.ingest.desk.messy_books import UNITS
from warehouse import audit
from warehouse.errors import ThanThienError
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

RENAMED = UNITS.replace("Tên đơn vị", "Tên gọi đơn vị")
NEW_WORD = UNITS.replace("Hòa Sơn,Xã", "Hòa Sơn,Phường loại mới")


def names(settings: Settings) -> list[str]:
    with open_raw(settings) as connection:
        text = "select unit_name from raw.unit order by unit_code"
        return [name for (name,) in connection.execute(text).fetchall()]


def spec_sha(settings: Settings) -> str:
    return next(s.sha256 for s in known_specs(settings) if s.name == "unit_list")


def test_a_renamed_heading_is_the_one_question(settings: Settings, act: Act) -> None:
    seen = act("understand", hand_over(settings, "u.csv", RENAMED))
    assert seen["spec"] is None
    asked = seen["changed"]
    assert asked["spec"]["name"] == "unit_list"
    [missing] = asked["missing"]
    assert (missing["heading"], missing["nearest"]) == ("Tên đơn vị", "Tên gọi đơn vị")
    assert missing["columns"] == ["unit_name"]
    samples = {one["heading"]: one["samples"] for one in asked["unread"]}
    assert samples["Tên gọi đơn vị"][0] == "Tỉnh Thử"


def test_the_answer_is_the_next_version_of_the_layout(
    settings: Settings, act: Act
) -> None:
    card = hand_over(settings, "u.csv", RENAMED)
    said = {"spec": "unit_list", "sha256": spec_sha(settings)}
    headings = {"Tên đơn vị": "Tên gọi đơn vị"}
    assert act("amend", card, **said, headings=headings) == {"spec": "unit_list"}
    assert act("understand", card)["trial"]["kinds"]["unit"]["n_refused"] == 0
    act("load", card)
    assert names(settings) == ["Tỉnh Thử", "Xã An Bình", "Xã Hòa Sơn"]
    kept = [r for r in audit.read_records(settings) if r.action == "spec_kept"]
    assert [(r.actor, r.subject) for r in kept] == [("chi", "unit_list")]
    # what was read before is read as before, by the command line too
    path = settings.home / "cũ.csv"
    path.write_text(UNITS.replace("9100", "9200"), encoding="utf-8")
    [result] = load_files([path], settings=settings)
    assert (result.spec_name, result.n_refused) == ("unit_list", 0)
    # who answers on an earlier reading is asked to look again
    with pytest.raises(ThanThienError, match="read the file again"):
        act("amend", hand_over(settings, "v.csv", RENAMED + "\n"), **said)


def test_a_heading_nobody_knows_is_put_aside(settings: Settings, act: Act) -> None:
    rows = UNITS.splitlines()
    text = "\n".join([rows[0] + ",Người lập", *(row + ",Lê Văn A" for row in rows[1:])])
    card = hand_over(settings, "u.csv", text + "\n")
    asked = act("understand", card)["changed"]
    assert asked["missing"] == []
    [odd] = asked["odd"]
    assert (odd["heading"], odd["looks"], odd["samples"]) == (
        "Người lập",
        "personal",
        [],
    )
    said = {"spec": "unit_list", "sha256": spec_sha(settings)}
    act("amend", card, **said, personal=["Người lập"])
    assert act("understand", card)["spec"]["name"] == "unit_list"
    now = next(s for s in known_specs(settings) if s.name == "unit_list")
    assert heading_key("Người lập") in now.personal


def test_a_new_word_is_one_of_the_known(settings: Settings, act: Act) -> None:
    card = hand_over(settings, "u.csv", NEW_WORD)
    trial = act("understand", card)["trial"]
    [asked] = trial["words"]
    assert (asked["column"], asked["heading"]) == ("level", "Cấp")
    assert asked["texts"] == [["Phường loại mới", 1, None]]
    assert "commune" in asked["labels"]
    answer = {"kind": "unit", "column": "level", "heading": "Cấp"}
    values = [{**answer, "texts": {"Phường loại mới": "commune"}}]
    said = {"spec": "unit_list", "sha256": spec_sha(settings)}
    act("amend", card, **said, values=values)
    after = act("understand", card)["trial"]
    assert (after["words"], after["refused"]) == ([], [])
    act("load", card)
    assert len(names(settings)) == 3


def test_words_that_may_name_a_person_are_not_asked_about(
    settings: Settings, act: Act
) -> None:
    text = NEW_WORD.replace("Phường loại mới", "Nguyễn Văn An")
    trial = act("understand", hand_over(settings, "u.csv", text))["trial"]
    assert trial["words"] == []
    assert trial["kinds"]["unit"]["n_refused"] == 1


def test_another_layout_is_mapped_as_a_whole(settings: Settings, act: Act) -> None:
    seen = act("understand", hand_over(settings, "l.csv", "Mã,Việc,Ngày\n1,a,b\n"))
    assert (seen["spec"], seen["changed"]) == (None, None)


def test_what_is_no_word_of_the_column_is_not_kept(
    settings: Settings, act: Act
) -> None:
    card = hand_over(settings, "u.csv", NEW_WORD)
    asked = {"kind": "unit", "column": "level", "heading": "Cấp"}
    values = [{**asked, "texts": {"Phường loại mới": "nowhere"}}]
    said = {"spec": "unit_list", "sha256": spec_sha(settings), "values": values}
    with pytest.raises(ThanThienError, match="nowhere"):
        act("amend", card, **said)
    assert not list((settings.home / "specs").glob("*.yml*"))
