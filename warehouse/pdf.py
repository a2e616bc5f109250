"""DOCX → PDF by LibreOffice where it is there; a refusal in words where it is not."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from warehouse.errors import ThanThienError

PROGRAM = "soffice"
_OPTIONS = '{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
_FORMAT = f"pdf:writer_pdf_Export:{_OPTIONS}"
MOST_SECONDS = 180


def to_pdf(document: bytes) -> bytes:
    """The pages of a document, as of `to_pdfs`."""
    [pages] = to_pdfs([document])
    return pages


def to_pdfs(documents: Sequence[bytes]) -> list[bytes]:
    """The pages of each document; LibreOffice is started once for all of them.

    Pages left empty so that a sheet begins on its front stay, for printing on both
    sides. LibreOffice gets a profile and a folder of its own, so that it meets no
    other one that is open, and both are gone afterwards.

    Raises:
        ThanThienError: LibreOffice is not there, lacks its part for documents, or
            did not end in time.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        rule = "PDF is made by LibreOffice, which is not on this machine"
        raise ThanThienError("out", ".pdf", rule, _STEP)
    with tempfile.TemporaryDirectory() as folder:
        sources = [Path(folder) / f"{nth}.docx" for nth in range(len(documents))]
        for source, document in zip(sources, documents, strict=True):
            source.write_bytes(document)
        profile = (Path(folder) / "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", _FORMAT, "--outdir", folder, *map(str, sources)]
        try:
            subprocess.run(
                command, check=False, capture_output=True, timeout=MOST_SECONDS
            )
        except subprocess.TimeoutExpired as late:
            rule = f"LibreOffice ends within {MOST_SECONDS} seconds"
            raise ThanThienError("out", ".pdf", rule, "try again") from late
        made = [source.with_suffix(".pdf") for source in sources]
        if not all(path.is_file() for path in made):
            rule = "PDF needs LibreOffice Writer, which did not open the document"
            raise ThanThienError("out", ".pdf", rule, _STEP)
        return [path.read_bytes() for path in made]


_STEP = "install LibreOffice Writer, or write .docx"
