"""A message has so many attachments and no more."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.files.mail import message
from warehouse.errors import UnreadableFileError


@pytest.mark.parametrize("most", [2, 3])
def test_a_message_has_at_most_so_many_attachments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(message, "MOST_ATTACHMENTS", most)
    mail = EmailMessage()
    mail.set_content("three lists")
    for name in ("a.csv", "b.csv", "c.csv"):
        mail.add_attachment("x;y\n1;2\n", filename=name)
    path, folder = tmp_path / "lists.eml", tmp_path / "parts"
    path.write_bytes(mail.as_bytes())
    folder.mkdir()
    if most < 3:
        with pytest.raises(UnreadableFileError, match="cannot be taken apart"):
            list(message.unpack_message(path, path.name, folder))
        return
    found = message.unpack_message(path, path.name, folder)
    assert [name for name, _ in found] == ["a.csv", "b.csv", "c.csv"]
