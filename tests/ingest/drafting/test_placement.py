"""A draft names the kind, the columns and what is personal of layouts nobody knew."""

from __future__ import annotations

import pytest

from ingest.drafting.draft_file import draft_spec
from ingest.drafting.likeness import Phrases
from ingest.drafting.questions import question_of
from ingest.simulation.province import ProvinceSummary, write_province
from ingest.spec.find_spec import find_spec
from ingest.spec.read_spec import shipped_specs
from tests.ingest.drafting.measure import Score, written_layouts
from tests.ingest.drafting.shipped import layout_of, others
from warehouse.errors import SpecError, ThanThienError

KINDS_RIGHT, COLUMNS_RIGHT = 0.95, 0.85


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> ProvinceSummary:
    return write_province(tmp_path_factory.mktemp("p"), n_cases=1_000, seed=11)


def test_office_books_are_read_by_words_and_cells() -> None:
    score = Score()
    for layout in written_layouts():
        score.add(layout, shipped_specs())
    assert score.n_layouts >= 35
    _assert_good(score)


def test_a_shipped_layout_is_read_without_its_own_spec(
    province: ProvinceSummary,
) -> None:
    specs, score, seen = shipped_specs(), Score(), set()
    for path in province.files:
        try:
            spec = find_spec(path, specs)
        except SpecError:
            continue
        layout = None if spec.name in seen else layout_of(path, spec)
        if layout is not None:
            seen.add(spec.name)
            score.add(layout, others(specs, spec))
    assert score.n_layouts >= 25
    _assert_good(score)


def test_the_clerk_may_say_the_kind(province: ProvinceSummary) -> None:
    path = next(p for p in province.files if p.name.startswith("danh_sach_ho_so"))
    assert "- kind: petition\n" in draft_spec(path, "petition")
    with pytest.raises(ThanThienError, match="one of: unit"):
        draft_spec(path, "ho_so")


@pytest.mark.parametrize(
    ("cells", "scale", "silent"),
    [
        (["5", "4", "3", "9"], "likert5", {"9": None}),
        (
            ["Không hài lòng", "Bình thường", "Không biết", "Rất hài lòng"],
            "likert5_words",
            {"Không biết": "dont_know"},
        ),
        (["0", "10", "7"], "eleven_points", {}),
    ],
)
def test_what_is_no_level_is_a_sign_of_no_answer(
    cells: list[str], scale: str, silent: dict[str, str | None]
) -> None:
    question = question_of(cells)
    assert question is not None
    assert (question.scale, question.no_answer) == (scale, silent)


@pytest.mark.parametrize("cells", [["CB01", "CB02"], ["120", "88"], []])
def test_other_cells_are_no_answers(cells: list[str]) -> None:
    assert question_of(cells) is None


def test_words_that_all_share_weigh_less() -> None:
    phrases = Phrases({"due": ["ngày hẹn trả"], "received": ["ngày nhận"]})
    assert phrases.likeness("due", "NgayHenTraKQ") > 0.7
    received = phrases.likeness("received", "Ngày nhận hồ sơ")
    assert phrases.likeness("due", "Ngày nhận hồ sơ") < received
    assert received > 0.6


def _assert_good(score: Score) -> None:
    assert score.personal_missed == []
    assert score.n_kinds_right >= KINDS_RIGHT * score.n_layouts, score.wrong
    assert score.n_columns_right >= COLUMNS_RIGHT * score.n_columns, score.wrong


def test_a_kind_without_words_is_read_by_its_cells_alone() -> None:
    """A kind just added: its headings say nothing yet, and nothing breaks."""
    assert Phrases({"known": ["mã đợt"]}).likeness("new", "mã đợt") == 0.0
