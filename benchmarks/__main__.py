"""Lists the benchmarks, or runs one: `python -m benchmarks NAME ARGS`.

Each is a module of this folder with a `main`; what it measures and how it is called
stand in its docstring.
"""

from __future__ import annotations

import ast
import runpy
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
UNKNOWN = 2


def benchmarks() -> dict[str, str]:
    """Name → first sentence of its docstring, of every module that can be run."""
    found = {}
    for path in sorted(FOLDER.glob("[!_]*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        if "main" in names:
            found[path.stem] = (ast.get_docstring(tree) or "").split("\n\n")[0]
    return found


def main(arguments: list[str]) -> int:
    """Runs the benchmark named first with what follows; lists all without a name.

    Returns:
        0, or 2 when no benchmark has that name.
    """
    known = benchmarks()
    if arguments and arguments[0] in known:
        name = f"benchmarks.{arguments[0]}"
        sys.argv = arguments
        runpy.run_module(name, run_name="__main__", alter_sys=True)
        return 0
    width = max(map(len, known))
    for name, line in known.items():
        print(f"{name:{width}}  {' '.join(line.split())}")
    print("\nRun one: python -m benchmarks NAME [ARGUMENTS]")
    if arguments:
        print(f"There is no benchmark {arguments[0]!r}.", file=sys.stderr)
        return UNKNOWN
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
