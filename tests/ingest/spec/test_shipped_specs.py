"""The shipped specs read the province's files: nothing lost, nothing made up.

The whole folder is loaded once; raw must then equal the model's own tables, and only
what was broken or repeated on purpose may be missing.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb

from ingest.loading.load import load_files
from ingest.simulation.world import draw_world
from tests.ingest.model_tables import model_tables
from tests.ingest.spec.loaded_province import N_CASES, SEED, Loaded
from warehouse.raw.column import Column
from warehouse.raw.kinds import KINDS
from warehouse.raw.registers import REGISTERS
from warehouse.settings import Settings

SPECS = Path(__file__).resolve().parents[3] / "ingest" / "specs"


SPEC_OF = {
    "01_danh_muc_don_vi": "unit_list",
    "02_chuyen_tiep_don_vi": "succession_list",
    "03_can_bo": "officer_list",
    "04_thu_tuc": "procedure_list",
    "05_lich_lam_viec": "office_calendar",
    "06_dot_khao_sat": "wave_list",
    "07_cau_hoi": "item_list",
    "08_nhac_nho": "reminder_list",
    "09_cam_ket": "commitment_list",
    "10_phieu_cham_diem": "index_marks",
    "11_so_thu": "letter_list",
    "12_so_tiep_dan": "meeting_list",
    "13_bang_kiem": "readiness_list",
    "14_chi_tieu": "target_list",
    "15_van_ban": "document_list",
    "16_tap_huan": "training_list",
    "17_ra_soat_thu_tuc": "procedure_review_list",
    "18_phuc_vu_tai_nha": "home_request_list",
    "19_kiem_tra_cong_vu": "inspection_list",
    "20_kien_nghi_giam_sat": "recommendation_list",
    "21_ranh_gioi": "boundary_names",
    "22_ranh_gioi": "boundary_list",
    "23_luot_hoi_phieu": "contact_list",
    "dong_bo_quoc_gia": "national_sync",
    "danh_sach_ho_so": "dossier_list",
    "nhat_ky_xu_ly": "step_log",
    "bao_cao_II06a": "monthly_report",
    "phieu_nhap_tay": "hand_keyed_ballots",
    "google_forms": "google_forms",
    "kobo": "kobo_xml_names",
    "kobo_nhan": "kobo_labels",
    "limesurvey": "limesurvey",
    "phieu_tai_quay": "counter_ballots",
    "may_tinh_bang": "counter_tablet",
    "phieu_phat_ra": "offered_forms",
    "don_thu": "petition_list",
    "to_cao": "denunciation_list",
}


HEADING_OF = {
    ("dong_bo_quoc_gia", "received_at"): "NgayTiepNhan",
    ("dong_bo_quoc_gia", "status"): "TrangThaiHoSo",
    ("danh_sach_ho_so", "received_at"): "Ngày, tháng, năm / Nhận",
    ("danh_sach_ho_so", "status"): "Trạng thái",
    ("don_thu", "received_on"): "Ngày nhận",
    ("don_thu", "outcome"): "Kết quả giải quyết",
    ("23_luot_hoi_phieu", "outcome"): "Kết quả hỏi",
    ("kobo", "level"): "danh_gia/access_signs",
}


RESPELLED = {"unit_name", "officer_name", "position", "procedure_name", "field"}


TRIED_ELSEWHERE = {"odk_central", "unit_alias_list"}
TRIED_ELSEWHERE |= {f"{kind.name}_list" for kind in REGISTERS}
"""Layouts the simulation writes no file of; test_survey_tools, test_unit_spellings,
test_registers."""


def test_every_file_is_loaded_by_its_own_spec(loaded: Loaded) -> None:
    assert [r.status for r in loaded.results] == ["loaded"] * len(loaded.results)
    for path, result in zip(loaded.summary.files, loaded.results, strict=True):
        assert result.spec_name == SPEC_OF[path.name.split("_MO_PHONG")[0]], path.name


def test_every_shipped_spec_has_its_file() -> None:
    shipped = {path.stem for path in SPECS.glob("*.yml")}
    assert shipped == set(SPEC_OF.values()) | TRIED_ELSEWHERE


def test_every_file_adds_up(loaded: Loaded) -> None:
    for result in loaded.results:
        for counts in result.kinds.values():
            shown = counts.n_loaded + counts.n_duplicate + counts.n_refused
            assert counts.n_read == shown, result.file_name


def test_every_refused_row_was_broken_on_purpose(
    loaded: Loaded, raw: duckdb.DuckDBPyConnection
) -> None:
    found = Counter(
        raw.sql(
            """
            select file_name, kind, column_name, coalesce(value, '')
            from refused join file using (file_sha256)
            """
        ).fetchall()
    )
    planted = Counter(
        (one["file"], one["kind"], _heading(one), one["value"])
        for one in loaded.truth["broken"]
    )
    assert found == planted
    assert {"case", "petition", "answer", "contact"} == {
        kind for _, kind, _, _ in planted
    }


def test_every_duplicate_was_repeated_on_purpose(loaded: Loaded) -> None:
    found = {
        result.file_name: n
        for result in loaded.results
        if (n := sum(counts.n_duplicate for counts in result.kinds.values()))
    }
    planted = {name: n for name, n in loaded.truth["n_repeated"].items() if n}
    assert found == planted


def test_raw_equals_the_model(raw: duckdb.DuckDBPyConnection) -> None:
    """Both ways round, as bags of rows, for each kind."""
    world = draw_world(n_cases=N_CASES, seed=SEED, has_effect=True)
    for kind, table in model_tables(world).items():
        raw.register("model", table)
        columns = ", ".join(
            _compared(column)
            for column in KINDS[kind].columns
            if column.name in table.column_names and column.name != "source_is_late"
        )
        extra = {
            "answer": "where ballot_id not like 'HONG-%' and wave_code <> 'MTB-2026'",
        }.get(kind, "")
        ours = f"select {columns} from model"
        theirs = f'select {columns} from raw_db.raw."{kind}" {extra}'
        missing = raw.sql(f"({ours}) except all ({theirs})").fetchall()
        made_up = raw.sql(f"({theirs}) except all ({ours})").fetchall()
        assert (missing[:3], made_up[:3]) == ([], []), kind
        assert raw.sql(f"select count(*) from ({ours})").fetchall()[0][0] > 0
        raw.unregister("model")


def test_no_citizen_is_left_in_raw(raw: duckdb.DuckDBPyConnection) -> None:
    """The invented phone numbers and addresses stand in no text column at all."""
    for kind in KINDS.values():
        for column in kind.columns:
            if column.type == "varchar":
                shown = raw.sql(
                    f'select count(*) from "{kind.name}" where "{column.name}" '
                    "similar to '.*(0900 ?000|Tổ [0-9]+,|Người Mô Phỏng).*'"
                ).fetchall()
                assert shown == [(0,)], (kind.name, column.name)
    refused = raw.sql(
        "select count(*) from refused where value similar to '.*0900.*'"
    ).fetchall()
    assert refused == [(0,)]


def test_printed_lists_say_what_was_late(raw: duckdb.DuckDBPyConnection) -> None:
    rows = raw.sql(
        """
        select source_is_late, finished_at > due_at, count(*)
        from "case" where source_is_late is not null group by all
        """
    ).fetchall()
    assert rows
    assert all(shown == is_late for shown, is_late, _ in rows)


def test_print_outs_count_what_the_cases_say(raw: duckdb.DuckDBPyConnection) -> None:
    """The newest print-out against the cases exported up to its month."""
    shown = raw.sql(
        """
        select unit_code, n_received, n_finished_on_time, n_finished_late,
            n_open_on_time + n_open_overdue
        from monthly_report where month = date '2026-10-01' order by all
        """
    ).fetchall()
    counted = raw.sql(
        """
        with last as (
            select case_code, receiving_unit_code as unit, received_at,
                max_by(status, extracted_on) as status,
                max_by(finished_at, extracted_on) as finished_at,
                max_by(due_at, extracted_on) as due_at,
            from "case" group by all
        )
        select unit, count(*) filter (received_at >= timestamp '2026-10-01'),
            count(*) filter (finished_at >= timestamp '2026-10-01'
                and coalesce(finished_at <= due_at, true)),
            count(*) filter (finished_at >= timestamp '2026-10-01'
                and finished_at > due_at),
            count(*) filter (status in
                ('received', 'processing', 'supplementing', 'paying')),
        from last where received_at >= timestamp '2025-07-01' or unit = '09900'
        group by unit order by unit
        """
    ).fetchall()
    units = {row[0] for row in counted}
    assert [row for row in shown if row[0] in units] == counted
    assert len(shown) == 57


def test_a_denunciation_file_with_the_denouncer_is_refused(
    loaded: Loaded, tmp_path: Path
) -> None:
    """The shipped layout with one more column: nothing of it may be kept."""
    given = next(p for p in loaded.summary.files if p.name.startswith("to_cao"))
    lines = given.read_text(encoding="utf-8").splitlines()
    named = [lines[0] + ",Họ tên người tố cáo"]
    named += [line + ",Nguyễn Văn Mô Phỏng" for line in lines[1:]]
    folder = tmp_path / "to_cao"
    folder.mkdir()
    path = folder / "to_cao_MO_PHONG_20241231.csv"
    path.write_text("\n".join(named) + "\n", encoding="utf-8")
    settings = Settings(home=tmp_path / "home")
    (result,) = load_files([path], settings=settings, is_simulated=True)
    assert result.status == "refused"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{settings.raw_path}' as raw_db (read_only)")
        shown = connection.sql("select count(*) from raw_db.raw.petition").fetchall()
    assert shown == [(0,)]


def _compared(column: Column) -> str:
    """A column as it is compared: names by where the tone mark may stand."""
    text = f'cast("{column.name}" as {column.type})'
    if column.name in RESPELLED:
        for one, other in (("oà", "òa"), ("oá", "óa"), ("uỷ", "ủy"), ("uý", "úy")):
            text = f"replace({text}, '{one}', '{other}')"
    if column.name == "unit_code":
        # a unit looked up by its name or code is kept with its first day
        text = f"split_part({text}, '@', 1)"
    return f'{text} as "{column.name}"'


def _heading(broken: dict[str, str]) -> str:
    """The heading under which a broken value stands in its file."""
    layout = broken["file"].split("_MO_PHONG")[0]
    return HEADING_OF[layout, broken["column"]]
