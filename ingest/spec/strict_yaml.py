"""YAML as data stewards mean it: codes keep zeros, days stay text, keys are unique.

YAML 1.1 reads 01234 as 668, `no` as false and 2024-05-03 as a date; a value map
must not depend on that, nor on the last of two equal keys winning in silence.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from warehouse.errors import SpecError

MAX_NODES = 200_000
"""Far more than any layout needs."""


class _Loader(yaml.CSafeLoader):
    """A safe loader with fewer guesses."""

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[object, object]:
        self.flatten_mapping(node)
        seen: dict[str, int] = {}
        for key, _ in node.value:
            text, line = str(key.value), key.start_mark.line + 1
            if text in seen and key.tag != "tag:yaml.org,2002:merge":
                rule = f"a key stands once; it is in lines {seen[text]} and {line}"
                raise SpecError("key", text, rule, "delete or rename one")
            seen[text] = line
        return {
            _key_text(key): self.construct_object(value, deep=True)
            for key, value in node.value
        }


def _key_text(node: yaml.Node) -> str:
    """Keys are text as written: 1, yes and 01 need no quotes."""
    return str(node.value)


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^(?:0|-?[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
    ("merge", r"^<<$", "<"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first)
    )


def _check_size(text: str, name: str) -> None:
    """Counts what aliases stand for: a few lines may stand for billions."""
    sizes: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    n_nodes = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        size = 1
        if isinstance(event, yaml.AliasEvent):
            size = sizes.get(event.anchor or "", 1)
        elif isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((event.anchor, n_nodes))
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            if anchor:
                sizes[anchor] = n_nodes - before + 1
        n_nodes += size
        if n_nodes > MAX_NODES:
            rule = f"a spec holds at most {MAX_NODES} values, aliases written out"
            raise SpecError("spec", name, rule, "write it without nested aliases")


def read_yaml(path: Path) -> object:
    """Reads one YAML file.

    Raises:
        SpecError: The file is missing, not UTF-8, or not YAML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        _check_size(text, path.name)
        return yaml.load(text, Loader=_Loader)
    except FileNotFoundError as error:
        raise SpecError("spec", str(path), "the file is missing", "name one") from error
    except UnicodeDecodeError as error:
        rule = "a spec is UTF-8 text"
        raise SpecError("spec", path.name, rule, "save it as UTF-8") from error
    except yaml.YAMLError as error:
        rule = f"a spec is valid YAML: {error}"
        raise SpecError("spec", path.name, rule, "correct the line named") from error
