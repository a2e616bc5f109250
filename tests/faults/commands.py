"""How each command is called, so that it has work to do in the home of the sweep."""

from __future__ import annotations

from collections.abc import Iterator

import typer
from typer.core import TyperGroup

from tests.faults.home import CONFIRMED, DRAFTED, JOB, PERIOD, Made
from tests.warehouse.custody.held_home import HELD

# Commands that take something out on purpose; after them less may be there.
REMOVES = frozenset({"withdraw", "retention"})
AS_LEADER, AS_STEWARD = ("--user", "lanh.dao"), ("--user", "quan.tri")
AS_COMMITTEE, AS_FRONT = ("--user", "ban.chi.dao"), ("--user", "mattran")


def all_commands() -> list[str]:
    """What the parser knows, each command by its words."""
    from thanthien import app

    return sorted(" ".join(path) for path in _below(typer.main.get_command(app)))


def _below(command: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(command, TyperGroup):
        for name, one in command.commands.items():
            yield from _below(one, (*path, name))
    else:
        yield path


def calls(made: Made) -> dict[str, list[str]]:
    """Command → its arguments; paths outside of the home lie in the folder of all."""
    root = made.root
    out = root / "out"
    key = root / "home.pem"
    [backup] = (root / "backups").glob("thanthien-*")
    unit = ("91001", PERIOD)
    return {
        "audit anchor": ["--copy-to", str(out / "anchors")],
        "audit verify": [],
        "backup": [str(out / "backups"), "--rehearse", "--roll"],
        "build": [],
        "demo": ["--no-serve", "--cases", "1000"],
        "desk": [JOB],
        "digest": ["--no-send"],
        "docs": [],
        "doctor": [],
        "explain": [str(root / "next.csv")],
        "ingest": [str(root / "next.csv")],
        "letters": [
            *("--unit", "91001", "--kind", "apology", *AS_LEADER),
            *("--from", str(root / "export.xlsx"), "--out", str(out / "letters")),
        ],
        "nation build": [],
        "nation gather": [f"79={root / 'elsewhere'}"],
        "nation status": [],
        "note check": [],
        "note list": [*AS_LEADER],
        "process check": [],
        "process list": [*AS_STEWARD],
        "process open": ["low_satisfaction/CB006/quarter/2026-Q3", *AS_LEADER],
        "process step": [made.matter, "confirm", *AS_STEWARD, "--text", "Đúng"],
        "refused": ["--out", str(out / "refused.xlsx")],
        "report": [
            *("--unit", "91001", "--period", "2026-Q3"),
            *("--out", str(out / "report.docx"), *AS_COMMITTEE),
        ],
        "restore": [str(backup)],
        "retention": ["--clock-is-right"],
        "review check": [],
        "review list": [PERIOD, *AS_COMMITTEE],
        "review confirm": [*unit, *AS_STEWARD],
        "review doubt": [*unit, *AS_STEWARD, "--text", "Thiếu hồ sơ tháng 9"],
        "review release": ["91001", CONFIRMED, *AS_COMMITTEE],
        "review remark": [*unit, *AS_FRONT, "--text", "Dân chờ lâu"],
        "review return": [*unit, *AS_COMMITTEE, "--text", "Nêu rõ"],
        "review show": [*unit, *AS_LEADER],
        "review submit": ["91001", DRAFTED, *AS_LEADER],
        "review write": [
            *("91001", "2026-H1", *AS_LEADER),
            *("--from", str(root / "review.yml")),
        ],
        "rules check": [],
        "rules list": [],
        "rules template": ["criteria", "--out", str(out / "criteria.csv")],
        "serve": ["--port", "0"],
        "session list": [],
        "session revoke": ["--user", "quan.tri"],
        "status": [],
        "scheduled": [],
        "template": ["unit", "--out", str(out / "unit.xlsx")],
        "user add": ["moi", "--role", "steward"],
        "user address": ["quan.tri", "quan.tri@example.vn"],
        "user disable": ["can.bo"],
        "user list": [],
        "user map": ["nhom", "--role", "steward"],
        "user reset": ["can.bo"],
        "user second-factor": ["can.bo"],
        "wave bundle": ["--out", str(out / "bundle.json"), "--sign", str(key)],
        "wave draw": [HELD, *AS_FRONT, "--check", "--from", str(root / "next.csv")],
        "wave forms": [
            *(HELD, *AS_FRONT, "--out", str(out / "forms")),
        ],
        "wave key": [str(out / "key.pem"), *AS_FRONT],
        "wave list": [],
        "wave plan": [
            HELD,
            *AS_FRONT,
            "--since",
            "A2026",
            "--points",
            "5",
            "--response",
            "0.9",
            "--keep",
        ],
        "wave release": [HELD, *AS_FRONT, "--sign", str(key)],
        "wave report": [HELD, *AS_FRONT, "--out", str(out / "wave.docx")],
        "wave sign": [HELD, *AS_FRONT, "--sign", str(key)],
        "wave summary": [
            *(HELD, *AS_FRONT, "--out", str(out / "wave.html"), "--sign", str(key)),
        ],
        "wave take": [str(root / "next.csv")],
        "wave verify": [],
        "withdraw": ["1.csv", "--reason", "nhầm tệp"],
    }
