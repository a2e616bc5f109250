"""The docs follow the code: generated pages are current, READMEs name the commands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_generated_pages_are_current() -> None:
    """Run apart: the generator fixes the language before the door is imported."""
    code = (
        "import runpy; pages = runpy.run_path('docs/generate.py')['pages']();"
        "stale = [str(p) for p, text in pages.items()"
        " if not p.exists() or p.read_text(encoding='utf-8') != text];"
        "print(*stale)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_readme_names_the_two_commands_and_a_real_picture(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert "make demo" in text
    assert "make test" in text
    for line in text.splitlines():
        if line.startswith("!["):
            assert (ROOT / line.split("](")[1].rstrip(")")).exists()


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_links_lead_somewhere(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)\)", text)
    assert [t for t in targets if not (ROOT / t).exists()] == []


def test_every_place_of_a_change_is_there() -> None:
    text = (ROOT / "docs" / "where.md").read_text(encoding="utf-8")
    named = re.findall(r"`([^`\s]+/[^`\s]+)`", text)
    places = [re.sub(r"<\w+>", "*", name) for name in named]
    assert [place for place in places if not any(ROOT.glob(place))] == []
