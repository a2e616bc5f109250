"""Addressees of letters, read from an office's own export into memory alone.

The file is opened and its codes are read as a load would read them; beside each code
stand the personal columns that the spec names under `addressee`, which a load never
takes in. Only the matters that were asked for leave this module.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa

from ingest.files.open import open_tables
from ingest.files.tables import Table
from ingest.files.text import heading_key
from ingest.loading.delivered import MARKER
from ingest.mapping.columns.column_sql import Facts, first_filled
from ingest.mapping.compile_kind import compile_kind
from ingest.mapping.kind_sql import CHUNK, KindSql
from ingest.spec.find_spec import find_spec, known_specs
from ingest.spec.layout import Layout, check_fit, fit, hints_from
from ingest.spec.read_spec import read_spec
from ingest.spec.scales import TWO_TEXTS
from ingest.spec.spec import AddresseeRule, KindRule, Spec
from ingest.spec.strict_yaml import read_yaml
from ingest.values.cell_errors import is_error_sql
from warehouse.errors import SpecError
from warehouse.letters.addressees import Addressee
from warehouse.safe_text import name_of
from warehouse.settings import Settings
from warehouse.stores.run_sql import arrow_table

About = Literal["case", "petition"]
First = Literal["owner", "applicant"]
_CODE = {"case": "case_code", "petition": "petition_code"}
_KIND_OF_PERSON = "applicant_kind"
_NO_NAMES = Path(__file__).with_name("no_names.yml")


@dataclass(frozen=True)
class Found:
    """What an export says of the matters asked for.

    Attributes:
        addressees: Code → the different addressees its rows name.
        is_simulated: The file lies in a folder of simulated data.
    """

    addressees: dict[str, list[Addressee]]
    is_simulated: bool

    def as_facts(self) -> dict[str, object]:
        """Plain data for a pipe."""
        return asdict(self)


def read_addressees(
    settings: Settings,
    path: Path,
    codes: Collection[str],
    *,
    about: Collection[About],
    first: First,
    spec_path: Path | None = None,
) -> Found:
    """Finds who the letters about some matters go to.

    Args:
        settings: Names the home, for the province's own specs.
        path: The export.
        codes: Codes of the dossiers or petitions.
        about: Which of both they are; those the export does not hold are not found.
        first: Whose name is taken where the file has both.
        spec_path: Spec to read it with; found by the headings if left out.

    Raises:
        UnreadableFileError: The file cannot be read whole.
        SpecError: No spec fits, or it does not say who a letter is addressed to.
    """
    own = read_spec(spec_path) if spec_path else None
    spec = own or find_spec(path, known_specs(settings))
    rule = spec.addressee
    if rule is None:
        said = "the spec of an export for letters names the headings of the addressee"
        step = "add `addressee:` to the spec, or give an export of another layout"
        raise SpecError("addressee", spec.name, said, step)
    kinds = [kind for kind in spec.kinds if kind.kind.name in about]
    if not kinds:
        said = f"letters about a {' or '.join(about)} need an export of that kind"
        raise SpecError("file", name_of(path), said, "give that export")
    found: dict[str, dict[str, Addressee]] = {}
    # no spilling: what is personal never touches the disk
    with duckdb.connect(config={"temp_directory": "", "threads": 1}) as connection:
        for table in open_tables(path, hints_from(spec)):
            for code, one in _of_table(connection, spec, kinds, rule, table, first):
                if code in codes:
                    known = found.setdefault(code, {})
                    known[" ".join(one.name.casefold().split())] = one
    return Found(
        {code: list(by_name.values()) for code, by_name in found.items()},
        (path.parent / MARKER).exists(),
    )


def _of_table(
    connection: duckdb.DuckDBPyConnection,
    spec: Spec,
    kinds: Sequence[KindRule],
    rule: AddresseeRule,
    table: Table,
    first: First,
) -> Iterator[tuple[str, Addressee]]:
    here = [kind for kind in kinds if kind.reads(table.sheet)]
    if not here:
        return
    check_fit(fit(spec, table.headings, table.sheet), table.file_name)
    layout = Layout.of(table.headings)
    facts = Facts("", table.sheet, {}, {}, table.day_zero)
    compiled = [
        compile_kind(_code_alone(kind), number, layout, Layout({}, {}), facts)
        for number, kind in enumerate(here)
    ]
    sides = {"owner": rule.owner, "applicant": rule.applicant}
    then = "applicant" if first == "owner" else "owner"
    people = ", ".join(_cell(layout, sides[side]) for side in (first, then))
    address = _cell(layout, rule.address)
    for sql in compiled:
        for judged in sql.judged():
            judged.create(connection)
    for batch in table.batches():
        connection.register(CHUNK, pa.table(batch.columns, batch.schema.names))
        for sql in compiled:
            yield from _of_batch(connection, sql, f"coalesce({people})", address)
        connection.unregister(CHUNK)


def _of_batch(
    connection: duckdb.DuckDBPyConnection, sql: KindSql, name: str, address: str
) -> Iterator[tuple[str, Addressee]]:
    for judged in sql.judged():
        judged.learn(connection, None)
    code = _CODE[sql.rule.kind.name]
    has_kind = any(c.column.name == _KIND_OF_PERSON for c in sql.columns)
    person = f"m.v_{_KIND_OF_PERSON}" if has_kind else "null"
    rows = arrow_table(
        connection,
        f"{sql.mapped()} select m.v_{code} as code, {name} as name, "
        f"{address} as address, {person} as kind "
        f"from mapped m join {CHUNK} k on m.line = k.line where m.v_{code} is not null",
    )
    for row in rows.to_pylist():
        address = "" if TWO_TEXTS in (row["address"] or "") else row["address"] or ""
        # two spellings of one heading, filled with two names: both are told
        for one in (row["name"] or "").removeprefix(TWO_TEXTS).split(" ≠ "):
            is_name = heading_key(one) not in no_names()
            yield (
                row["code"],
                Addressee(one if is_name else "", address, row["kind"] or ""),
            )


def _cell(layout: Layout, spellings: Sequence[str]) -> str:
    """SQL of the text under a heading; nothing where a formula failed."""
    text = first_filled([f"k.{column}" for column in layout.find_all(spellings)])
    return f"case when not {is_error_sql(text)} then {text} end"


@cache
def no_names() -> frozenset[str]:
    """Comparison keys of what stands in place of a name."""
    listed = read_yaml(_NO_NAMES)
    assert isinstance(listed, list)
    return frozenset(map(heading_key, listed))


def _code_alone(kind: KindRule) -> KindRule:
    """The rule of a kind with nothing but the code, and who applied, to read."""
    wanted = (_CODE[kind.kind.name], _KIND_OF_PERSON)
    columns = tuple(column for column in kind.columns if column.name in wanted)
    return replace(kind, columns=columns, one_per=None, in_order_of=None, parent=None)
