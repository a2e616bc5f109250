"""Sends what was not sent yet, each digest in a mail of its own.

A try is on record before the server hears of it and the success after it, so a kill
in between sends again and loses nothing. Both mails then carry the same number
(`Message-ID`), by which mail programs know one for a copy of the other.
"""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from warehouse.digests.mail_settings import MailSettings
from warehouse.digests.record import Digest, note_failure, note_sent, note_try
from warehouse.settings import Settings

SENT = "sent"


@dataclass(frozen=True)
class Sending:
    """What became of one digest.

    Attributes:
        user_name: Whose it is.
        outcome: `sent`, or a key of `digest.faults`.
    """

    user_name: str
    outcome: str


def send_digests(
    settings: Settings, mail: MailSettings, digests: Iterable[tuple[Digest, str]]
) -> Iterator[Sending]:
    """Sends digests with their addresses, one after the other.

    A server that cannot be reached, or does not let us in, is not tried again for
    the others of this run.

    Yields:
        What became of each, once it is on record.
    """
    waits = list(digests)
    for n, (digest, address) in enumerate(waits):
        note_try(settings, digest)
        failure = _failure(mail, message_of(digest, mail.sender, address))
        if not failure:
            note_sent(settings, digest)
            yield Sending(digest.user_name, SENT)
            continue
        note_failure(settings, digest, failure)
        yield Sending(digest.user_name, failure)
        if failure in ("connect", "tls", "sign_in"):
            for other, _ in waits[n + 1 :]:
                note_failure(settings, other, failure)
                yield Sending(other.user_name, failure)
            return


def message_of(digest: Digest, sender: str, address: str) -> EmailMessage:
    """The mail of a digest; the same digest has the same number whenever it is sent."""
    mail = EmailMessage()
    name = f"{digest.week}\n{digest.user_name}\n{digest.made_at}"
    number = hashlib.sha256(name.encode()).hexdigest()[:32]
    mail["Message-ID"] = f"<{number}@{sender.rpartition('@')[2]}>"
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["From"] = sender
    mail["To"] = address
    mail["Subject"] = digest.message.subject
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(digest.message.text)
    mail.add_alternative(digest.message.html, subtype="html")
    return mail


def _failure(mail: MailSettings, message: EmailMessage) -> str:
    """Sends one mail; empty once the server took it, else the key of what failed."""
    try:
        with _server(mail) as server:
            server.send_message(message)
    except ssl.SSLError:
        return "tls"
    except smtplib.SMTPAuthenticationError:
        return "sign_in"
    except smtplib.SMTPNotSupportedError:
        # without STARTTLS or a sign-in the server offers less than was asked for
        return "tls"
    except smtplib.SMTPRecipientsRefused:
        return "recipient"
    except smtplib.SMTPSenderRefused:
        return "sender"
    except (smtplib.SMTPResponseException, smtplib.SMTPHeloError):
        return "refused"
    except (smtplib.SMTPException, OSError):
        return "connect"
    return ""


@contextmanager
def _server(mail: MailSettings) -> Iterator[smtplib.SMTP]:
    """The server, over an encrypted way and signed in as set up."""
    context = ssl.create_default_context()
    if mail.ca_file:
        context.load_verify_locations(mail.ca_file)
    if mail.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            mail.host, mail.port, timeout=mail.timeout, context=context
        )
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=mail.timeout)
    try:
        if mail.security == "starttls":
            server.starttls(context=context)
        if mail.user:
            server.login(mail.user, mail.password)
        yield server
        # the mail is taken by now: how the server parts changes nothing
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
    finally:
        server.close()
