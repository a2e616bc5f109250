"""dbt reads the project once per process of the suite, and not once per home.

Reading takes longer than all models of a small home. What is read depends on the
project, its variables and the engine alone, so every further build starts from a copy
of it. The command's own reading is tried by the tests that start it as a process of
its own.
"""

from __future__ import annotations

from typing import Any

from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest
from dbt.parser.manifest import extended_mashumaro_encoder, extended_mashumuro_decoder

# By project, engine and variables; packed the way dbt itself keeps it between runs.
_READ: dict[tuple[str, ...], bytes] = {}


class ParsedOnce(dbtRunner):
    """Runs dbt on a copy of the project as it was read the first time."""

    def invoke(self, args: list[str], **options: Any) -> dbtRunnerResult:
        """Runs a command, also one that asks for a reading of its own."""
        at = args.index("--project-dir")
        asked = tuple(
            args[i + 1]
            for i in range(at, len(args), 2)
            if args[i] in ("--project-dir", "--target", "--vars")
        )
        if asked not in _READ:
            first = args.index(next(a for a in args if a in _COMMANDS))
            read = super().invoke([*args[:first], "parse", *args[at:]], **options)
            if not read.success:
                return read
            assert isinstance(read.result, Manifest)
            _READ[asked] = read.result.to_msgpack(extended_mashumaro_encoder)
        self.manifest = Manifest.from_msgpack(
            _READ[asked], decoder=extended_mashumuro_decoder
        )
        self.manifest.build_flat_graph()  # type: ignore[no-untyped-call]
        return super().invoke(args, **options)


_COMMANDS = ("build", "run", "test", "compile", "seed")
