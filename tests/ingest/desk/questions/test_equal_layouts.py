"""A file that two layouts fit equally: what each would make of it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.spec.read_spec import SPECS_DIR
from tests.ingest.desk.conftest import Act, hand_over
from tests.ingest.desk.messy_books import UNITS
from warehouse import audit
from warehouse.errors import ThanThienError
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

ENDED = "\n".join(
    line + end
    for line, end in zip(
        UNITS.splitlines(), (",Hết hiệu lực", ",", ",", ","), strict=True
    )
)
OTHERWISE = {
    'from: ["Hết hiệu lực",': 'from: ["Bỏ từ ngày",',
    'from: ["Ngày bắt đầu mô hình",': 'from: ["Hết hiệu lực",',
}


def second_layout(settings: Settings, otherwise: dict[str, str]) -> None:
    """A layout of the home that differs from the shipped list of units."""
    text = (SPECS_DIR / "unit_list.yml").read_text(encoding="utf-8")
    for old, new in {"spec: unit_list": "spec: other_list", **otherwise}.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    folder = settings.home / "specs"
    folder.mkdir(parents=True)
    Path(folder / "other_list.yml").write_text(text, encoding="utf-8")


def test_two_layouts_that_fit_equally_are_one_question(
    settings: Settings, act: Act
) -> None:
    second_layout(settings, OTHERWISE)
    card = hand_over(settings, "u.csv", ENDED + "\n")
    seen = act("understand", card)
    assert (seen["spec"], seen["changed"], seen["near"]) == (None, None, [])
    by_name = {one["name"]: one for one in seen["equal"]}
    assert by_name.keys() == {"unit_list", "other_list"}
    first, other = by_name["unit_list"], by_name["other_list"]
    assert (first["kinds"], first["is_told_apart"]) == (["unit"], True)
    assert first["reads"] == [["Hết hiệu lực", "unit", "valid_to"]]
    assert other["reads"] == [["Hết hiệu lực", "unit", "model_start_date"]]
    # nothing is loaded before the answer, which then holds for this file
    said = {"spec": "unit_list", "sha256": first["sha256"]}
    assert act("choose_layout", card, **said) == {"spec": "unit_list"}
    seen = act("understand", card)
    assert (seen["spec"]["name"], seen["equal"]) == ("unit_list", [])
    act("load", card)
    with open_raw(settings) as connection:
        assert connection.execute("select count(*) from raw.unit").fetchall() == [(3,)]
    kept = [r for r in audit.read_records(settings) if r.action == "spec_kept"]
    assert [(r.actor, r.subject) for r in kept] == [("chi", "unit_list")]
    # the next file is asked about as well
    later = hand_over(settings, "v.csv", ENDED + "\n\n")
    assert len(act("understand", later)["equal"]) == 2


def test_layouts_that_differ_only_in_cells_say_so(settings: Settings, act: Act) -> None:
    second_layout(settings, {})
    seen = act("understand", hand_over(settings, "u.csv", UNITS))
    assert [one["is_told_apart"] for one in seen["equal"]] == [False, False]
    assert [one["reads"] for one in seen["equal"]] == [[], []]


def test_an_answer_on_an_earlier_reading_is_refused(
    settings: Settings, act: Act
) -> None:
    card = hand_over(settings, "u.csv", UNITS)
    with pytest.raises(ThanThienError, match="read the file again"):
        act("choose_layout", card, spec="unit_list", sha256="0" * 64)
