"""The front door: one command per thing a user does, each a few lines.

Imports are inside the commands, so that `thanthien --help` answers at once.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from warehouse.errors import ExitCode, ThanThienError
from warehouse.settings import Settings

if TYPE_CHECKING:
    from ingest.result import FileResult

_IS_VIETNAMESE = os.environ.get("THANTHIEN_LANG", "vi") != "en"
_console = Console(highlight=False, soft_wrap=True)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)


def _say(vi: str, en: str) -> str:
    return vi if _IS_VIETNAMESE else en


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=_say(
        "Thân Thiện: sự phục vụ người dân có thật sự tốt lên không, ở đâu, với ai.",
        "Thân Thiện: did service to citizens really get better, where, for whom.",
    ),
)
user_app = typer.Typer(no_args_is_help=True, help=_say("Tài khoản", "Accounts"))
session_app = typer.Typer(no_args_is_help=True, help=_say("Phiên", "Sessions"))
wave_app = typer.Typer(
    no_args_is_help=True, help=_say("Đợt của Mặt trận", "Waves of the Front")
)
audit_app = typer.Typer(no_args_is_help=True, help=_say("Nhật ký", "Audit record"))
app.add_typer(user_app, name="user")
app.add_typer(session_app, name="session")
app.add_typer(wave_app, name="wave")
app.add_typer(audit_app, name="audit")

AsJson = Annotated[
    bool, typer.Option("--json", help=_say("In ra JSON.", "Print JSON."))
]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]


def _print_json(content: object) -> None:
    _console.print_json(json.dumps(content, ensure_ascii=False, default=str))


@app.command(help=_say("Cho biết hệ thống đọc tệp ra sao.", "How a file is read."))
def explain(
    file: File,
    draft: Annotated[
        Path | None,
        typer.Option(help=_say("Ghi bản nháp spec ra đây.", "Write a draft spec.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    from ingest.explain import draft_spec, explain_file

    settings = Settings.from_environment()
    explanation = explain_file(file, settings)
    if as_json:
        _print_json(explanation.as_dict())
    else:
        _console.print(explanation.as_text(settings.lang), markup=False)
    if draft is not None:
        draft.write_text(draft_spec(file), encoding="utf-8")
        _console.print(_say(f"Đã ghi bản nháp: {draft}", f"Draft written: {draft}"))


@app.command(help=_say("Nạp tệp nguồn.", "Load source files."))
def ingest(
    files: Annotated[list[Path], typer.Argument(exists=True, readable=True)],
    spec: Annotated[
        Path | None,
        typer.Option(help=_say("Spec của tệp (YAML).", "Spec of the files (YAML).")),
    ] = None,
    stated_on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%d/%m/%Y"],
            help=_say(
                "Ngày danh sách nói tới: danh sách ngày sau thay danh sách trước.",
                "Day a list speaks of: a list of a later day replaces earlier ones.",
            ),
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    settings = Settings.from_environment()
    results = _load(settings, _files_in(files), spec, stated_on)
    if as_json:
        _print_json([result.as_dict() for result in results])
    else:
        _print_reconciliation(results)
    raise typer.Exit(_exit_code(results))


def _files_in(paths: list[Path]) -> list[Path]:
    """Files named, and files directly inside folders named, in name order."""
    found: list[Path] = []
    for path in paths:
        found += (
            sorted(p for p in path.iterdir() if p.is_file())
            if path.is_dir()
            else [path]
        )
    return found


def _load(
    settings: Settings,
    files: list[Path],
    spec: Path | None = None,
    stated_on: datetime | None = None,
) -> list[FileResult]:
    from ingest.load import load_files

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=_errors, transient=True) as bar:
        task = bar.add_task(_say("Nạp tệp", "Loading"), total=None)

        def on_progress(file_name: str, n_rows: int) -> None:
            rows = _say(f"{_grouped(n_rows)} dòng", f"{_grouped(n_rows)} rows")
            bar.update(task, description=f"{file_name}: {rows}")

        return load_files(
            files,
            spec_path=spec,
            stated_on=stated_on.date() if stated_on else None,
            settings=settings,
            progress=on_progress,
        )


def _exit_code(results: list[FileResult]) -> int:
    """The gravest of the files' codes: a file refused whole outweighs rows."""
    return max((int(result.exit_code) for result in results), default=0)


def _print_reconciliation(results: list[FileResult]) -> None:
    """Every file that was not plain, then the sum per kind."""
    for result in results:
        if result.status == "refused" or result.n_refused:
            _console.print(
                result.as_text("vi" if _IS_VIETNAMESE else "en"), markup=False
            )
    totals: dict[str, list[int]] = {}
    for result in results:
        for kind, counts in result.kinds.items():
            row = totals.setdefault(kind, [0, 0, 0, 0])
            numbers = (
                counts.n_read,
                counts.n_loaded,
                counts.n_duplicate,
                counts.n_refused,
            )
            totals[kind] = [a + b for a, b in zip(row, numbers, strict=True)]
    heads = _say("loại|đọc|nạp|trùng|từ chối", "kind|read|loaded|duplicate|refused")
    table = Table(*heads.split("|"), box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for kind in sorted(totals):
        table.add_row(kind, *(_grouped(n) for n in totals[kind]))
    _console.print(table)
    n_known = sum(result.status == "already_loaded" for result in results)
    _console.print(
        _say(
            f"{len(results)} tệp; {n_known} tệp đã nạp từ trước (không đổi gì). "
            "Đọc = nạp + trùng + từ chối, đúng từng tệp.",
            f"{len(results)} files; {n_known} loaded before (nothing changed). "
            "Read = loaded + duplicate + refused, exactly, in each file.",
        )
    )


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "." if _IS_VIETNAMESE else ",")


@app.command(help=_say("Các dòng bị từ chối và cách sửa.", "Refused rows, what to do."))
def refused(
    file: Annotated[
        str | None, typer.Option(help=_say("Chỉ tệp này.", "This file only."))
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=_say("Ghi ra XLSX.", "Write an XLSX."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    from ingest.refused import list_refused, write_refused_xlsx

    settings = Settings.from_environment()
    rows = list_refused(settings, file)
    if out is not None:
        write_refused_xlsx(rows, out, settings.lang)
        _console.print(
            _say(f"Đã ghi {len(rows)} dòng: {out}", f"Wrote {len(rows)} rows: {out}")
        )
    elif as_json:
        _print_json([row.as_dict(settings.lang) for row in rows])
    else:
        for row in rows:
            rule, what_to_do = row.words(settings.lang)
            place = ", ".join(str(x) for x in (row.sheet, row.line) if x)
            cell = f"{row.column} = {row.value!r}" if row.column else ""
            _console.print(
                f"{row.file_name} ({place}) {cell}: {rule} → {what_to_do}",
                markup=False,
            )


@app.command(help=_say("Dựng kho, kiểm thử, công bố.", "Build, test, publish."))
def build(
    full: Annotated[
        bool, typer.Option(help=_say("Dựng lại từ đầu.", "Rebuild everything."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    settings = Settings.from_environment()
    result = _build(settings, is_full=full)
    if as_json:
        _print_json(result)


def _build(settings: Settings, *, is_full: bool = False) -> dict[str, object]:
    from dataclasses import asdict

    from warehouse.build import build as build_warehouse

    with _errors.status(_say("Đang dựng kho và kiểm thử…", "Building and testing…")):
        result = build_warehouse(settings, full=is_full)
    if not result.is_published:
        for failure in result.failures:
            _errors.print(f"{failure.name}: {failure.message}", markup=False)
        _errors.print(
            _say(
                "Chưa công bố gì: bản tốt trước đó vẫn dùng.",
                "Nothing was published: the last good build stays.",
            )
        )
        raise typer.Exit(ExitCode.BUILD_FAILED)
    _console.print(
        _say(
            f"Đã công bố bản dựng {result.build_id}: {result.n_models} mô hình, "
            f"{result.n_tests} kiểm thử, {result.seconds:.0f} giây.",
            f"Published build {result.build_id}: {result.n_models} models, "
            f"{result.n_tests} tests, {result.seconds:.0f} seconds.",
        )
    )
    return asdict(result)


@app.command(help=_say("Bản dựng, tệp đã nạp, độ mới.", "Build, files, freshness."))
def status(as_json: AsJson = False) -> None:
    from warehouse.status import read_status

    settings = Settings.from_environment()
    found = read_status(settings)
    if as_json:
        _print_json(found.as_dict())
    else:
        _console.print(found.as_text(settings.lang), markup=False)


@app.command(
    name="serve",
    help=_say("Mở bảng điều khiển (có đăng nhập).", "Serve the dashboard."),
)
def serve_command(
    host: Annotated[
        str, typer.Option(help=_say("Địa chỉ nghe.", "Address to listen on."))
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=_say("Cổng.", "Port."))] = 8501,
) -> None:
    from dashboard.serve import serve

    serve(Settings.from_environment(), host=host, port=port)


@app.command(
    help=_say(
        "Tỉnh mô phỏng: ghi tệp, nạp, dựng, mở bảng điều khiển.",
        "Simulated province: write files, load, build, serve.",
    )
)
def demo(
    serve: Annotated[
        bool, typer.Option(help=_say("Mở bảng điều khiển.", "Serve the dashboard."))
    ] = True,
    cases: Annotated[
        int,
        typer.Option(min=1_000, max=10_000_000, help=_say("Số hồ sơ.", "Cases.")),
    ] = 60_000,
    seed: Annotated[
        int, typer.Option(help=_say("Hạt giống ngẫu nhiên.", "Random seed."))
    ] = 20260701,
    port: Annotated[int, typer.Option(help=_say("Cổng.", "Port."))] = 8501,
) -> None:
    from dashboard.serve import serve as serve_dashboard
    from dashboard.summary import province_summary
    from ingest.province import write_province
    from warehouse.demo_accounts import release_demo_waves

    settings = Settings.from_environment()
    folder = settings.home / "tinh_mo_phong"
    with _errors.status(_say("Đang ghi tệp mô phỏng…", "Writing simulated files…")):
        province = write_province(folder, n_cases=cases, seed=seed)
    _print_reconciliation(_load(settings, list(province.files)))
    _build(settings)
    release_demo_waves(settings)
    _console.print(province_summary(settings), markup=False)
    if serve:
        serve_dashboard(settings, port=port, demo_accounts=True)


@app.command(
    name="docs",
    help=_say("Dựng trang mô tả các mô hình.", "Build the model docs site."),
)
def docs_command() -> None:
    from warehouse.model_docs import write_model_docs

    path = write_model_docs(Settings.from_environment())
    _console.print(_say(f"Đã ghi: {path}", f"Written: {path}"))


ACTOR = "command line"
UserName = Annotated[str, typer.Argument(help=_say("Tên đăng nhập.", "User name."))]


@user_app.command("add", help=_say("Thêm tài khoản.", "Add an account."))
def user_add(
    user_name: UserName,
    role: Annotated[
        str,
        typer.Option(help="committee | front | leader | steward | officer"),
    ],
    display_name: Annotated[
        str | None, typer.Option(help=_say("Tên hiển thị.", "Name to greet by."))
    ] = None,
    unit: Annotated[
        str | None, typer.Option(help=_say("Mã đơn vị (lãnh đạo).", "Unit code."))
    ] = None,
    officer: Annotated[
        str | None, typer.Option(help=_say("Mã cán bộ.", "Officer code."))
    ] = None,
    administrator: Annotated[
        bool, typer.Option(help=_say("Quản lý tài khoản.", "Manages accounts."))
    ] = False,
) -> None:
    from warehouse.accounts import Identity, add_account

    identity = Identity(
        user_name, display_name or user_name, role, unit, officer, administrator
    )
    password = add_account(Settings.from_environment(), identity, actor=ACTOR)
    _console.print(
        _say(
            f"Mật khẩu lần đầu của {user_name} (chỉ hiện một lần): {password}",
            f"First password of {user_name} (shown once): {password}",
        ),
        markup=False,
    )


@user_app.command("list", help=_say("Danh sách tài khoản.", "List the accounts."))
def user_list(as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from warehouse.accounts import list_accounts

    rows = list_accounts(Settings.from_environment())
    if as_json:
        _print_json([asdict(row) for row in rows])
        return
    for row in rows:
        who = row.identity
        place = who.unit_code or who.officer_code or ""
        state = _say("đã khóa", "disabled") if row.is_disabled else ""
        _console.print(f"{who.user_name}  {who.role}  {place}  {state}", markup=False)


@user_app.command("disable", help=_say("Khóa tài khoản.", "Disable an account."))
def user_disable(user_name: UserName) -> None:
    from warehouse.accounts import disable_account

    disable_account(Settings.from_environment(), user_name, actor=ACTOR)
    _console.print(_say(f"Đã khóa {user_name}.", f"Disabled {user_name}."))


@user_app.command("reset", help=_say("Đặt lại mật khẩu.", "Reset a password."))
def user_reset(user_name: UserName) -> None:
    from warehouse.accounts import reset_account

    password = reset_account(Settings.from_environment(), user_name, actor=ACTOR)
    _console.print(
        _say(f"Mật khẩu mới (một lần): {password}", f"New password: {password}"),
        markup=False,
    )


@user_app.command(
    "map",
    help=_say(
        "Nhóm của hệ thống đăng nhập một lần được quyền gì; không có nhóm thì liệt kê.",
        "What a group of the single sign-on may see; without a group, lists.",
    ),
)
def user_map(
    group: Annotated[
        str | None, typer.Argument(help=_say("Nhóm.", "Value of the group claim."))
    ] = None,
    role: Annotated[
        str,
        typer.Option(help="committee | front | leader | steward | officer"),
    ] = "",
    unit: Annotated[
        str | None, typer.Option(help=_say("Mã đơn vị (lãnh đạo).", "Unit code."))
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help=_say("Bỏ quyền của nhóm.", "Take away."))
    ] = False,
) -> None:
    from warehouse.identity_map import list_claims, map_claim, unmap_claim

    settings = Settings.from_environment()
    if group is not None and remove:
        unmap_claim(settings, group, actor=ACTOR)
    elif group is not None:
        map_claim(settings, group, role=role, unit_code=unit, actor=ACTOR)
    for row in list_claims(settings):
        _console.print("  ".join(row), markup=False)


@session_app.command("list", help=_say("Phiên đang mở.", "Open sessions."))
def session_list(as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from warehouse.sessions import list_sessions

    rows = [asdict(row) for row in list_sessions(Settings.from_environment())]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        _console.print("  ".join(str(value) for value in row.values()), markup=False)


@session_app.command("revoke", help=_say("Kết thúc phiên.", "End sessions."))
def session_revoke(
    session_id: Annotated[
        str | None, typer.Argument(help=_say("Mã phiên.", "Session id."))
    ] = None,
    user: Annotated[
        str | None, typer.Option(help=_say("Mọi phiên của tài khoản.", "All of one."))
    ] = None,
) -> None:
    from warehouse.sessions import revoke

    n = revoke(
        Settings.from_environment(), session_id=session_id, user_name=user, actor=ACTOR
    )
    _console.print(_say(f"Đã kết thúc {n} phiên.", f"Ended {n} sessions."))


@wave_app.command("list", help=_say("Đợt nào đã công bố.", "Which waves are released."))
def wave_list(as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from warehouse.front_waves import front_waves

    waves = front_waves(Settings.from_environment())
    if as_json:
        _print_json([asdict(wave) for wave in waves])
        return
    for wave in waves:
        done = wave.release
        state = (
            f"{done.released_at}  {done.released_by}"
            if done
            else _say("chưa công bố", "not released")
        )
        _console.print(f"{wave.code}  {wave.stream}  {state}", markup=False)


@wave_app.command(
    "release",
    help=_say(
        "Mặt trận công bố một đợt của mình; không rút lại được.",
        "The Front releases a wave of its own; it cannot be taken back.",
    ),
)
def wave_release(
    wave_code: Annotated[str, typer.Argument(help=_say("Mã đợt.", "Wave code."))],
    user: Annotated[
        str, typer.Option(help=_say("Tài khoản của Mặt trận.", "The Front's account."))
    ],
) -> None:
    from warehouse.front_waves import held_waves
    from warehouse.releases import release_wave
    from warehouse.sign_in import sign_in_to_act

    settings = Settings.from_environment()
    word = _say("Mật khẩu", "Password")
    password = typer.prompt(f"{word} ({user})", hide_input=True, err=True)
    front = sign_in_to_act(settings, user, password)
    release_wave(settings, wave_code, by=front, held=held_waves(settings))
    _console.print(_say(f"Đã công bố {wave_code}.", f"Released {wave_code}."))


@app.command(
    help=_say(
        "Sao lưu kho, tài khoản, nhật ký vào một thư mục mới.",
        "Copy stores, accounts and record into a new folder.",
    )
)
def backup(
    folder: Annotated[Path, typer.Argument(help=_say("Thư mục.", "Folder."))],
) -> None:
    from warehouse.backup import back_up

    made = back_up(Settings.from_environment(), folder)
    _console.print(
        _say(
            f"Đã sao lưu {len(made.files)} tệp: {made.folder}. "
            "Khóa secret.key không nằm trong bản sao: hãy giữ riêng.",
            f"Backed up {len(made.files)} files: {made.folder}. "
            "The secret.key is not in it: keep it apart.",
        ),
        markup=False,
    )


@app.command(
    help=_say(
        "Kiểm tra một bản sao lưu và đưa vào THANTHIEN_HOME còn trống.",
        "Check a backup and put it into an empty THANTHIEN_HOME.",
    )
)
def restore(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help=_say("Bản sao.", "It."))
    ],
) -> None:
    from warehouse.backup import restore as restore_backup

    made = restore_backup(Settings.from_environment(), folder)
    _console.print(
        _say(
            f"Đã khôi phục {len(made.files)} tệp.", f"Restored {len(made.files)} files."
        )
    )


@app.command(
    help=_say(
        "Xóa dữ liệu cá nhân đã hết hạn giữ (docs/privacy.vi.md).",
        "Remove personal data that has passed its time (docs/privacy.vi.md).",
    )
)
def retention(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_say("Chỉ đếm.", "Count only."))
    ] = False,
) -> None:
    from warehouse.retention import apply_retention

    settings = Settings.from_environment()
    for found in apply_retention(settings, actor=ACTOR, is_trial=dry_run):
        _console.print(f"{found.what}: {_grouped(found.n_rows)}", markup=False)


@audit_app.command("verify", help=_say("Kiểm tra nhật ký.", "Check the record."))
def audit_verify(
    anchors: Annotated[
        Path | None,
        typer.Option(help=_say("Mốc giữ ở nơi khác.", "Anchors kept elsewhere.")),
    ] = None,
) -> None:
    from warehouse.audit import verify

    check = verify(Settings.from_environment(), anchors_from=anchors)
    if check.is_intact:
        _console.print(
            _say(
                f"Nguyên vẹn: {_grouped(check.n_records)} bản ghi, "
                f"{check.n_anchors} mốc.",
                f"Intact: {_grouped(check.n_records)} records, "
                f"{check.n_anchors} anchors.",
            )
        )
        return
    _errors.print(f"{check.first_bad_seq}: {check.problem}", markup=False)
    raise typer.Exit(ExitCode.BAD_REQUEST)


@audit_app.command("anchor", help=_say("Ghi mốc trong ngày.", "Note the day's anchor."))
def audit_anchor(
    copy_to: Annotated[
        Path | None,
        typer.Option(help=_say("Chép mốc ra nơi khác.", "Also write it here.")),
    ] = None,
) -> None:
    from warehouse.audit import anchor

    head = anchor(Settings.from_environment(), copy_to=copy_to)
    _console.print(head.as_line(), markup=False)


def main() -> None:
    """Runs a command; a refusal is one line and an exit code, never a traceback."""
    os.umask(0o077)  # whatever a command writes is its owner's alone
    try:
        app()
    except ThanThienError as error:
        lang = "vi" if _IS_VIETNAMESE else "en"
        _errors.print(error.in_words(lang), markup=False, style="red")
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
