"""`thanthien wave …`: waves of the Front, and their release, which is final."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.commands.terminal import AsJson, console, print_json, say
from warehouse.settings import Settings

wave_app = typer.Typer(
    no_args_is_help=True, help=say("Đợt của Mặt trận", "Waves of the Front")
)


@wave_app.command("list", help=say("Đợt nào đã công bố.", "Which waves are released."))
def wave_list(as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from warehouse.custody.front_waves import front_waves

    waves = front_waves(Settings.from_environment())
    if as_json:
        print_json([asdict(wave) for wave in waves])
        return
    for wave in waves:
        done = wave.release
        state = (
            f"{done.released_at}  {done.released_by}"
            if done
            else say("chưa công bố", "not released")
        )
        console.print(f"{wave.code}  {wave.stream}  {state}", markup=False)


@wave_app.command(
    "release",
    help=say(
        "Mặt trận công bố một đợt của mình; không rút lại được.",
        "The Front releases a wave of its own; it cannot be taken back.",
    ),
)
def wave_release(
    wave_code: Annotated[str, typer.Argument(help=say("Mã đợt.", "Wave code."))],
    user: Annotated[
        str, typer.Option(help=say("Tài khoản của Mặt trận.", "The Front's account."))
    ],
) -> None:
    from warehouse.custody.front_waves import held_waves
    from warehouse.custody.releases import release_wave
    from warehouse.people.sign_in import sign_in_to_act

    settings = Settings.from_environment()
    word = say("Mật khẩu", "Password")
    password = typer.prompt(f"{word} ({user})", hide_input=True, err=True)
    front = sign_in_to_act(settings, user, password)
    release_wave(settings, wave_code, by=front, held=held_waves(settings))
    console.print(say(f"Đã công bố {wave_code}.", f"Released {wave_code}."))
