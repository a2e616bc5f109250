"""Twenty planted names go into twenty letters, and into nothing else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from tests.warehouse.letters.conftest import PASSWORD
from tests.warehouse.letters.exports import code, owe, write_export, write_petitions
from thanthien import app
from warehouse import audit
from warehouse.settings import Settings

# No other text holds these stems: whatever holds one holds a name or an address.
STEM, PLACE = "Qwzx", "Vkjq"
NAMES = [f"Nguyễn Thị {STEM}{number:02d} Ánh" for number in range(20)]
PEOPLE_NAME = "lanh.dao"


def text_of(letter: Path) -> str:
    document = Document(str(letter))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    heads = [p.text for s in document.sections for p in s.header.paragraphs]
    return "\n".join([*heads, *cells, *(p.text for p in document.paragraphs)])


def places_of(*folders: Path) -> list[str]:
    """Files whose bytes, or unpacked parts, hold a planted stem in any writing."""
    planted = [
        stem.encode(encoding)
        for stem in (STEM.lower(), PLACE.lower())
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
    ]
    found = []
    for path in (one for f in folders for one in f.rglob("*") if one.is_file()):
        parts = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(io.BytesIO(parts[0])) as archive:
                parts += [archive.read(name) for name in archive.namelist()]
        if any(one in part.lower() for part in parts for one in planted):
            found.append(str(path))
    return found


def export_of(folder: Path, occasion: str, codes: list[str]) -> Path:
    """The office's own file: the list of dossiers, or the register of petitions."""
    people = list(zip(codes, NAMES, strict=False))
    address = f"Ngõ {PLACE}, phường An Bình"
    if occasion == "late_case":
        rows = [(one, name, name, address, "Cá nhân") for one, name in people]
        return write_export(folder / "xuat.xlsx", rows)
    written = [(one, name, address) for one, name in people]
    return write_petitions(folder / "don_20261031.csv", written)


@pytest.mark.parametrize("occasion", ["late_case", "lost_papers"])
def test_twenty_names_stand_in_their_letters_and_nowhere_else(
    settings: Settings, build: Path, tmp_path: Path, occasion: str
) -> None:
    codes = [code(number) for number in range(22)]
    owe(build, codes, occasion=occasion)
    export = export_of(tmp_path, occasion, codes)
    out = tmp_path / "thu"
    said = CliRunner().invoke(
        app,
        [
            *("letters", "--unit", "91001", "--kind", "apology"),
            *("--from", str(export), "--out", str(out), "--user", PEOPLE_NAME),
        ],
        input=f"{PASSWORD}\n",
    )
    assert said.exit_code == 0, said.output
    letters = sorted(out.glob("*.docx"))
    assert len(letters) == 20
    for letter, one, name in zip(letters, codes, NAMES, strict=False):
        text = text_of(letter)
        # a register of petitions does not say whether a person wrote
        dear = "Ông/Bà " if occasion == "late_case" else ""
        assert f"Kính gửi: {dear}{name}" in text
        assert one in text
        assert sum(other in text for other in NAMES) == 1
        assert "MÔ PHỎNG" in text
        assert (occasion == "lost_papers") == ("để thất lạc giấy tờ" in text)
    assert "Không in 2 thư" in " ".join(said.output.split())
    assert STEM not in said.output
    # the search finds what is there: the letters and the export themselves
    assert len(places_of(out)) == 20
    assert places_of(settings.home, tmp_path / "tmp") == []
    [note] = audit.read_records(settings, action="letters_printed")
    assert note.subject == "91001"
    assert note.actor == PEOPLE_NAME
    assert note.detail == {"kind": "apology", "printed": "20", "not_printed": "2"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--kind", "gratitude"], "gratitude"),
        (["--from", "no_such.xlsx"], "no_such.xlsx"),
        (["--out", "home"], "không giữ tên nào"),
        (["--unit", "91002"], "91002"),
        (["--user", "ban.chi.dao"], "committee"),
    ],
)
def test_what_cannot_be_printed_is_refused_and_nothing_written(
    settings: Settings, build: Path, tmp_path: Path, more: list[str], said: str
) -> None:
    owe(build, [code(1)])
    export = write_export(tmp_path / "x.xlsx", [(code(1), NAMES[0], "", "", "Cá nhân")])
    out = tmp_path / "thu"
    asked = {
        "--unit": "91001",
        "--kind": "apology",
        "--from": str(export),
        "--out": str(out),
        "--user": PEOPLE_NAME,
    }
    asked[more[0]] = str(settings.home / "thu") if more[1] == "home" else more[1]
    arguments = [part for pair in asked.items() for part in pair]
    result = CliRunner().invoke(app, ["letters", *arguments], input=f"{PASSWORD}\n")
    assert result.exit_code != 0
    assert said in getattr(result.exception, "in_words", str)("vi")
    assert not out.exists()
    assert audit.read_records(settings, action="letters_printed") == []
