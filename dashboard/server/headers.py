"""The headers every answer carries, with the Content-Security-Policy."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit

Headers = list[tuple[bytes, bytes]]

_REPLACED = frozenset(
    {
        b"content-security-policy",
        b"cross-origin-opener-policy",
        b"cross-origin-resource-policy",
        b"permissions-policy",
        b"referrer-policy",
        b"server",
        b"strict-transport-security",
        b"x-content-type-options",
        b"x-frame-options",
    }
)


def secured(headers: Headers, *, netloc: str, is_https: bool) -> Headers:
    """Puts our headers in place of any of the same name.

    Args:
        headers: The headers of the answer.
        netloc: Checked `Host` of the request; its WebSocket may be opened.
        is_https: Whether people reach it by HTTPS.
    """
    kept = [(name, value) for name, value in headers if name.lower() not in _REPLACED]
    fixed = {
        "content-security-policy": _policy(netloc, is_https),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
        # Not `no-referrer`: that makes browsers send `Origin: null` with forms.
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }
    if is_https:
        fixed["strict-transport-security"] = "max-age=31536000"
    if not any(name.lower() == b"cache-control" for name, _ in kept):
        fixed["cache-control"] = "no-store"
    return kept + [(name.encode(), value.encode()) for name, value in fixed.items()]


def _policy(netloc: str, is_https: bool) -> str:
    socket = f"{'wss' if is_https else 'ws'}://{netloc}"
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {_inline_scripts()}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' {socket}",
            "worker-src 'self' blob:",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
            "form-action 'self'",
        )
    )


@cache
def _inline_scripts() -> str:
    # Streamlit's own page has one inline script; its hash lets no other one run.
    page = Path(streamlit.__file__).with_name("static") / "index.html"
    scripts = re.findall(r"<script>(.*?)</script>", page.read_text("utf-8"), re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests)
