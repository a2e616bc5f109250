"""What is installed without a checkout is the whole project."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from deploy import bundle

ROOT = Path(__file__).parents[1]
NOT_INSTALLED = {"dbt_project/.sqlfluff"}
"""Files of the rooms that only developers use."""
LOCK = """
agate==1.9.1 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via dbt-core
tzdata==2026.6 ; sys_platform == "win32" \\
    --hash=sha256:cc
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle.own_wheel(tmp_path_factory.mktemp("wheel") / "own")


def test_the_wheel_holds_every_file_of_the_rooms(wheel: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z", *bundle.PACKAGED, "thanthien.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    with zipfile.ZipFile(wheel) as archive:
        packed = {n for n in archive.namelist() if ".dist-info/" not in n}
    assert packed >= {*tracked.split("\0")[:-1]} - NOT_INSTALLED
    assert not {name for name in packed if name.startswith(("tests/", "docs/"))}


def test_an_installed_wheel_knows_its_specs_words_and_models(
    wheel: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    asked = (
        "from ingest.spec.read_spec import shipped_specs;"
        "from dashboard.views.methods.text import sections;"
        "from warehouse.builds.transform import PROJECT_DIR;"
        "print(len(shipped_specs()), len(sections('vi')), len(sections('en')),"
        " len(list(PROJECT_DIR.rglob('*.sql'))), PROJECT_DIR)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "installed"), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert min(map(int, answer[:4])) > 5, answer
    assert answer[4] == str(tmp_path / "installed" / "dbt_project")


def test_each_machine_gets_what_its_lock_names_for_it(tmp_path: Path) -> None:
    (tmp_path / "x.lock").write_text(LOCK)
    debian, windows = (
        bundle.lock_of(tmp_path / "x.lock", target).splitlines()
        for target in bundle.TARGETS
    )
    assert debian == ["agate==1.9.1 --hash=sha256:aa --hash=sha256:bb"]
    assert windows == [*debian, "tzdata==2026.6 --hash=sha256:cc"]


def test_what_is_installed_is_named_by_the_hash_of_its_bytes(wheel: Path) -> None:
    name, digest = bundle.hashes([wheel]).split(" --hash=sha256:")
    assert name.startswith("thanthien==")
    assert len(digest.strip()) == 64
    assert "| thanthien |" in bundle.licences([wheel])
