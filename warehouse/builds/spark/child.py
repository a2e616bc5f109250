"""dbt on Spark in a process of its own: its memory is free before DuckDB goes on.

What Java and Spark write on the terminal goes into a file of the home's log folder.
"""

from __future__ import annotations

import multiprocessing
import os
import warnings
from multiprocessing.connection import Connection
from pathlib import Path

from warehouse.builds.progress_events import Progress
from warehouse.builds.spark.session import spark_session
from warehouse.builds.spark.spark_views import register_inputs
from warehouse.builds.transform import Outcome, run
from warehouse.errors import BuildError
from warehouse.settings import Settings


def run_in_child(
    settings: Settings,
    work: Path,
    master: str,
    arguments: list[str],
    progress: Progress | None,
) -> Outcome:
    """Runs `dbt <arguments>` on Spark over what `write_inputs` wrote under `work`.

    Args:
        settings: Where logs lie and how much of the machine may be used.
        work: Folder of the build; Spark's tables are left in `tables`.
        master: As for `warehouse.builds.spark.session.require_spark`.
        arguments: As for `warehouse.builds.transform.run`.
        progress: Called with models and tests done, and all there are.

    Raises:
        BuildError: Spark could not be started, or ended before its work was done.
    """
    log = settings.home / "dbt" / "logs" / "spark.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(
        target=_work, args=(theirs, settings, work, master, arguments, log), daemon=True
    )
    child.start()
    theirs.close()
    try:
        while not isinstance(said := ours.recv(), Outcome):
            if progress is not None:
                progress(*said)
        child.join()  # it cleans up after itself
    except EOFError as error:
        rule = "Spark must start, and run to its end"
        raise BuildError("--master", master, rule, f"look into {log}") from error
    finally:
        if child.is_alive():
            child.terminate()
            child.join()
    return said


def _work(
    pipe: Connection,
    settings: Settings,
    work: Path,
    master: str,
    arguments: list[str],
    log: Path,
) -> None:
    _write_into(log)

    def tell(n_done: int, n_all: int) -> None:
        try:
            pipe.send((n_done, n_all))
        except OSError:  # nobody waits for this build any more
            os._exit(1)

    with spark_session(settings, master, work) as session:
        register_inputs(session, settings, work / "inputs")
        outcome = run(
            settings,
            database=work / "warehouse.duckdb",
            scratch=work / "scratch.duckdb",
            arguments=arguments,
            target="spark",
            progress=tell,
        )
        pipe.send(outcome)


def _write_into(log: Path) -> None:
    """Sends whatever this process and its children print into a file, begun anew."""
    warnings.simplefilter("ignore")
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.close(file)
