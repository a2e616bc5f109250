"""Of each spoilt file, a clerk who knows no code reads what to do next."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.loading.load import load_files
from ingest.loading.refused_alike import refused_alike
from ingest.spec.explain import explain_file
from ingest.spec.explain_text import as_text
from ingest.spec.find_spec import known_specs
from tests.ingest.spoilt.files import SPOILT, text
from warehouse.settings import Settings

UNITS = """\
Mã đơn vị,Tên đơn vị,Cấp,Mã cấp trên,Có hiệu lực từ
01,Tỉnh Mẫu,Tỉnh,,01/07/2025
01001,Xã Bình Minh,Xã,01,01/07/2025
"""
ENGLISH = re.compile(r"\b(the|is|of|and|must|with|file|again|heading)\b")
OF_THE_DOOR = ("a column", "a heading misspelt", "one heading twice")
"""What the headings show: `explain` says the step before anything is loaded."""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """What is wrong → what `explain` says, and what `ingest` and `refused` say."""
    root = tmp_path_factory.mktemp("spoilt")
    settings = Settings(home=root / "home")
    specs = known_specs(settings)  # read once: that is what takes the time
    with pytest.MonkeyPatch.context() as patch:
        for reader in ("ingest.loading.load", "ingest.spec.explain"):
            patch.setattr(f"{reader}.known_specs", lambda _: specs)
        return _said(root, settings)


def _said(root: Path, settings: Settings) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    load_files([text(UNITS, "danh_muc_20260101.csv")(root)], settings=settings)
    for number, (name, (write, _)) in enumerate(SPOILT.items()):
        folder = root / str(number)
        folder.mkdir()
        path: Path = write(folder)
        explained = as_text(explain_file(path, settings), "vi")
        [result] = load_files([path], settings=settings)
        alike = refused_alike(settings, result.sha256)
        lines = [result.as_text("vi"), *(line.as_text("vi") for line in alike)]
        found[name] = (explained, "\n".join(lines))
    return found


@pytest.mark.parametrize("name", SPOILT)
def test_the_next_step_is_plain(said: dict[str, tuple[str, str]], name: str) -> None:
    explained, loaded = said[name]
    step = SPOILT[name][1]
    assert step in loaded
    assert ENGLISH.findall(re.sub(r"`[^`]*`|thanthien .*", "", loaded)) == []
    if name.startswith(OF_THE_DOOR):
        assert step in explained


def test_there_are_enough_of_them() -> None:
    assert len(SPOILT) >= 25
