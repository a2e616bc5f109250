"""What people read of each raw kind, from `kinds.yml`: its name, its columns' class."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def _kinds() -> dict[str, dict[str, Any]]:
    text = Path(__file__).with_name("kinds.yml").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return found


def kind_titles(lang: str) -> dict[str, str]:
    """Kind → its name for a reader.

    Args:
        lang: `vi` or `en`.
    """
    return {kind: str(about["title"][lang]) for kind, about in _kinds().items()}


def column_classes() -> dict[str, dict[str, str]]:
    """Kind → column → name of its class in `warehouse/privacy.yml`."""
    return {
        kind: {
            column: name
            for name, columns in about.items()
            if name != "title"
            for column in columns
        }
        for kind, about in _kinds().items()
    }
