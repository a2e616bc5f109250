"""The form of a spec as a JSON Schema, by which editors complete and check."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from ingest.spec.form.spec import SpecForm

SCHEMA_PATH = Path(__file__).parents[1] / "spec.schema.json"


class _Untitled(GenerateJsonSchema):
    """Without a title on every key: editors show the key itself."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


@cache
def schema() -> Mapping[str, Any]:
    """The form as JSON Schema; `docs/generate.py` writes it to `SCHEMA_PATH`."""
    made = SpecForm.model_json_schema(by_alias=True, schema_generator=_Untitled)
    head = {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": "Spec of a file layout",
    }
    return head | {key: body for key, body in made.items() if key != "title"}


def schema_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
