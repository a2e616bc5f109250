"""Reports of all units, and PDF where LibreOffice is there."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.report import all_units
from dashboard.report.all_units import write_all
from dashboard.report.files import file_name, report_file
from tests.dashboard.conftest import PEOPLE
from thanthien import app as commands
from warehouse import audit, pdf
from warehouse.errors import ScopeError, ThanThienError
from warehouse.pdf import to_pdf, to_pdfs
from warehouse.read import reader_of
from warehouse.reviews.facts import facts_of
from warehouse.reviews.visible_reviews import ReportFigures, figures_for_report
from warehouse.settings import Settings

PERIOD = "2026-Q3"


@pytest.fixture
def at(home: Path, tmp_path: Path) -> Settings:
    shutil.copytree(home / "builds", tmp_path / "home" / "builds")
    return Settings(home=tmp_path / "home", threads=2)


def test_every_unit_gets_the_files_it_would_get_alone(
    at: Settings, tmp_path: Path
) -> None:
    by, told = PEOPLE["committee"], []
    kinds = ("docx", "page")
    out = tmp_path / "out"
    made = write_all(at, by, PERIOD, kinds, out, lambda *n: told.append(n))
    units = ReportFigures(at, by).units()
    assert len(units) > 3
    assert sorted(out.iterdir()) == list(made.files)
    assert len(made.files) == len(kinds) * (len(units) - len(made.without))
    n_done, n_all = told[-1]
    assert (n_done, n_all) == (len(units) - len(made.without), len(units))
    notes = audit.read_records(at, action="export")
    who = {(note.actor, note.detail["unit"], note.detail["kind"]) for note in notes}
    assert len(who) == len(notes) == len(made.files)
    facts, review = figures_for_report(at, by, "91001", PERIOD)
    for kind in kinds:
        alone = report_file(at, by, facts, review, kind)
        assert (out / file_name(facts, kind)).read_bytes() == alone


def test_what_units_share_is_asked_once_and_says_the_same(at: Settings) -> None:
    by = PEOPLE["committee"]
    figures = ReportFigures(at, by)
    for unit in figures.units()[:3]:
        code = str(unit["unit_code"])
        assert figures.of(code, PERIOD)[0] == facts_of(reader_of(at), by, code, PERIOD)


def test_a_leader_gets_the_own_units_alone(at: Settings, tmp_path: Path) -> None:
    by, out = PEOPLE["leader"], tmp_path / "out"
    made = write_all(at, by, "2026-10", ("xlsx",), out, lambda *_: None)
    assert [path.name for path in made.files] == ["bao_cao_91001_2026-10.xlsx"]


def test_a_period_without_data_is_said_by_unit(at: Settings, tmp_path: Path) -> None:
    by = PEOPLE["committee"]
    made = write_all(at, by, "2031-Q1", ("docx",), tmp_path / "out", lambda *_: None)
    assert made.files == ()
    assert len(made.without) == len(
        {u["unit_name"] for u in ReportFigures(at, by).units()}
    )
    assert audit.read_records(at, action="export") == []


def test_who_reads_no_figures_writes_none(at: Settings, tmp_path: Path) -> None:
    with pytest.raises(ScopeError):
        write_all(at, PEOPLE["officer"], PERIOD, ("docx",), tmp_path, lambda *_: None)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--unit", "91001", "--all-units", "--out", "x"], "unit"),
        (["--out", "x.docx"], "unit"),
        (["--all-units", "--out", "x", "--kinds", "docx,odt"], "odt"),
        (["--unit", "91001", "--out", "x.odt"], "x.odt"),
        (["--unit", "91001", "--page", "--out", "x.xlsx"], "x.xlsx"),
    ],
)
def test_a_wrong_question_is_refused_before_the_password(
    arguments: list[str], said: str
) -> None:
    call = ["report", "--period", PERIOD, "--user", "a", *arguments]
    run = CliRunner().invoke(commands, call)
    assert isinstance(run.exception, ThanThienError)
    assert said in str(run.exception)


PRINTS = """
echo start >> "$(dirname "$0")/starts"
for one in "$@"; do case "$one" in
  *.docx) { printf '%%PDF '; cat "$one"; } > "${one%.docx}.pdf";;
esac; done
"""


def program(folder: Path, script: str) -> str:
    """A program of LibreOffice's name that does what a line of shell says."""
    path = folder / pdf.PROGRAM
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(folder)


def test_without_libreoffice_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ThanThienError, match="not on this machine"):
        to_pdf(b"x")
    monkeypatch.setenv("PATH", program(tmp_path, "exit 0"))
    with pytest.raises(ThanThienError, match="Writer"):
        to_pdf(b"x")
    program(tmp_path, "while :; do :; done")
    monkeypatch.setattr(pdf, "MOST_SECONDS", 0.2)
    with pytest.raises(ThanThienError, match="within"):
        to_pdf(b"x")


def test_what_libreoffice_makes_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One start prints all; the documents are its last arguments."""
    monkeypatch.setenv("PATH", f"{program(tmp_path, PRINTS)}:{os.environ['PATH']}")
    assert to_pdf(b"x") == b"%PDF x"
    assert to_pdfs([b"x", b"y"]) == [b"%PDF x", b"%PDF y"]
    assert (tmp_path / "starts").read_text("utf-8") == "start\n" * 2


def test_every_unit_gets_its_own_pages(
    at: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{program(tmp_path, PRINTS)}:{os.environ['PATH']}")
    monkeypatch.setattr(all_units, "PRINTED_TOGETHER", 2)
    by, told, out = PEOPLE["committee"], [], tmp_path / "out"
    kinds = ("docx", "pdf", "page_pdf")
    made = write_all(at, by, PERIOD, kinds, out, lambda *n: told.append(n))
    n_units = len({path.name.split("_")[2] for path in made.files})
    assert n_units > 3
    assert len(made.files) == len(kinds) * n_units
    for path in out.glob("bao_cao_*.pdf"):
        document = path.with_suffix(".docx").read_bytes()
        assert path.read_bytes() == b"%PDF " + document
    starts = (tmp_path / "starts").read_text("utf-8").count("start")
    assert starts == -(-n_units // 2)
    assert told[-1][0] == n_units
    assert sorted(told) == told
