"""The day a list speaks of, where the person who loads it says it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ingest.spec.spec import ColumnRule, KindRule, Source, Spec
from warehouse.raw.kinds import STATED_ON


def with_stated_day(spec: Spec, day: date) -> Spec:
    """The spec with `day` as the day of its lists, whatever it read that from.

    Kinds whose exports have a day of their own (dossiers, petitions) keep it.
    """
    return replace(spec, kinds=tuple(_stated(rule, day) for rule in spec.kinds))


def _stated(rule: KindRule, day: date) -> KindRule:
    if STATED_ON not in rule.kind.columns:
        return rule
    others = tuple(c for c in rule.columns if c.name != STATED_ON.name)
    source = Source("constant", (day.isoformat(),))
    stated = ColumnRule(name=STATED_ON.name, how="one", sources=(source,))
    return replace(rule, columns=(*others, stated))
