"""The public summary of a released wave: one page that anyone can check.

Its figures are read as the committee reads them, so it says nothing of a wave that
waits for its release, and what is hidden from all is hidden here.
"""

from __future__ import annotations

from datetime import date
from html import escape

from dashboard import dates
from dashboard.report.parts import Table
from dashboard.rows.changes import wave_name
from dashboard.waves.asked import how_asked
from dashboard.waves.facts import WaveFacts, public_facts
from dashboard.waves.report import own_ballots, said
from dashboard.waves.tables import item_table
from dashboard.words import Words, words_of
from warehouse import audit
from warehouse.custody.front_key import Signer, front_key
from warehouse.custody.releases import Release, releases
from warehouse.custody.sealed_summary import about_release, sealed
from warehouse.errors import AccountError, CustodyError
from warehouse.people.account_rows import Identity
from warehouse.read import reader_of
from warehouse.rights import FRONT
from warehouse.settings import Settings

COLUMNS = 3
"""Of the table of questions: the question, its share, its ballots."""
_STYLE = """
@page { size: A4; margin: 16mm; }
body { font: 15px/1.5 "Times New Roman", serif; color: #1c2733; max-width: 178mm;
  margin: 0 auto; padding: 12px; }
h1 { font-size: 21px; margin: 6px 0; }
h2 { font-size: 16px; margin: 14px 0 4px; }
p { margin: 4px 0; }
.head { font-weight: bold; text-transform: uppercase; }
.simulated { border: 2px solid #7a3204; padding: 4px 8px; font-weight: bold; }
.said { font-size: 18px; border-left: 5px solid #0b5394; padding-left: 10px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { border-bottom: 1px solid #c8d0d8; padding: 3px 6px; text-align: left; }
td + td, th + th { text-align: right; white-space: nowrap; }
.check, .seal { font-size: 12px; color: #3b4753; overflow-wrap: anywhere; }
@media (max-width: 480px) { td + td, th + th { white-space: normal; } }
"""


def wave_summary(
    settings: Settings, wave_code: str, *, by: Identity, signer: Signer
) -> bytes:
    """Makes and signs the summary of a released wave, on record before it is there.

    Args:
        settings: Names the home.
        wave_code: The wave.
        by: Who makes it; an account of the role `front`.
        signer: The Front's opened key.

    Raises:
        AccountError: The account is not the Front's.
        CustodyError: It is another key, or the wave is not released as it stands.
        PlanError: The build has no answers of such a wave.
        AuditError: It could not be recorded: there is no file.
        NothingPublishedError: There is no build.
    """
    if by.role != FRONT:
        rule = "only an account of the role front signs a summary"
        raise AccountError("role", by.role, rule, "sign in as the Front")
    key = front_key(settings)
    if key is None or key.public_key != signer.public_key:
        rule = "the key that is registered as the Front's"
        raise CustodyError("key", signer.key_id, rule, "thanthien wave key")
    release = _released(settings, wave_code)
    facts = public_facts(settings, wave_code)
    # What all people read is in Vietnamese, whatever the maker's language.
    page = sealed(_page(facts, release, signer, words_of("vi")), signer)
    audit.record(
        settings,
        actor=by.user_name,
        action="export",
        subject="summary",
        detail={"wave": wave_code, "edition": str(release.edition)},
    )
    return page.encode()


def _released(settings: Settings, wave_code: str) -> Release:
    done = {release.wave_code: release for release in releases(settings)}
    if wave_code not in done or wave_code not in reader_of(settings).released():
        rule = "a summary is of a released wave, with the figures that were released"
        raise CustodyError("wave", wave_code, rule, "thanthien wave release")
    return done[wave_code]


def _page(facts: WaveFacts, release: Release, signer: Signer, words: Words) -> str:
    """The page up to its seal."""
    unit = facts.units[facts.top.unit_key].name
    name = wave_name(words, facts.waves, facts.wave.code)
    title = words("wave_report.title", wave=name, unit=unit)
    first, *others = said(facts, words)
    days, plan, draw, _ = how_asked(facts, words)
    asked = [days, *([plan] if facts.plan else ()), *([draw] if facts.draw else ())]
    released = words(
        "wave_report.summary.released",
        day=dates.day(date.fromisoformat(release.released_at[:10])),
        edition=release.edition,
        build=facts.build.build_id,
    )
    check = words("wave_report.summary.check", public=signer.public_key)
    head = words("wave_report.authority").replace("\n", " ")
    parts = [
        "<!doctype html>",
        f'<html lang="{words.lang}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        about_release(release).meta,
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        _simulated(facts, words),
        f'<p class="head">{escape(head)} · {escape(unit)}</p>',
        f"<h1>{escape(title)}</h1>",
        f'<p class="said">{escape(first)}</p>',
        *_lines("", others),
        _heading(words, "own"),
        *_lines("", own_ballots(facts, words)),
        _heading(words, "items"),
        _table(item_table(facts, words, facts.top.unit_key)),
        _heading(words, "asked"),
        *_lines("", asked),
        *_lines(' class="check"', [released, check]),
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _simulated(facts: WaveFacts, words: Words) -> str:
    if not facts.build.is_simulated:
        return ""
    return f'<p class="simulated">{escape(words("report.simulated"))}</p>'


def _heading(words: Words, name: str) -> str:
    return f"<h2>{escape(words(f'slides.kinds.{name}'))}</h2>"


def _lines(more: str, lines: list[str]) -> list[str]:
    return [f"<p{more}>{escape(line)}</p>" for line in lines]


def _table(table: Table) -> str:
    def row(cells: tuple[str, ...], tag: str) -> str:
        shown = "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells[:COLUMNS])
        return f"<tr>{shown}</tr>"

    rows = [row(table.headings, "th"), *(row(cells, "td") for cells in table.rows)]
    return "<table>\n" + "\n".join(rows) + "\n</table>"
