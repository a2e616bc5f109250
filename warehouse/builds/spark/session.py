"""The Spark session that dbt works in: opened by us, found by its adapter."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from warehouse.errors import BuildError
from warehouse.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local"
_LOOPBACK = "127.0.0.1"
_SECONDS_TO_ANSWER = 5
_STEP = "make setup-spark"


def require_spark(master: str) -> None:
    """Refuses early what a build on Spark needs and this machine lacks.

    Args:
        master: `local`, `local[n]` or `spark://host:port`.

    Raises:
        BuildError: A package or Java is missing, or the master does not answer.
    """
    for package in ("pyspark", "dbt.adapters.spark"):
        if find_spec(package) is None:
            raise BuildError("--engine", package, "the package must be there", _STEP)
    if _java() is None:
        raise BuildError("--engine", "java", "Java 17 must be there", _STEP)
    if master.split("[")[0] == LOCAL:
        return
    step = "start the master, or leave out --master"
    address = urlsplit(master)
    try:
        is_address = address.scheme == "spark" and bool(address.hostname)
        place = (address.hostname or "", address.port or 7077)
    except ValueError:  # no number where the port stands
        is_address, place = False, ("", 0)
    if not is_address:
        rule = "a master is local, local[n] or spark://host:port"
        raise BuildError("--master", master, rule, step)
    try:
        socket.create_connection(place, _SECONDS_TO_ANSWER).close()
    except OSError as error:
        rule = "the master must answer"
        raise BuildError("--master", master, rule, step) from error


def _is_this_machine(master: str) -> bool:
    """Whether Spark runs here alone, with or without a cluster."""
    return master.startswith(LOCAL) or urlsplit(master).hostname == _LOOPBACK


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin") if home else None)


@contextmanager
def spark_session(
    settings: Settings, master: str, work: Path
) -> Iterator[SparkSession]:
    """A session with a catalog of its own, whose tables lie under `work`.

    Zone and timestamps are set so that no cast moves a moment to another day; a
    value that cannot be cast is NULL, as dbt's adapter wants it.

    Args:
        settings: How much memory and how many threads may be used.
        master: As for `require_spark`; `local` takes the threads of the settings.
        work: A folder that every worker sees under the same name.
    """
    from pyspark.sql import SparkSession

    options: dict[str, Any] = {
        "spark.driver.memory": f"{settings.memory_limit_mb}m",
        "spark.local.dir": str(work / "spill"),
        "spark.sql.warehouse.dir": str(work / "tables"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.ansi.enabled": "false",
        "spark.sql.timestampType": "TIMESTAMP_NTZ",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.parquet.compression.codec": "zstd",
        "spark.sql.shuffle.partitions": str(max(2 * settings.threads, 4)),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    if _is_this_machine(master):
        # what Spark opens to talk to itself is no business of the network
        options |= {
            "spark.driver.host": _LOOPBACK,
            "spark.driver.bindAddress": _LOOPBACK,
        }
    name = f"{LOCAL}[{settings.threads}]" if master == LOCAL else master
    builder = SparkSession.builder.master(name).appName("thanthien")
    for option, value in options.items():
        builder = builder.config(option, value)
    session = builder.getOrCreate()
    try:
        yield session
    finally:
        session.stop()
