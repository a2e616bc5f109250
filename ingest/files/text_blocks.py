"""Bytes of a text file as blocks of whole lines in UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from ingest.files.legacy_encodings import from_tcvn3, from_vni, western
from ingest.files.text import nfc
from warehouse.errors import UnreadableFileError

BLOCK_BYTES = 1 << 20
MAX_LINE_BYTES = 32 << 20


def line_blocks(
    stream: BinaryIO, encoding: str, name: str, *, ends_needed: bool = True
) -> Iterator[bytes]:
    """Cuts a stream into blocks that end at a line end.

    Args:
        stream: The file's bytes from the start.
        encoding: A name from `ingest.files.text.detect_encoding`.
        name: File name, for messages.
        ends_needed: Whether the last line must end in a newline.

    Yields:
        UTF-8 blocks of about 1 MiB; UTF-8 input is passed on unchecked.

    Raises:
        UnreadableFileError: No line ends, bytes of another encoding, or a last
            line that does not end.
    """
    tail = b""
    for block in _utf8(stream, encoding, name):
        cut = block.rfind(b"\n") + 1
        if cut == 0:
            tail += block
            _check_line(tail, name)
            continue
        yield tail + block[:cut]
        tail = block[cut:]
    if not tail:
        return
    _check_line(tail, name, is_last=True)
    if ends_needed:
        raise UnreadableFileError(
            name,
            f"{len(tail)} bytes behind the last newline",
            "the last line does not end in a newline, as in a file cut short",
            "deliver the file again; if its source never ends the last line, set "
            "read.final_newline: false in the spec",
        )
    yield tail + b"\n"


def _check_line(tail: bytes, name: str, *, is_last: bool = False) -> None:
    if b"\r" in tail.rstrip(b"\r\n") and b"\n" not in tail and tail.count(b"\r") > 1:
        raise UnreadableFileError(
            name,
            "CR",
            "lines end in a bare carriage return (old Macintosh form)",
            "save the file again as CSV UTF-8",
        )
    if len(tail) > MAX_LINE_BYTES and not is_last:
        raise UnreadableFileError(
            name,
            f"{len(tail)} bytes without a line end",
            f"a line may hold at most {MAX_LINE_BYTES} bytes",
            "check that this is a text file and deliver it again",
        )


def _utf8(stream: BinaryIO, encoding: str, name: str) -> Iterator[bytes]:
    if encoding in ("utf-8", "utf-8-sig"):
        first = stream.read(BLOCK_BYTES)
        yield first.removeprefix(codecs.BOM_UTF8)
        while block := stream.read(BLOCK_BYTES):
            yield block
        return
    for text in _decoded(stream, encoding, name):
        yield text.encode("utf-8")


def _decoded(stream: BinaryIO, encoding: str, name: str) -> Iterator[str]:
    # VNI spells one letter over two bytes: whole lines only.
    if encoding in ("tcvn3", "vni"):
        convert = from_tcvn3 if encoding == "tcvn3" else from_vni
        tail = b""
        while block := stream.read(BLOCK_BYTES):
            cut = block.rfind(b"\n") + 1
            if cut:
                yield convert(western(tail + block[:cut]))
                tail = block[cut:]
            else:
                tail += block
        yield convert(western(tail))
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    try:
        while block := stream.read(BLOCK_BYTES):
            yield _composed(decoder.decode(block), encoding)
        yield _composed(decoder.decode(b"", final=True), encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            name,
            error.object[error.start : error.end].hex(),
            f"bytes that are not {encoding}",
            "set read.encoding in the spec, or deliver the file again",
        ) from error


def _composed(text: str, encoding: str) -> str:
    """cp1258 writes tones as marks of their own; columns are made NFC later."""
    return nfc(text) if encoding.lower() in ("cp1258", "windows-1258") else text
