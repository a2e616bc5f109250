"""The page on specs, made from the schema, the rules and the scales themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ingest.mapping.rules import RULES
from ingest.spec.read_spec import schema, shipped_specs
from ingest.spec.scales import shipped_scales
from ingest.words import words_of

_INTRO = """# Specs: one file layout each

A spec says which headings of a delivered file fill which columns of the raw
tables (see [raw kinds](raw_kinds.md)). A new layout is a new spec, not code.

1. `thanthien explain FILE --draft my.yml` writes a first spec from a file.
2. Correct it in an editor. With the first line
   `# yaml-language-server: $schema=<path to>/ingest/spec/spec.schema.json`
   editors complete and check it.
3. `thanthien ingest FILE --spec my.yml`. Put it into `THANTHIEN_HOME/specs` and it
   is found by the headings from then on; there it replaces a shipped spec of the
   same name.

## Example

```yaml
{example}```

## What to know

- **Headings and texts are compared by key**: capitals, runs of spaces, Unicode form
  and the place of the tone mark do not count (HOÀ = Hòa); đ and d, and all other
  marks, do.
- **Every heading must be known**: under a column, `personal` or `ignore`. A heading
  nobody knows may be a name or a question that was renamed, so the file is refused
  (unless `unknown_headings: ignore`; such columns are not read).
- **Personal columns never pass the door**: they are not handed to the database, not
  even for refused rows. A file with a denunciation and any heading that could tell
  who wrote it is refused whole, whatever the spec says.
- **A record that breaks a rule is refused with the reason; the others are loaded.**
  Per file and kind: read = loaded + duplicate + refused. A record is a duplicate
  when all columns of its kind are equal to one already in raw. A ballot with nine
  items is nine records.
- **One person with several ballots**: `respondent` takes headings that may stand
  under `personal` too; only a hash under the installation's own key is kept. `psu`
  and `stratum` say from which cluster and stratum of the sample a ballot came.
- **A file that cannot be read whole is refused whole.**
- **Codes keep their zeros**: `01234`, `no` and `2024-05-03` are texts in a spec.
- **Dates**: a text that is two different days under two of the listed formats is
  refused. List only the formats that the source really uses. Times with an offset
  (`…Z`, `+07:00`) are turned to Vietnamese time.
- **Units have dates**: a plain code means the unit of the record's own day. Where a
  file gives only names, or speaks of the unit list of another day, `unit` looks each
  text up in the unit lists loaded before; what is not one unit is refused with the
  candidates.
- **Scales turn once**: `reversed: true` turns the level when the file is read; then
  the item list must not call the item reversed as well.
- **Ids for things that have none**: `{line: true}` joined with `{file: true}` is new
  for every delivery; `{hash: [headings]}` is the same for the same content, so that
  an export delivered again adds nothing, but two equal ballots count once.
"""

_EXAMPLE = """spec: my_dossiers
title: {vi: Danh sách hồ sơ, en: Dossier list}
file_name: 'ho_so_(?P<day>\\d{8})'
personal: ["Người nộp", "Địa chỉ", "Số điện thoại"]
ignore: ["STT"]
kinds:
  - kind: case
    where: {heading: "Trạng thái", not_in: ["Nháp"]}
    columns:
      case_code: {from: ["Mã hồ sơ", "Số hồ sơ"]}
      receiving_unit_code: {from: "Đơn vị tiếp nhận", pad: 5}
      received_at: {from: "Ngày nhận", dates: ["dd/MM/yyyy HH:mm", "dd/MM/yyyy"]}
      due_at: {from: "Ngày hẹn trả", dates: ["dd/MM/yyyy", "excel"]}
      status:
        from: "Trạng thái"
        values: {Đã trả kết quả: returned, Đang xử lý: processing}
        otherwise: refuse
      extracted_on: {file_name: day, dates: ["yyyyMMdd"]}
"""

_SECTIONS = (
    ("The spec", ()),
    ("`read`", ("read",)),
    ("A kind", ("kind",)),
    ("A column: where its text comes from, and what is done to it", ("column",)),
    ("`unit` of a column", ("unit",)),
    ("A condition of `where`", ("condition",)),
    ("An item of a wide ballot", ("item",)),
    ("A scale", ("scale",)),
)


def spec_example() -> str:
    """The example spec of the page; tested to be a good one."""
    return _EXAMPLE


def spec_page() -> str:
    """The page `docs/spec.md`."""
    lines = [_INTRO.replace("{example}", _EXAMPLE)]
    for title, place in _SECTIONS:
        body = schema()["$defs"][place[0]] if place else schema()
        lines += [f"## {title}", "", *_table(body), ""]
    lines += ["## Shipped scales", "", "| scale | levels |", "|---|---|"]
    for name, scale in shipped_scales().items():
        turned = ", reversed" if scale.is_reversed else ""
        words = ", words" if scale.words else ""
        step = "" if scale.step == 1 else f", step {scale.step}"
        lines.append(f"| `{name}` | {scale.low}–{scale.high}{step}{turned}{words} |")
    lines += ["", "## Shipped specs", "", "| spec | layout | kinds |", "|---|---|---|"]
    for spec in shipped_specs():
        kinds = ", ".join(dict.fromkeys(rule.kind.name for rule in spec.kinds))
        lines.append(f"| `{spec.name}` | {spec.title['en']} | {kinds} |")
    lines += ["", "## Rules a record can break", "", "| rule | meaning | what to do |"]
    lines.append("|---|---|---|")
    entries = words_of("en").entries  # with the names of their places
    for code in RULES:
        rule, step = (
            entries[f"rules.{code}.{part}"] for part in ("rule", "what_to_do")
        )
        lines.append(f"| `{code}` | {rule} | {step} |")
    return "\n".join(lines) + "\n"


def _table(body: Mapping[str, Any]) -> list[str]:
    required = body.get("required", [])
    lines = ["| key | meaning | default |", "|---|---|---|"]
    for name, key in body["properties"].items():
        resolved = key | schema()["$defs"].get(key.get("$ref", "").split("/")[-1], {})
        meaning = key.get("description") or resolved.get("description", "")
        if "enum" in resolved:
            meaning += " One of " + ", ".join(f"`{word}`" for word in resolved["enum"])
        default = f"`{_shown(key['default'])}`" if "default" in key else ""
        bold = f"**`{name}`**" if name in required else f"`{name}`"
        lines.append(f"| {bold} | {meaning.replace('|', chr(92) + '|')} | {default} |")
    return lines


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
