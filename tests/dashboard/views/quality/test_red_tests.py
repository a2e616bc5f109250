"""What stops a build is said in words: every dbt test of the project has a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml

from dashboard.views.quality.red_tests import what_failed
from dashboard.words import words_of
from warehouse.builds.transform import PROJECT_DIR

OTHER = "other_test"
"""A test of a later version, whose words no file has yet."""


def asked_of_a_build() -> Iterator[Mapping[str, Any]]:
    """Each test as a red one would be told, without its rows."""
    for path in sorted((PROJECT_DIR / "tests").glob("*.sql")):
        yield red(path.stem, test=path.stem, area="tests")
    for path in sorted(PROJECT_DIR.glob("*/**/*.yml")):
        folder = path.parent.name
        area = "reference" if folder == "seeds" else folder
        document = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for test, said in _generic(document):
            column = str(said.get("arguments", said).get("column", ""))
            yield red(f"{test}_{path.stem}", test=test, area=area, column=column)


def _generic(part: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(part, list):
        for one in part:
            yield from _generic(one)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name not in ("data_tests", "tests"):
                yield from _generic(value)
                continue
            for one in value:
                is_named = isinstance(one, dict)
                yield next(iter(one.items())) if is_named else (one, {})


def red(name: str, **facts: object) -> Mapping[str, Any]:
    """A failure as a build leaves it."""
    known = {"kind": "test", "message": "", "n_rows": 2, "column": ""}
    return {"name": name, **known, **facts}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_test_of_the_project_has_its_sentence(lang: str) -> None:
    words = words_of(lang)
    unknown = what_failed(words, red(OTHER, test=OTHER, area=OTHER))
    some_area = unknown[0].partition(":")[0]
    found = list(asked_of_a_build())
    assert len(found) > 300
    without = [
        failure["name"]
        for failure in found
        for says, do in [what_failed(words, failure)]
        if do == unknown[1]
        or says.startswith(f"{some_area}:")
        or re.search(r"[a-z]_[a-z]|\{", says + do)
        or "thanthien" in says + do
    ]
    assert without == []


@pytest.mark.parametrize("kind", ["model", "seed", "project", "test"])
def test_every_kind_of_failure_has_its_sentence(kind: str) -> None:
    failures = [
        {"name": "x", "kind": kind, "message": "", "area": area}
        for area in ("cases", "later")
    ]
    for says, do in (what_failed(words_of("vi"), failure) for failure in failures):
        assert "x" != says != do
        assert "{" not in says + do


def test_areas_are_the_folders_of_the_models() -> None:
    models = PROJECT_DIR / "models"
    folders = {path.parent.name for path in models.rglob("*.sql")}
    words = words_of("vi")
    assert [name for name in folders if not words.has(f"red.areas.{name}")] == []
