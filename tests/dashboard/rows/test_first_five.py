"""The order of a leader's day: people waiting first, then patterns, then records."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.rows.first_five import SHOWN, STEPS, Finding, first_findings
from dashboard.words import words_of


def kinds(*findings: Finding) -> list[str]:
    return [finding.kind for finding in first_findings(findings)]


def test_someone_waiting_now_comes_before_a_large_pattern() -> None:
    waiting, pattern = Finding("cases_overdue", 1), Finding("late_strict", 500)
    assert kinds(pattern, waiting) == ["cases_overdue", "late_strict"]


def test_within_one_step_the_larger_number_then_the_older_matter() -> None:
    few = Finding("cases_overdue", 2, since=date(2020, 1, 1))
    many = Finding("petitions_long_overdue", 3, since=date(2026, 1, 1))
    assert kinds(few, many) == ["petitions_long_overdue", "cases_overdue"]
    new = Finding("signal_worse", 4, since=date(2026, 9, 1), detail="b")
    old = Finding("signal_worse", 4, since=date(2026, 3, 1), detail="a")
    unknown = Finding("signal_worse", 4, detail="c")
    found = first_findings([unknown, new, old])
    assert [finding.detail for finding in found] == ["a", "b", "c"]


def test_the_order_does_not_depend_on_how_they_came() -> None:
    findings = [Finding(kind, n) for kind in STEPS for n in (1, 2)]
    assert first_findings(findings, 50) == first_findings(findings[::-1], 50)


def test_at_most_five_and_never_a_matter_of_none() -> None:
    findings = [Finding("flag_check", n, detail=str(n)) for n in range(9)]
    found = first_findings(findings)
    assert [finding.n for finding in found] == [8, 7, 6, 5, 4]
    assert len(found) == SHOWN
    assert first_findings([Finding("cases_overdue", 0)]) == []


def test_a_kind_without_a_step_is_an_error() -> None:
    with pytest.raises(KeyError):
        first_findings([Finding("rumour", 1)])


def test_every_kind_has_its_words() -> None:
    for lang in ("vi", "en"):
        for kind in STEPS:
            assert words_of(lang).has(f"today.kinds.{kind}")
