"""Nothing is built for nobody: queries, models and statistics all reach someone.

What a later part of the work will use stands on a dated list with the title of that
part. The lists shrink; what leaves one is used or gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from tests.function_graph import PREFIX, public_functions, reached_functions
from tests.import_graph import ROOT, modules
from warehouse.queries import QUERIES

PROJECT = ROOT / "dbt_project"
INDICES = "No number says more than its data"  # indices get their part of a page
EVIDENCE = "No number says more than its data"  # equivalence, all reference cases
HIDDEN = "What is hidden stays hidden, and a wave of the Front stays the Front's"
LIFE = "The life of the model: registers, letters, duties"
FRONT = "The Front plans, draws, asks and reports by itself"

# As of 28/11/2026.
QUERIES_WAITING = {
    "index_rules": INDICES,
    "index_circular_01_parts": INDICES,
    "officer_circular_01": INDICES,
    "monthly_reports": LIFE,
}
MODELS_WAITING = {
    "fct_commitments": LIFE,
}
STATISTICS_WAITING = {
    "agreement.equivalence": EVIDENCE,
    "agreement.gap_verdicts.judge_gap": EVIDENCE,
    "change.dominance": EVIDENCE,
    "change.ordinal": EVIDENCE,
    "change.share_differences": EVIDENCE,
    "change.verdicts": EVIDENCE,
    "disclosure.lists": HIDDEN,
    "disclosure.secondary_suppression": HIDDEN,
    "disclosure.tables": HIDDEN,
    "effect.interrupted_series": EVIDENCE,
    "effect.panel.build_panel": EVIDENCE,
    "effect.staggered.callaway_santanna": EVIDENCE,
    "effect.two_by_two.did_2x2_proportions": EVIDENCE,
    "officers.case_mix.indirect_standardisation": EVIDENCE,
    "officers.funnel": EVIDENCE,
    "officers.low_by_luck": EVIDENCE,
    "officers.shrinkage.beta_binomial_eb": EVIDENCE,
    "officers.shrinkage_means": EVIDENCE,
    "probability": EVIDENCE,
    "questionnaire.integrity_from_ballots": EVIDENCE,
    "sampling.models": FRONT,
    "sampling.share_limits": FRONT,
    "sampling.strata": FRONT,
    "sampling.weighted_means": FRONT,
    "series.control_charts.p_chart": EVIDENCE,
    "series.cusum": EVIDENCE,
}


def test_every_query_is_asked() -> None:
    """By a page, a command or an export; its own file and a table of rules are none."""
    texts = _python(leave_out=("warehouse/queries/", "warehouse/rules/"))
    waits = {name for name in QUERIES if not _is_quoted(name, texts)}
    assert sorted(waits ^ QUERIES_WAITING.keys()) == []


def test_every_model_has_a_consumer() -> None:
    """Another model, a query, or code that reads it by its name."""
    refs = {name: _refs(path) for name, path in _models().items()}
    used = {ref for name, found in refs.items() for ref in found - {name}}
    for path in (PROJECT / "macros").rglob("*.sql"):
        used |= _refs(path)
    queries = " ".join(query.sql for query in QUERIES.values())
    texts = [queries, *_python(leave_out=("warehouse/queries/relations.py",))]
    waits = {
        name
        for name in refs.keys() - used
        if not any(re.search(rf"\b{name}\b", text) for text in texts)
    }
    assert sorted(waits ^ MODELS_WAITING.keys()) == []


def test_every_public_function_of_the_statistics_is_reached() -> None:
    """From a model, a page or a command, near or far."""
    waits = {
        f"{module.removeprefix(PREFIX)}.{name}"
        for module, name in public_functions() - reached_functions()
    }
    unlisted = {name for name in waits if not _listed(name, STATISTICS_WAITING)}
    assert sorted(unlisted) == []
    stale = [e for e in STATISTICS_WAITING if not any(_listed(w, [e]) for w in waits)]
    assert stale == []


def _listed(name: str, entries: Iterable[str]) -> bool:
    return any(name == entry or name.startswith(f"{entry}.") for entry in entries)


@cache
def _models() -> Mapping[str, Path]:
    paths = (PROJECT / "models").rglob("*.*")
    return {path.stem: path for path in paths if path.suffix in (".sql", ".py")}


def _refs(path: Path) -> set[str]:
    """Models a file names; `ref('fct_' ~ name)` names those of the file's own words."""
    text = path.read_text(encoding="utf-8")
    found = set(re.findall(r"\bref\(\s*['\"](\w+)['\"]\s*\)", text))
    words = set(re.findall(r"\w+", text))
    for prefix in re.findall(r"\bref\(\s*['\"](\w+)['\"]\s*~", text):
        found |= {prefix + word for word in words} & _models().keys()
    if re.search(r"\bref\(\s*[a-z]", text):
        found |= words & _models().keys()
    return found


def _python(*, leave_out: tuple[str, ...]) -> list[str]:
    return [
        path.read_text(encoding="utf-8")
        for path in modules().values()
        if not path.relative_to(ROOT).as_posix().startswith(leave_out)
    ]


def _is_quoted(name: str, texts: Iterable[str]) -> bool:
    return any(f'"{name}"' in text for text in texts)
