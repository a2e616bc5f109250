"""The Front's home, where one of two waves is released, and the province's."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.loading.take_bundle import Taken, take_bundle
from tests.security.sealed_home import FRONT, sealed_home
from warehouse.custody.front_key import Signer
from warehouse.custody.make_bundle import make_bundle
from warehouse.custody.releases import release_wave
from warehouse.settings import Settings


@dataclass(frozen=True)
class TwoHomes:
    """Both homes and what the Front keeps to itself."""

    front: Settings
    province: Settings
    signer: Signer

    def release(self, *codes: str) -> None:
        """The Front releases waves, whatever a build says of them."""
        for code in codes:
            release_wave(
                self.front,
                code,
                by=FRONT,
                held=codes,
                signer=self.signer,
                figures="f" * 64,
                build_id="b",
            )

    def bundle(self, name: str) -> Path:
        """The Front writes a bundle."""
        path = self.front.home.parent / name
        path.write_text(make_bundle(self.front, self.signer).text, encoding="utf-8")
        return path

    def take(self, path: Path, public_key: str = "") -> Taken:
        """The province takes it."""
        key = public_key or self.signer.public_key
        return take_bundle(self.province, path, actor="t", public_key=key)


def two_homes(folder: Path) -> TwoHomes:
    """Makes both; the Front's waves DL and GS are loaded and wait."""
    front, signer = sealed_home(folder / "front")
    province = Settings(home=folder / "province" / "home", front_by_bundle=True)
    return TwoHomes(front, province, signer)


def texts_of(settings: Settings) -> Iterator[str]:
    """All that a home holds as text: names, bytes, and every value of a store."""
    for path in sorted(settings.home.rglob("*")):
        yield path.name
        if path.is_file():
            yield path.read_bytes().decode("latin-1")
    for path in settings.home.rglob("*.duckdb"):
        with duckdb.connect() as connection:
            connection.execute(f"attach '{path}' as store (read_only)")
            tables = connection.execute(
                "select schema_name, table_name from duckdb_tables()"
                " where database_name = 'store'"
            ).fetchall()
            for schema, table in tables:
                name = f'store."{schema}"."{table}"'
                yield str(connection.execute(f"select * from {name}").fetchall())
    for path in settings.home.rglob("*.sqlite"):
        with closing(sqlite3.connect(path)) as state:
            query = "select name from sqlite_master where type = 'table'"
            for (table,) in state.execute(query).fetchall():
                for row in state.execute(f"select * from {table}"):
                    yield str(row)
                    for value in row:
                        if isinstance(value, bytes):
                            yield zlib.decompress(value).decode()


def n_found(settings: Settings, planted: Collection[str]) -> int:
    """How many of the planted words a home holds anywhere."""
    texts = list(texts_of(settings))
    return sum(any(word in text for text in texts) for word in planted)
