"""`thanthien wave …`: waves of the Front, its key, and their final release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.commands.sign_in import signed_in_by_prompt
from warehouse.commands.terminal import (
    ACTOR,
    LANG,
    AsJson,
    console,
    errors,
    grouped,
    print_json,
)
from warehouse.commands.waves.draw import wave_draw
from warehouse.commands.waves.forms import wave_forms
from warehouse.commands.waves.plan import wave_plan
from warehouse.errors import CustodyError, ExitCode
from warehouse.settings import Settings
from warehouse.words import words_of

if TYPE_CHECKING:
    from warehouse.custody.check_waves import Checked

say = words_of(LANG)

wave_app = typer.Typer(no_args_is_help=True, help=say("commands.wave.help"))
wave_app.command("plan", help=say("commands.wave_plan.help"))(wave_plan)
wave_app.command("draw", help=say("commands.wave_draw.help"))(wave_draw)
wave_app.command("forms", help=say("commands.wave_forms.help"))(wave_forms)


@wave_app.command("list", help=say("commands.wave.list"))
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
            + (f"  {say('commands.wave.changed')}" if wave.is_changed else "")
            if done
            else say("commands.wave.not_released")
        )
        console.print(f"{wave.code}  {wave.stream}  {state}", markup=False)


@wave_app.command(
    "release",
    help=say("commands.wave.release"),
)
def wave_release(
    wave_code: Annotated[str, typer.Argument(help=say("commands.wave.wave_code"))],
    user: Annotated[str, typer.Option(help=say("commands.wave.user"))],
    sign: Annotated[
        Path, typer.Option(exists=True, readable=True, help=say("commands.wave.sign"))
    ],
) -> None:
    from warehouse.custody.front_key import open_key
    from warehouse.custody.front_waves import release

    settings = Settings.from_environment()
    front = signed_in_by_prompt(settings, user)
    word = say("commands.wave.passphrase")
    signer = open_key(sign, typer.prompt(word, hide_input=True, err=True))
    done = release(settings, wave_code, by=front, signer=signer)
    words = say("commands.wave.released", wave_code=wave_code, edition=done.edition)
    console.print(words, markup=False)


@wave_app.command("sign", help=say("commands.wave.sign_design"))
def wave_sign(
    wave_code: Annotated[str, typer.Argument(help=say("commands.wave.wave_code"))],
    user: Annotated[str, typer.Option(help=say("commands.wave.user"))],
    sign: Annotated[
        Path, typer.Option(exists=True, readable=True, help=say("commands.wave.sign"))
    ],
) -> None:
    from warehouse.commands.as_front import person_of_front
    from warehouse.custody.front_key import open_key
    from warehouse.waves.signed_designs import sign_designs

    settings = Settings.from_environment()
    front = person_of_front(settings, user)
    word = say("commands.wave.passphrase")
    signer = open_key(sign, typer.prompt(word, hide_input=True, err=True))
    signed = sign_designs(settings, wave_code, by=front, signer=signer)
    for one in signed:
        line = say(
            f"commands.wave.design_signed.{one.kind}",
            wave_code=wave_code,
            edition=one.edition,
            digest=one.sha256,
            key_id=one.key_id,
        )
        console.print(line, markup=False)
    if not signed:
        said = say("commands.wave.design_signed.before", wave_code=wave_code)
        console.print(said, markup=False)


@wave_app.command("verify", help=say("commands.wave.verify"))
def wave_verify(
    bundle: Annotated[
        Path | None,
        typer.Argument(
            exists=True, dir_okay=False, readable=True, help=say("commands.wave.bundle")
        ),
    ] = None,
    public: Annotated[str, typer.Option(help=say("commands.wave.public"))] = "",
    user: Annotated[
        str | None, typer.Option(help=say("commands.wave.verify_user"))
    ] = None,
    summary: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            readable=True,
            help=say("commands.wave.summary"),
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    if summary is not None:
        _verify_summary(Settings.from_environment(), summary, public, as_json=as_json)
        return
    from dataclasses import asdict

    from warehouse.commands.as_front import person_of_front
    from warehouse.custody.changed_rows import Fault
    from warehouse.custody.check_waves import check_waves, without_waiting
    from warehouse.custody.releases import forged_statements, released_waves
    from warehouse.waves.signed_designs import design_faults

    settings = Settings.from_environment()
    if bundle is not None:
        found = _checked_bundle(settings, bundle, public)
    else:
        found = check_waves(settings, public_key=public)
        forged = [Fault("release", "", str(n)) for n in forged_statements(settings)]
        designs = design_faults(settings)
        found = replace(found, faults=(*found.faults, *forged, *designs))
        if user is None:
            found = without_waiting(found, released_waves(settings))
        else:
            person_of_front(settings, user)
    if as_json:
        print_json(asdict(found))
    else:
        for fault in found.faults:
            what = say(f"commands.wave.faults.{fault.what}")
            code = fault.wave_code or say("commands.wave.every")
            errors.print(f"✗ {code}: {what}: {fault.place}", markup=False, style="red")
        line = say(
            "commands.wave.checked" if found.key_id else "commands.wave.no_key",
            key_id=found.key_id,
            n_batches=found.n_batches,
            n_rows=grouped(found.n_rows),
            n_waves=len(found.waves),
            n_faults=len(found.faults),
        )
        console.print(line, markup=False)
    if found.faults:
        raise typer.Exit(ExitCode.DAMAGED)


def _checked_bundle(settings: Settings, path: Path, public: str) -> Checked:
    """Checks a bundle; where no key is known, with its own, and says so."""
    from warehouse.custody.bundle import read_bundle
    from warehouse.custody.check_bundle import check_bundle
    from warehouse.custody.front_key import front_key, key_of

    bundle = read_bundle(path.read_bytes(), path.name)
    key = key_of(public) if public else front_key(settings)
    if key is None:
        key = bundle.manifest.key
        public = bundle.manifest.public_key
        errors.print(say("commands.wave.own_key", public=public), markup=False)
    return check_bundle(bundle, key)


def _verify_summary(
    settings: Settings, path: Path, public: str, *, as_json: bool
) -> None:
    """Checks a summary; where no key is known, with its own, and says so."""
    from dataclasses import asdict

    from warehouse.custody.front_key import front_key, key_id_of
    from warehouse.custody.releases import releases
    from warehouse.custody.sealed_summary import read_summary, summary_faults

    found = read_summary(path.read_bytes(), path.name)
    known = front_key(settings)
    key = public or (known.public_key if known else found.public_key)
    if not public and known is None:
        errors.print(say("commands.wave.summary_own_key", public=key), markup=False)
    about = found.about
    done = {release.wave_code: release for release in releases(settings)}
    faults = summary_faults(found, key, done.get(about.wave_code))
    if as_json:
        print_json({**asdict(about), "key_id": key_id_of(key), "faults": faults})
    elif not faults:
        line = say(
            "commands.wave.summary_sound",
            wave_code=about.wave_code,
            edition=about.edition,
            key_id=key_id_of(key),
        )
        console.print(line, markup=False)
    else:
        for fault in faults:
            what = say("commands.wave.faults.summary")
            line = f"✗ {fault.wave_code}: {what}: {fault.place}"
            errors.print(line, markup=False, style="red")
    if faults:
        raise typer.Exit(ExitCode.DAMAGED)


@wave_app.command("bundle", help=say("commands.wave.make_bundle"))
def wave_bundle(
    out: Annotated[Path, typer.Option(help=say("commands.wave.out"))],
    sign: Annotated[
        Path, typer.Option(exists=True, readable=True, help=say("commands.wave.sign"))
    ],
) -> None:
    from warehouse import audit
    from warehouse.custody.front_key import open_key
    from warehouse.custody.make_bundle import make_bundle
    from warehouse.custody.signed_rows import digest_of
    from warehouse.stores.copies import write_private

    settings = Settings.from_environment()
    if out.exists():
        rule = "a bundle goes into a new file"
        raise CustodyError("file", out.name, rule, "name another file")
    word = say("commands.wave.passphrase")
    signer = open_key(sign, typer.prompt(word, hide_input=True, err=True))
    made = make_bundle(settings, signer)
    digest = digest_of(made.text)
    audit.record(settings, actor=ACTOR, action="bundle_made", subject=digest)
    write_private(out, made.text)
    words = say(
        "commands.wave.bundled",
        waves=", ".join(made.waves),
        n_rows=grouped(made.n_rows),
        name=out.name,
        digest=digest,
    )
    console.print(words, markup=False)


@wave_app.command("key", help=say("commands.wave.key"))
def wave_key(
    key_file: Annotated[Path, typer.Argument(help=say("commands.wave.key_file"))],
    user: Annotated[str, typer.Option(help=say("commands.wave.user"))],
) -> None:
    from warehouse.custody.front_key import make_key

    settings = Settings.from_environment()
    front = signed_in_by_prompt(settings, user)
    passphrase = typer.prompt(
        say("commands.wave.passphrase"),
        hide_input=True,
        confirmation_prompt=True,
        err=True,
    )
    key = make_key(settings, key_file, passphrase, by=front)
    words = say("commands.wave.key_made", key_id=key.key_id, public=key.public_key)
    console.print(words, markup=False)
