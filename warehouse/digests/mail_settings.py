"""Which mail server takes the digests, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import ThanThienError
from warehouse.stores.state import refuse_if_shared

PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""How the way to the server is kept secret → its usual port."""
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class MailSettings:
    """The mail server, from `THANTHIEN_SMTP_*`.

    Attributes:
        host: Its name (`_HOST`); it must be the name in its certificate.
        sender: Address the mail comes from (`_FROM`).
        security: `starttls`, `tls`, or `none` for this machine alone (`_SECURITY`,
            default `starttls`).
        port: Its port (`_PORT`, default by security: 587, 465, 25).
        user: Name to sign in with (`_USER`); empty for no sign-in.
        password: From the file `_PASSWORD_FILE`, mode 600.
        ca_file: Certificates to trust besides the system's (`_CA_FILE`).
        timeout: Seconds to wait for an answer.
    """

    host: str
    sender: str
    security: str = "starttls"
    port: int = 587
    user: str = ""
    password: str = ""
    ca_file: str = ""
    timeout: float = 30.0

    @classmethod
    def from_environment(cls) -> MailSettings | None:
        """Reads the settings; None when no server is named.

        Raises:
            ThanThienError: A setting breaks its rule, or the password lies in a file
                that others may read.
        """
        host = _read("HOST")
        if not host:
            return None
        sender = _read("FROM")
        if "@" not in sender or sender != sender.strip():
            name, rule = "THANTHIEN_SMTP_FROM", "the address the mail comes from"
            raise ThanThienError(name, sender, rule, "set it")
        security = _read("SECURITY") or "starttls"
        if security not in PORTS:
            name, rule = "THANTHIEN_SMTP_SECURITY", " | ".join(PORTS)
            raise ThanThienError(name, security, rule, "choose one of these")
        if security == "none" and host not in THIS_MACHINE:
            name, rule = "THANTHIEN_SMTP_SECURITY", "mail leaves this machine encrypted"
            raise ThanThienError(name, security, rule, "set starttls or tls")
        port = _read("PORT") or str(PORTS[security])
        if not port.isdecimal() or not 0 < int(port) < 65536:
            name, rule = "THANTHIEN_SMTP_PORT", "a port from 1 to 65535"
            raise ThanThienError(name, port, rule, "correct it")
        user = _read("USER")
        password = _password() if user else ""
        ca_file = _read("CA_FILE")
        if ca_file and not Path(ca_file).is_file():
            name, rule = "THANTHIEN_SMTP_CA_FILE", "a file with certificates"
            raise ThanThienError(name, ca_file, rule, "correct it")
        return cls(host, sender, security, int(port), user, password, ca_file)


def _read(name: str) -> str:
    return os.environ.get(f"THANTHIEN_SMTP_{name}", "")


def _password() -> str:
    path = Path(_read("PASSWORD_FILE"))
    if not path.is_file():
        name, rule = "THANTHIEN_SMTP_PASSWORD_FILE", "a file with the password"
        raise ThanThienError(name, str(path), rule, "name the file, mode 600")
    refuse_if_shared(path)
    password = path.read_text("utf-8").strip()
    if not password.isascii():
        name, rule = "THANTHIEN_SMTP_PASSWORD_FILE", "SMTP signs in with ASCII alone"
        raise ThanThienError(name, str(path), rule, "choose another password")
    return password
