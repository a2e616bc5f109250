"""Runs alone: takes a message apart with limits; its attachments lie in a folder then.

Called with the message, the folder and how many attachments it may have at most. One
JSON line on standard output for each
attachment: what its sender called it, and the name it lies under.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from ingest.files.workbooks.limits import limit_this_process, limit_this_workbook


def main(path: Path, folder: Path, most: int) -> None:
    """Writes the attachments of a message as `0`, `1`, …; at most so many."""
    limit_this_process()
    limit_this_workbook(path.stat().st_size)
    with path.open("rb") as stream:
        message = BytesParser(policy=policy.default).parse(stream)
    assert isinstance(message, EmailMessage)
    for number, (name, content) in enumerate(attached(message)):
        if number >= most:
            raise ValueError(f"more than {most} attachments")
        (folder / str(number)).write_bytes(content)
        line = json.dumps({"name": name, "file": str(number)})
        sys.stdout.write(line + "\n")


def attached(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """Name and content of each attachment, those of messages passed on included."""
    for part in message.walk():
        name = part.get_filename()
        if part.is_multipart() or not name:
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            yield name, content


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
