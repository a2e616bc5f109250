"""What looks wrong in the records, rule by rule, with how many of how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import address, badge, blocks, numbers, states
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.thresholds import thresholds_of
from dashboard.rows.units import name_key
from dashboard.tables import Column, show_table
from dashboard.words import Words
from warehouse.builds.left_out import fate_words
from warehouse.queries.quality import PEOPLE_RULES
from warehouse.raw.kinds import KINDS
from warehouse.statistics.frames.batch_quality import RUNS
from warehouse.words import words_of

# Marked where the p-value adjusted for all units is small enough.
CHANCE_RULES = (*RUNS, "months_too_alike", "straight_lines_unusual")
ALL = "all"
SEVERITIES = ("wrong", "check", "info")

Row = Mapping[str, Any]


def show_flags(page: Page) -> None:
    """Draws the rules that found something, then one rule's evidence by unit."""
    words = page.words
    title = words("flags.title")
    blocks.heading(title, words("flags.lead"))
    answer = ask_if_built(page, "flags")
    found: Sequence[Row] = answer.rows if answer else []
    if not found:
        states.nothing_found(words, "no_flags")
        return
    rows = _of_unit(page, found)
    rules = _rules(rows)
    show_table(rules, _rule_columns(page), title)
    rules_now = thresholds_of(page, page.build.data_as_of)
    said = by_luck_text(words, rows, rules_now.get("fdr_q"))
    # the share of false signs is kept over all units together, not in each
    if said and len(rows) == len(found):
        blocks.note(said)
    n = words("flags.n_rules", n=numbers.count(len(rules), page.lang))
    _badge(page, n)
    rule = address.choose(
        "rule",
        words("flags.rule"),
        [str(row["rule"]) for row in rules],
        default=str(rules[0]["rule"]),
        shown=lambda name: rule_name(page, name),
    )
    listed = [
        {**row, "name": page.units[row["unit_key"]].name}
        for row in rows
        if row["rule"] == rule and row["unit_key"] in page.units
    ]
    listed.sort(key=lambda row: name_key(row["name"]))
    caption = rule_name(page, rule)
    name = Column(words("tables.name"), lambda row: str(row["name"]))
    show_table(listed, (name, *_count_columns(page)), caption)
    _badge(page, _n_records(page, rule, listed))
    blocks.note(words("flags.note"))


def _of_unit(page: Page, rows: Sequence[Row]) -> Sequence[Row]:
    """The signs of one unit if the reader asks for one, else all."""
    flagged = {row["unit_key"] for row in rows} & page.units.keys()
    units = sorted(flagged, key=lambda key: name_key(page.units[key].name))
    chosen = address.choose(
        "of",
        page.words("flags.unit"),
        [ALL, *units],
        default=ALL,
        shown=lambda key: (
            page.words("flags.all_units") if key == ALL else page.units[key].name
        ),
    )
    return [row for row in rows if chosen in (ALL, row["unit_key"])]


def by_luck_text(words: Words, rows: Sequence[Row], fdr_q: float | None) -> str:
    """How many of the signs that a test of chance gave may be luck; else nothing.

    Args:
        words: Language of the sentence.
        rows: One sign of one unit each, with `rule`.
        fdr_q: Share of false marks that was allowed; None where no rule says.
    """
    n = sum(row["rule"] in CHANCE_RULES for row in rows)
    if not n or fdr_q is None:
        return ""
    expected = numbers.decimal(fdr_q * n, words.lang, digits=1)
    return words("flags.by_luck", n=numbers.count(n, words.lang), expected=expected)


def _n_records(page: Page, rule: str, listed: Sequence[Row]) -> str:
    visible = [row["n_flagged"] for row in listed if row["n_flagged"]]
    if not visible:
        return page.words("badge.n_hidden")
    is_in_tens = rule in PEOPLE_RULES or len(visible) < len(listed)
    text = "flags.n_records_about" if is_in_tens else "flags.n_records"
    return page.words(text, n=numbers.count(sum(visible), page.lang))


def _badge(page: Page, n: str) -> None:
    badge.show_badge(
        page,
        n=n,
        coverage=page.words("coverage.all_loaded"),
        source=badge.recorded_in(page, "records"),
        dates=page.words("badge.whole_build"),
    )


def _rules(rows: Sequence[Row]) -> list[dict[str, Any]]:
    sums: dict[str, dict[str, Any]] = {}
    for row in rows:
        total = sums.setdefault(
            row["rule"],
            {**row, "n_flagged": 0, "n_checked": 0, "n_units": 0},
        )
        total["n_flagged"] += row["n_flagged"] or 0
        total["n_checked"] += row["n_checked"] or 0
        total["n_units"] += 1
    return sorted(
        sums.values(), key=lambda row: (SEVERITIES.index(row["severity"]), row["rule"])
    )


def _rule_columns(page: Page) -> tuple[Column, ...]:
    words, lang = page.words, page.lang
    return (
        Column(
            words("flags.rule"),
            lambda row: rule_name(page, row["rule"]),
        ),
        Column(
            words("flags.severity"),
            lambda row: words(f"flags.severities.{row['severity']}"),
        ),
        Column(
            words("flags.n_units"),
            lambda row: numbers.count(row["n_units"], lang),
            True,
        ),
        *_count_columns(page),
    )


def _count_columns(page: Page) -> tuple[Column, ...]:
    words, lang = page.words, page.lang

    def count(row: Mapping[str, Any], name: str) -> str:
        if not row[name]:
            return words("verdicts_short.suppressed")
        return numbers.count(row[name], lang)

    def share(row: Mapping[str, Any]) -> str:
        is_counted = row["n_flagged"] and row["n_checked"]
        part = min(row["n_flagged"] / row["n_checked"], 1.0) if is_counted else None
        return numbers.percent(part, lang)

    return (
        Column(words("flags.n_flagged"), lambda row: count(row, "n_flagged"), True),
        Column(words("flags.n_checked"), lambda row: count(row, "n_checked"), True),
        Column(words("tables.share"), share, is_number=True),
    )


def rule_name(page: Page, rule: str) -> str:
    """A rule in words; what keeps a kind of rows out is said by kind and fate."""
    words = page.words
    if words.has(f"flag_rules.{rule}"):
        return words(f"flag_rules.{rule}")
    said = words_of(page.lang)
    kinds = [kind for kind in KINDS if rule.startswith(f"{kind}_")]
    kind = max(kinds, key=len, default="")
    fate = rule.removeprefix(f"{kind}_")
    if not kind or not said.has(f"left_out.fates.{fate}"):
        return rule
    return ": ".join(fate_words(said, kind, fate))
