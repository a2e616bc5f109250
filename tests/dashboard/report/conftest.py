"""The report of one commune's quarter, and what its parts hold."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document

from dashboard.report.parts import Report, Table
from dashboard.report.sections import report_of
from dashboard.words import words_of
from tests.dashboard.conftest import PEOPLE
from warehouse.read import Reader
from warehouse.reviews.facts import Facts, facts_of

WORDS = words_of("vi")


@pytest.fixture(scope="module")
def facts(reader: Reader) -> Facts:
    return facts_of(reader, PEOPLE["leader"], "91001", "2026-Q4")


@pytest.fixture(scope="module")
def report(facts: Facts) -> Report:
    return report_of(facts, WORDS)


def texts_of(content: bytes) -> str:
    document: Any = Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def tables_of(report: Report) -> list[Table]:
    return [p for s in report.sections for p in s.parts if isinstance(p, Table)]
