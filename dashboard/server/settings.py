"""How the server is reached, and how Streamlit is held inside it."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from dashboard.theme import STREAMLIT_THEME
from warehouse.desk.inbox import MEGABYTE, MOST_BYTES
from warehouse.errors import ThanThienError
from warehouse.settings import Settings
from warehouse.stores.keys import derived_key

SID_HEADER = "x-cqtt-sid"
SID_KEY = "sid"
"""Under this name the session token reaches the page, in `st.user`."""


@dataclass(frozen=True)
class ServerSettings:
    """Where the dashboard listens and by which address people reach it.

    Attributes:
        host: Address to listen on.
        port: Port to listen on.
        public_url: Address people type (`THANTHIEN_PUBLIC_URL`), without a path;
            empty when they reach the listening port itself.
    """

    host: str = "127.0.0.1"
    port: int = 8501
    public_url: str = ""

    @classmethod
    def from_environment(cls, host: str, port: int) -> ServerSettings:
        """Reads `THANTHIEN_PUBLIC_URL`.

        Raises:
            ThanThienError: It is no address, or has a path.
        """
        url = os.environ.get("THANTHIEN_PUBLIC_URL", "").rstrip("/")
        parts = urlsplit(url)
        is_plain = parts.scheme in ("http", "https") and parts.netloc and not parts.path
        if url and not is_plain:
            rule = "http(s)://name without a path"
            raise ThanThienError("THANTHIEN_PUBLIC_URL", url, rule, "correct it")
        return cls(host, port, url)

    @property
    def is_https(self) -> bool:
        """Whether people reach it by HTTPS."""
        return self.public_url.startswith("https://")

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the port."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def is_public(self) -> bool:
        """Whether people of other machines can reach the pages."""
        return bool(self.public_url) or not self.is_loopback

    @property
    def cookie_name(self) -> str:
        """The session cookie; `__Host-` binds it to this host and to HTTPS."""
        return "__Host-thanthien" if self.is_https else "thanthien"

    @property
    def netlocs(self) -> frozenset[str]:
        """The values of `Host` that are answered, against DNS rebinding."""
        if self.public_url:
            return frozenset({urlsplit(self.public_url).netloc.lower()})
        names = {"localhost", "127.0.0.1", "[::1]", self.host}
        return frozenset(f"{name}:{self.port}" for name in names)

    def origin(self, netloc: str) -> str:
        """The origin of a page of ours on this host."""
        return f"{'https' if self.is_https else 'http'}://{netloc}"

    def refuse_if_unsafe(self, *, demo_accounts: bool) -> None:
        """Checks that passwords cannot be read on the way.

        Raises:
            ThanThienError: Others can reach the port and it is not behind HTTPS,
                or accounts with printed passwords would be reachable.
        """
        if demo_accounts and self.is_public:
            rule = "demo accounts have printed passwords: this machine only"
            raise ThanThienError("host", self.host, rule, "use --host 127.0.0.1")
        if not self.is_loopback and not self.is_https:
            rule = "reached from other machines only behind HTTPS"
            next_step = "set THANTHIEN_PUBLIC_URL=https://… (see deploy/)"
            raise ThanThienError("host", self.host, rule, next_step)


def streamlit_options(settings: Settings, server: ServerSettings) -> dict[str, object]:
    """Every Streamlit option that safety or speed depends on."""
    return {
        "server.address": server.host,
        "server.port": server.port,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "server.runOnSave": False,
        "server.enableCORS": True,
        "server.enableXsrfProtection": True,
        "server.enableStaticServing": False,
        "server.enableAgentApi": False,
        "server.maxUploadSize": MOST_BYTES // MEGABYTE,
        "server.disconnectedSessionTTL": 60,
        "server.trustedUserHeaders": {SID_HEADER: SID_KEY},
        "server.cookieSecret": derived_key(settings, "streamlit").hex(),
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "minimal",
        "client.disableDataExport": True,
        "browser.gatherUsageStats": False,
        # Measured: a full garbage collection after every click costs 44-105 ms.
        "runner.postScriptGC": False,
        # Pages write with `st.…` alone; rewriting each script costs 10 ms a click.
        "runner.magicEnabled": False,
        **STREAMLIT_THEME,
    }
