"""The sign-in pages as HTML: no outside request, readable on a phone."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from dashboard.server.library.first_visit import WORKER_PATH
from dashboard.words import words_of

STYLE = """
:root { color-scheme: light dark; --ink: #1d2733; --line: #c6ced8; --main: #14537d;
  --link: #14537d; --paper: #fff; --ground: #eef2f6; --quiet: #4a5765; --edge: #8593a3;
  --notice: #fdf6e3; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --line: #38424c;
  --link: #7db8ee; --paper: #1d2126; --ground: #141414; --quiet: #a7b3bf;
  --notice: #332a0c; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column;
  align-items: center; justify-content: center; padding: 1rem; color: var(--ink);
  background: var(--ground); font: 16px/1.5 system-ui, "Noto Sans", sans-serif; }
main { width: 100%; max-width: 24rem; background: var(--paper); border-radius: .75rem;
  border: 1px solid var(--line); padding: 1.75rem; }
h1 { margin: 0; font-size: 1.5rem; color: var(--link); }
h2 { font-size: 1.1rem; margin: 1.25rem 0 .5rem; }
p { margin: .25rem 0 .75rem; }
label { display: block; margin: .75rem 0 .25rem; font-weight: 600; }
input { width: 100%; padding: .6rem .7rem; font: inherit; border-radius: .4rem;
  border: 1px solid var(--edge); color: inherit; background: var(--paper); }
button, .button { display: block; width: 100%; margin-top: 1.1rem; padding: .65rem;
  font: inherit; font-weight: 600; text-align: center; text-decoration: none;
  color: #fff; background: var(--main); border: 1px solid var(--main);
  border-radius: .4rem; cursor: pointer; }
.quiet { color: var(--link); background: var(--paper); }
a { color: var(--link); }
:focus-visible { outline: 3px solid #e3a008; outline-offset: 2px; }
.notice { padding: .6rem .75rem; border-left: 4px solid #b7791f;
  background: var(--notice); }
summary { margin-top: .75rem; cursor: pointer; color: var(--link); }
.picture { margin: .75rem auto; text-align: center; }
.picture svg { background: #fff; width: 13rem; height: 13rem; max-width: 100%; }
code { font-size: 1.05rem; overflow-wrap: anywhere; }
.small { font-size: .875rem; color: var(--quiet); }
footer { margin-top: 1rem; }
"""
# Works without it: then Streamlit's files come one by one.
_WORKER = f'<script src="{WORKER_PATH}" defer></script>'
_LINKED = '<link rel="stylesheet" href="/login/style.css">'


def sign_in_page(
    lang: str,
    *,
    notice: str,
    next_path: str,
    user_name: str,
    sso_name: str,
    is_refused: bool = False,
) -> str:
    """The form for name and password, and the single sign-on if there is one.

    The field of the code is folded away for the many who have none; after a refusal
    it is open for all, so that nobody learns who has one.
    """
    words = words_of(lang)
    sso = ""
    if sso_name:
        link = escape(
            "/login/sso/start?" + urlencode({"next": next_path, "lang": lang})
        )
        label = escape(words("login.sso", name=sso_name))
        sso = (
            f'<p class="small">{words("login.or")}</p>'
            f'<a class="button quiet" href="{link}">{label}</a>'
        )
    fields = (
        _field("user_name", words("login.user_name"), "text", "username", user_name)
        + _field("password", words("login.password"), "password", "current-password")
        + f"<details{' open' if is_refused else ''}>"
        + f"<summary>{words('login.with_code')}</summary>"
        + _code_field(words("login.code"), is_needed=False)
        + "</details>"
        + _hidden("next", next_path)
    )
    form = _form("/login", fields, words("login.sign_in"), lang)
    watched = f'<p class="small">{words("login.watched")}</p>'
    body = form + sso + watched + _WORKER
    return _page(lang, words("login.sign_in"), notice, body, "/login")


def password_page(lang: str, *, notice: str, user_name: str) -> str:
    """The form to change one's own password."""
    words = words_of(lang)
    fields = (
        f"<p>{escape(user_name)}</p>"
        + _field("old", words("login.old_password"), "password", "current-password")
        + _field("new", words("login.new_password"), "password", "new-password")
        + f'<p class="small">{words("login.password_rule")}</p>'
        + _field("repeat", words("login.repeat_password"), "password", "new-password")
    )
    title = words("login.change_password")
    form = _form("/password", fields, title, lang)
    links = (
        f'<p class="small"><a href="/password/code">{words("login.second_factor")}</a>'
        f' · <a href="/">{words("login.to_start")}</a>'
        f' · <a href="/logout">{words("login.sign_out")}</a></p>'
    )
    return _page(lang, title, notice, form + links, "/password")


def turn_on_page(
    lang: str, *, notice: str, user_name: str, secret: str, picture: str
) -> str:
    """The secret of a second factor to read in, and the form that proves it was.

    Args:
        lang: Language of the page.
        notice: A word on what happened; empty for none.
        user_name: Whose account it is.
        secret: The secret in base 32.
        picture: Its QR code as SVG.
    """
    words = words_of(lang)
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    fields = (
        f"<p>{words('login.second_factor_why')}</p>"
        f"<p>{words('login.scan')}</p>"
        f'<div class="picture" role="img" aria-label="{words("login.scan")}">'
        f"{picture}</div>"
        f'<p class="small">{words("login.or_type")} <code>{groups}</code></p>'
        f"<p>{escape(user_name)}</p>"
        + _field("password", words("login.password"), "password", "current-password")
        + _code_field(words("login.code"), is_needed=True)
        + _hidden("secret", secret)
    )
    form = _form("/password/code", fields, words("login.turn_on"), lang)
    title = words("login.second_factor")
    return _page(lang, title, notice, form + _back(lang), "/password/code")


def turn_off_page(lang: str, *, notice: str, user_name: str) -> str:
    """That a second factor is on, and the form to turn it off."""
    words = words_of(lang)
    fields = (
        f"<p>{words('login.second_factor_is_on')}</p><p>{escape(user_name)}</p>"
        + _field("password", words("login.password"), "password", "current-password")
        + _code_field(words("login.code"), is_needed=True)
    )
    form = _form("/password/code", fields, words("login.turn_off"), lang)
    title = words("login.second_factor")
    return _page(lang, title, notice, form + _back(lang), "/password/code")


def sign_out_page(lang: str) -> str:
    """Asks before signing out, for links that were followed from elsewhere."""
    words = words_of(lang)
    stay = f'<a class="button quiet" href="/">{words("login.stay")}</a>'
    form = _form("/logout", "", words("login.sign_out"), lang)
    return _page(lang, words("login.sign_out_question"), "", form + stay, "/logout")


def message_page(lang: str, word: str) -> str:
    """One sentence and the way back to the sign-in."""
    words = words_of(lang)
    back = f'<a class="button" href="/login">{words("login.sign_in")}</a>'
    return _page(lang, words("login.product"), words(f"login.{word}"), back, "/login")


def refusal_page(lang: str, word: str, *, has_way_on: bool) -> str:
    """What was refused and what to do next, for a person in a browser.

    Args:
        lang: Language of the page.
        word: The refusal.
        has_way_on: Whether this host is ours, so that a link and the style sheet
            can be reached; else the page brings its style and names no address.
    """
    words = words_of(lang)
    button = f'<a class="button" href="/">{words("login.to_start")}</a>'
    body = f"<p>{words(f'login.{word}_next')}</p>{button if has_way_on else ''}"
    style = _LINKED if has_way_on else f"<style>{STYLE}</style>"
    other = "en" if lang == "vi" else "vi"
    there = words_of(other)
    said = f"{there(f'login.{word}')} {there(f'login.{word}_next')}"
    title = words(f"login.{word}")
    return (
        f"{_head(lang, title, style)}<body><main><h1>{words('login.product')}</h1>"
        f"<h2>{title}</h2>{body}"
        f'<p class="small" lang="{other}">{said}</p></main></body></html>'
    )


def _head(lang: str, title: str, style: str) -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{words_of(lang)('login.product')} – {title}</title>"
        f'<link rel="icon" href="data:,">{style}</head>'
    )


def _page(lang: str, title: str, notice: str, body: str, here: str) -> str:
    words = words_of(lang)
    other = "en" if lang == "vi" else "vi"
    shown = f'<p class="notice" role="alert">{escape(notice)}</p>' if notice else ""
    return (
        f"{_head(lang, title, _LINKED)}<body><main><h1>{words('login.product')}</h1>"
        f'<p class="small">{words("login.subtitle")}</p><h2>{title}</h2>{shown}{body}'
        f'</main><footer class="small"><a lang="{other}" href="{here}?lang={other}">'
        f"{words('login.other_language')}</a></footer></body></html>"
    )


def _form(action: str, fields: str, button: str, lang: str) -> str:
    return (
        f'<form method="post" action="{action}">{fields}{_hidden("lang", lang)}'
        f'<button type="submit">{button}</button></form>'
    )


def _field(name: str, label: str, kind: str, autocomplete: str, value: str = "") -> str:
    return (
        f'<label for="{name}">{label}</label><input id="{name}" name="{name}" '
        f'type="{kind}" autocomplete="{autocomplete}" required maxlength="256" '
        f'autocapitalize="none" spellcheck="false" value="{escape(value)}">'
    )


def _code_field(label: str, *, is_needed: bool) -> str:
    required = " required" if is_needed else ""
    return (
        f'<label for="code">{label}</label><input id="code" name="code" type="text" '
        f'inputmode="numeric" autocomplete="one-time-code" maxlength="16"{required}>'
    )


def _back(lang: str) -> str:
    words = words_of(lang)
    return (
        f'<p class="small"><a href="/password">{words("login.change_password")}</a>'
        f' · <a href="/">{words("login.to_start")}</a></p>'
    )


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'
