"""What every part of the form of a spec has in common.

The classes of this folder are the form of a spec: its keys, their types, defaults
and meaning. The schema for editors, `docs/spec.md` and the reading are made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema


class Form(BaseModel):
    """A block of a spec: its keys, and which of them go together.

    Attributes:
        one_of: Exactly one of these keys is given.
        any_of: At least one of these keys is given.
        needs: Which other key a key needs beside it.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    one_of: ClassVar[tuple[str, ...]] = ()
    any_of: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[Mapping[str, str]] = {}

    @property
    def given(self) -> frozenset[str]:
        """The keys that the spec has written, spelt as there."""
        fields = type(self).model_fields
        named = (name for name in self.model_fields_set if name in fields)
        return frozenset(fields[name].alias or name for name in named)

    @field_validator("*", mode="before")
    @classmethod
    def _is_filled(cls, value: object) -> object:
        if value is None:
            raise PydanticCustomError("empty_key", "a key that is written has a value")
        return value

    @model_validator(mode="after")
    def _keys_agree(self) -> Form:
        n_given = len(self.given.intersection(self.one_of))
        if self.one_of and n_given != 1:
            keys = {"keys": ", ".join(self.one_of)}
            raise PydanticCustomError("one_of", "exactly one of {keys}", keys)
        if self.any_of and not self.given.intersection(self.any_of):
            keys = {"keys": ", ".join(self.any_of)}
            raise PydanticCustomError("any_of", "at least one of {keys}", keys)
        for key, other in self.needs.items():
            if key in self.given and other not in self.given:
                keys = {"key": key, "other": other}
                raise PydanticCustomError("needs", "`{key}` needs `{other}`", keys)
        return self

    @model_validator(mode="before")
    @classmethod
    def _knows_its_keys(cls, body: object) -> object:
        if not isinstance(body, dict) or cls.model_config.get("extra") == "allow":
            return body
        known = [field.alias or name for name, field in cls.model_fields.items()]
        unknown = [key for key in body if key not in known]
        if unknown:
            keys = {"key": unknown[0], "known": known}
            raise PydanticCustomError("unknown_key", "`{key}` is no key here", keys)
        return body

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        written = handler.resolve_ref_schema(handler(schema))
        for body in written.get("properties", {}).values():
            _without_null(body)
        if cls.one_of:
            written["oneOf"] = [{"required": [key]} for key in cls.one_of]
        if cls.any_of:
            written["anyOf"] = [{"required": [key]} for key in cls.any_of]
        if cls.needs:
            written["dependentRequired"] = {k: [v] for k, v in cls.needs.items()}
        return written


def _without_null(body: dict[str, Any]) -> None:
    """A key that may be left out is not a key that may be null."""
    default = body.get("default", "")
    if default is None or default == [] or isinstance(default, dict):
        del body["default"]
    kinds = [kind for kind in body.get("anyOf", []) if kind != {"type": "null"}]
    if len(kinds) == 1:
        del body["anyOf"]
        body.update(kinds[0] | body)


class OneOrMany:
    """Marks a list that may be written as its one element."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(
            lambda value: value if isinstance(value, list) else [value], handler(source)
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        many = handler(schema)
        return {"oneOf": [many["items"], many]}


class OrText:
    """Marks a block that may be written as the text of one of its keys."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(
            lambda value: {self._key: value} if isinstance(value, str) else value,
            handler(source),
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"oneOf": [{"type": "string", "minLength": 1}, handler(schema)]}


def _word(value: object) -> str:
    """A YAML scalar as the warehouse writes it."""
    if not isinstance(value, str | int | float | bool):
        raise PydanticCustomError("scalar", "a text, a number, true or false")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("float_type", "a number")
    return value


Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[list[Text], Field(min_length=1), OneOrMany()]
"""One text, or a list of them."""
Word = Annotated[
    str,
    BeforeValidator(_word),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]
"""A value as the warehouse writes it."""
Number = Annotated[
    int | float, BeforeValidator(_number), WithJsonSchema({"type": "number"})
]
