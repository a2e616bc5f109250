"""A real SMTP server on this machine: STARTTLS or TLS, sign-in, refusals on demand."""

from __future__ import annotations

import asyncio
import base64
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "thanthien", "mat-khau-thu"


@dataclass
class MailServer:
    """What the server does and got.

    Attributes:
        security: `starttls`, `tls` or `none`.
        refuses: Words of commands it answers with 550, such as `RCPT` or `DATA`.
        hangs_up_after: A command after whose answer it hangs up without a word.
        port: Where it listens.
        got: Mails it took, as parsed.
        secret: For each mail, whether it came over an encrypted way, signed in.
    """

    certificate: Path
    key: Path
    security: str = "starttls"
    refuses: set[str] = field(default_factory=set)
    hangs_up_after: str = ""
    port: int = 0
    got: list[EmailMessage] = field(default_factory=list)
    secret: list[tuple[bool, bool]] = field(default_factory=list)

    def context(self) -> ssl.SSLContext:
        """The server's side of TLS."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate, self.key)
        return context

    async def talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """One connection from greeting to goodbye."""
        is_secret, is_signed_in = self.security == "tls", False

        async def say(*lines: str) -> None:
            writer.write("".join(f"{line}\r\n" for line in lines).encode())
            await writer.drain()

        await say("220 localhost")
        while line := await reader.readline():
            word = line.split()[0].decode().upper() if line.split() else ""
            if word in self.refuses:
                await say("550 5.7.1 refused")
            elif word == "EHLO":
                offers = ["SMTPUTF8"]
                offers += ["STARTTLS"] if self.security == "starttls" else []
                offers += ["AUTH PLAIN"] if is_secret else []
                lines = ["localhost", *offers]
                await say(*(f"250-{one}" for one in lines[:-1]), f"250 {lines[-1]}")
            elif word == "STARTTLS":
                await say("220 go on")
                await writer.start_tls(self.context())
                is_secret = True
            elif word == "AUTH":
                said = base64.b64decode(line.split()[-1]).decode()
                is_signed_in = said == f"\0{USER}\0{PASSWORD}"
                await say("235 in" if is_signed_in else "535 5.7.8 wrong")
            elif word == "DATA":
                await say("354 go on")
                body = await reader.readuntil(b"\r\n.\r\n")
                if self.hangs_up_after == "DATA":
                    break
                mail = message_from_bytes(body[:-3], policy=policy.default)
                self.got.append(mail)
                self.secret.append((is_secret, is_signed_in))
                await say("250 taken")
            elif word == "QUIT":
                await say("221 bye")
                break
            else:
                await say("250 ok")
        writer.close()


@contextmanager
def serving(server: MailServer) -> Iterator[MailServer]:
    """Runs the server in a thread of its own while the test runs."""
    loop = asyncio.new_event_loop()
    context = server.context() if server.security == "tls" else None
    started = threading.Event()

    async def start() -> asyncio.Server:
        return await asyncio.start_server(server.talk, "127.0.0.1", 0, ssl=context)

    def run() -> None:
        listening = loop.run_until_complete(start())
        server.port = listening.sockets[0].getsockname()[1]
        started.set()
        loop.run_forever()
        listening.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def write_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "mail.crt", folder / "mail.key"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
