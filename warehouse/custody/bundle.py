"""The file in which released waves go from the Front's home to the province's.

Text in UTF-8, so that the Front can read what it gives out: the manifest, one line of
JSON; its signature by the Front's key; then for each part of each batch an index line
for every row, `i NUMBER DIGEST PLACE NAME`, and the rows, `r NUMBER VALUES`, with tabs
between. The manifest holds the digest of every index, an index that of every row: the
public half of the key is enough to check them all.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from warehouse.custody.batches import Batch
from warehouse.custody.front_key import FrontKey, key_id_of, key_of
from warehouse.custody.releases import Release
from warehouse.custody.signed_rows import Part, Row
from warehouse.errors import CustodyError

FORMAT = "thanthien released waves 1"

Signed = tuple[str, str]
"""A text and its signature."""


@dataclass(frozen=True)
class Manifest:
    """What a bundle says of itself.

    Attributes:
        public_key: The Front's, 32 bytes in hex.
        is_demo: The key was made for the simulated province.
        is_simulated: The rows are simulated.
        columns: Kind → columns of its rows, in order.
        batches: The released parts, a chain of their own.
        delivered_at: When the file of each batch came to the Front, ISO 8601.
        indexes: SHA-256 of the index of every part, in the order of the batches.
        salts: Digest of emptied columns, its salt, and the last day it is needed.
        statements: Every statement of release, in order.
        format: `FORMAT`.
    """

    public_key: str
    is_demo: bool
    is_simulated: bool
    columns: dict[str, list[str]]
    batches: tuple[Signed, ...]
    delivered_at: tuple[str, ...]
    indexes: tuple[str, ...]
    salts: tuple[tuple[str, str, str | None], ...]
    statements: tuple[Signed, ...]
    format: str = FORMAT

    def body(self) -> str:
        """The text that is signed: JSON, keys in order, no spaces."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def of_body(cls, body: str) -> Manifest:
        """Reads what `body` wrote.

        Raises:
            ValueError: It is no such text.
        """
        try:
            facts = json.loads(body)
            for name in ("batches", "salts", "statements"):
                facts[name] = tuple(map(tuple, facts[name]))
            for name in ("delivered_at", "indexes"):
                facts[name] = tuple(facts[name])
            found = cls(**facts)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(body[:80]) from error
        if found.format != FORMAT or found.body() != body:
            raise ValueError(body[:80])
        return found

    @property
    def key(self) -> FrontKey:
        """The key it names; whether that is the Front's is for others to say."""
        return FrontKey(key_id_of(self.public_key), self.public_key, self.is_demo)

    def read_batches(self) -> list[Batch]:
        """Its batches, in order."""
        return [Batch.of_body(body) for body, _ in self.batches]

    def read_statements(self) -> list[Release]:
        """Its statements of release, in order."""
        return [Release.of_body(body) for body, _ in self.statements]

    def parts(self) -> list[tuple[str, Part]]:
        """File and part, in the order of the numbers in the text."""
        return [(b.file_sha256, part) for b in self.read_batches() for part in b.parts]


@dataclass(frozen=True)
class Bundle:
    """A bundle as its text says, true or not.

    Attributes:
        manifest: Its first line.
        signature: Its second line.
        index: Number of a part → lines of its index.
        rows: Number of a part → texts of its rows.
        strange: Numbers of lines that are neither.
        is_in_order: Every line stands where a bundle has it.
    """

    manifest: Manifest
    signature: str
    index: dict[int, list[str]] = field(default_factory=dict)
    rows: dict[int, list[str]] = field(default_factory=dict)
    strange: tuple[int, ...] = ()
    is_in_order: bool = True


def bundle_text(manifest: Manifest, signature: str, parts: list[list[Signed]]) -> str:
    """The text of a bundle.

    Args:
        manifest: Its first line.
        signature: Of that line.
        parts: For each part its rows: index line and row.
    """
    lines = [manifest.body(), signature]
    for number, rows in enumerate(parts):
        lines += [f"i\t{number}\t{index}" for index, _ in rows]
        lines += [f"r\t{number}\t{row}" for _, row in rows]
    return "\n".join(lines) + "\n"


def read_bundle(content: bytes, name: str) -> Bundle:
    """Reads the text of a bundle; nothing of it is checked yet.

    Args:
        content: What the file holds.
        name: Its name, for the refusal.

    Raises:
        CustodyError: It is no bundle, or of another version of the program.
    """
    try:
        first, signature, *lines, last = content.decode("utf-8").split("\n")
        manifest = Manifest.of_body(first)
        # each of them must be there to be read at all
        n_parts = len(manifest.parts())
        manifest.read_statements()
        key_of(manifest.public_key)
    except (ValueError, TypeError, CustodyError) as error:
        rule = "a bundle of released waves, as thanthien wave bundle writes it"
        step = "let the Front write it anew"
        raise CustodyError("file", name, rule, step) from error
    index: dict[int, list[str]] = {}
    rows: dict[int, list[str]] = {}
    strange, places = [], []
    numbers = {str(number) for number in range(n_parts)}
    if last:
        strange.append(len(lines) + 3)
    for number, line in enumerate(lines, start=3):
        sort, _, rest = line.partition("\t")
        part, _, text = rest.partition("\t")
        if sort not in ("i", "r") or part not in numbers:
            strange.append(number)
            continue
        places.append((int(part), sort))
        (index if sort == "i" else rows).setdefault(int(part), []).append(text)
    is_in_order = places == sorted(places)
    return Bundle(manifest, signature, index, rows, tuple(strange), is_in_order)


def index_row(line: str) -> Row:
    """A row as an index names it; of no digest where the line is no such."""
    if line.count("\t") < 2:
        return Row(line[:80], "", "")
    return Row.of_line(line)
