"""What is said of an unknown file names no person, and a draft fits the schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from ingest.drafting.draft_file import draft_spec
from ingest.loading.load import load_files
from ingest.spec.explain import explain_file
from ingest.spec.explain_text import as_text
from ingest.spec.form.schema import SCHEMA_PATH
from ingest.spec.samples import mask, view_column
from tests.ingest.files.workbooks import PRINTED, write_xlsx
from warehouse.errors import SpecError, UnreadableFileError
from warehouse.settings import Settings

LIST = (
    "STT,Mã hồ sơ,Trạng thái,Ngày nhận,Người nộp,Liên lạc,Ai,Mô tả\n"
    "1,000.1,Đang xử lý,03/05/2026 08:15,Nguyễn Thị Mẫu,0912345678,Trần Văn Thử,"
    "Tôi là hàng xóm của nhà số 5 và xin gửi đến quý cơ quan một lời phản ánh dài\n"
    "2,000.2,Đã trả kết quả,04/05/2026 09:00,Lê Thử,+84 912 345 679,Lê Văn Mẫu,ngắn\n"
)
SECRETS = ("Thị", "Văn", "Lê Thử", "0912345678", "345 679", "hàng xóm")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("THANTHIEN_HOME", str(tmp_path / "home"))
    return Settings.from_environment()


def write(folder: Path, text: str | bytes, name: str = "la.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_text_names_what_is_needed_and_nobody(
    tmp_path: Path, settings: Settings
) -> None:
    explanation = explain_file(write(tmp_path, LIST), settings)
    for lang in ("vi", "en"):
        text = as_text(explanation, lang)
        assert "000.1" in text
        assert "03/05/2026 08:15" in text
        assert not [secret for secret in SECRETS if secret in text]
    as_json = json.dumps(explanation.as_dict(), ensure_ascii=False)
    assert not [secret for secret in SECRETS if secret in as_json]
    assert "bảng mã utf-8, dấu phân cách ','" in as_text(explanation, "vi")
    assert "encoding utf-8, delimiter ','" in as_text(explanation, "en")


def test_vietnamese_text_holds_no_english_label(
    tmp_path: Path, settings: Settings
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"S": PRINTED, "Trống": []})
    english = set(as_text(explain_file(path, settings), "en").split("\n"))
    vietnamese = set(as_text(explain_file(path, settings), "vi").split("\n"))
    assert (english & vietnamese) <= {""}


def test_nearest_spec_says_what_is_missing(tmp_path: Path, settings: Settings) -> None:
    text = "Mã hồ sơ,Ngày nhận,Trạng thái,Lạ\n1,03/05/2026,Đang xử lý,x\n"
    explanation = explain_file(write(tmp_path, text), settings)
    best = explanation.fits[0]
    assert (best.spec, best.is_fitting) == ("dossier_list", False)
    assert "Lạ" in best.unknown


def test_sheet_that_needs_help_is_shown_beside_the_others(
    tmp_path: Path, settings: Settings
) -> None:
    unsure = [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Số": unsure, "Tốt": PRINTED})
    first, second = explain_file(path, settings).sheets
    assert "read.header_line" in (first.problem or "")
    assert (second.problem, second.header_line, second.header_rows) == (None, 4, 2)
    assert dict(second.skipped)["signature"] == 3


def test_unreadable_file_is_explained_too(tmp_path: Path, settings: Settings) -> None:
    path = write(tmp_path, b"%PDF-1.7", "a.xlsx")
    explanation = explain_file(path, settings)
    assert (explanation.form, explanation.sheets) == (None, ())
    assert "PDF" in as_text(explanation, "vi")
    with pytest.raises(UnreadableFileError):
        draft_spec(path)


def test_draft_fits_the_schema_and_loads_when_finished(
    tmp_path: Path, settings: Settings
) -> None:
    path = write(tmp_path, LIST)
    draft = draft_spec(path)
    jsonschema.validate(
        yaml.safe_load(draft), json.loads(SCHEMA_PATH.read_text("utf-8"))
    )
    assert not [secret for secret in SECRETS if secret in draft]
    assert 'personal: ["Người nộp", "Liên lạc", "Ai", "Mô tả"]' in draft
    assert '"Đang xử lý": "processing"' in draft
    finished = draft.replace(
        'extracted_on: {from: "?"}', 'extracted_on: {constant: "2026-05-31"}'
    )
    spec_path = write(tmp_path, finished, "draft.yml")
    (result,) = load_files([path], spec_path=spec_path, settings=settings)
    assert (result.status, result.reason) == ("loaded", None)


def test_draft_of_ballots_lists_questions_with_their_scale(
    tmp_path: Path, settings: Settings
) -> None:
    text = (
        "Mã phiếu,Mã đợt,Mã đơn vị,Chờ đợi?,Thái độ?\n"
        "p1,W1,00001,5,Hài lòng\np2,W1,00001,3,Rất hài lòng\n"
    )
    draft = yaml.safe_load(draft_spec(write(tmp_path, text)))
    (kind,) = draft["kinds"]
    assert kind["kind"] == "answer"
    assert [item["from"] for item in kind["items"]] == ["Chờ đợi?", "Thái độ?"]


def test_draft_needs_a_header(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(SpecError, match=r"read\.header_line"):
        draft_spec(write(tmp_path, "1,2,3\n4,5,6\n"))


@pytest.mark.parametrize(
    ("heading", "cells", "looks"),
    [
        ("Họ và tên người nộp", ["x"], "personal"),
        ("thong_tin/ho_ten", ["Nguyễn Văn Mẫu"], "personal"),
        ("SĐT", ["x"], "personal"),
        ("Số CCCD", ["x"], "personal"),
        ("Email Address", ["x"], "personal"),
        ("c1", ["012345678901"], "personal"),
        ("c2", ["a@b.vn"], "personal"),
        ("Mã hồ sơ", ["000.17.22.H56-210531-0001"], "code"),
        ("Mã TTHC", ["1.010708.000.00.00.H56"], "code"),
        ("NgayTiepNhan", ["20240503102030"], "date"),
        ("Ngày", ["03/05/2026 08:15"], "date"),
        ("Điểm", ["4", "5", "3,5"], "number"),
        ("Tên thủ tục", ["Khai sinh"], "text"),
        ("Trạng thái", [None], "empty"),
    ],
)
def test_what_a_column_looks_like(
    heading: str, cells: list[str | None], looks: str
) -> None:
    view = view_column(heading, cells)
    assert view.looks == looks
    assert bool(view.samples) == (looks not in ("personal", "empty"))


def test_numbers_of_persons_are_masked_in_titles() -> None:
    assert mask("Liên hệ 0912 345 678, a@b.vn") == "Liên hệ ***, ***"
    assert mask("Tính đến ngày 31/10/2026") == "Tính đến ngày 31/10/2026"


OFFICERS = (
    "Mã hồ sơ,Ngày nhận,Cán bộ thụ lý,Nơi tiếp nhận\n"
    "000.1,03/05/2026 08:15,Nguyễn Thị Mẫu,Quầy 1\n"
    "000.2,04/05/2026 09:00,CB-02,Quầy 2\n"
)


@pytest.mark.parametrize("text", [LIST, OFFICERS])
def test_what_explain_calls_personal_is_personal_in_the_draft(
    tmp_path: Path, settings: Settings, text: str
) -> None:
    """Names of people too, an officer's among them, until a person says so."""
    path = write(tmp_path, text)
    (sheet,) = explain_file(path, settings).sheets
    personal = [c.heading for c in sheet.columns if c.looks == "personal"]
    draft = yaml.safe_load(draft_spec(path))
    assert personal
    assert draft["personal"] == personal
    placed = json.dumps(draft["kinds"], ensure_ascii=False)
    assert [heading for heading in personal if heading in placed] == []


def test_a_problem_and_a_draft_speak_the_readers_language(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = explain_file(write(tmp_path, b"%PDF-1.7", "a.xlsx"), settings)
    unsure = [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]]
    path = write_xlsx(tmp_path / "b.xlsx", {"Số": unsure})
    for seen in (pdf, explain_file(path, settings)):
        problems = [seen.problem, *(sheet.problem for sheet in seen.sheets)]
        for problem in filter(None, problems):
            assert problem in as_text(seen, "en")
            assert problem not in as_text(seen, "vi")
    listed = write(tmp_path, LIST)
    comments = {}
    for lang in ("vi", "en"):
        monkeypatch.setenv("THANTHIEN_LANG", lang)
        lines = draft_spec(listed).split("\n")
        comments[lang] = {line.partition("# ")[2] for line in lines if "# " in line}
    same = {c for c in comments["vi"] & comments["en"] if "thanthien ingest" not in c}
    assert {c for c in same if "$schema" not in c and not c.startswith("-")} == set()
