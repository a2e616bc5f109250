"""Arrow columns of clean text: NFC, stripped, NULL for an empty cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ingest.files.csv_blocks import PIECE_BYTES

# Lead bytes whose characters may change under NFC: all but those of ASCII, of Latin
# letters (C2 … C6), and of U+1E80 … U+1EFF (E1 BA, E1 BB).
_UNSTABLE = ((0xC0, 0xC1), (0xC7, 0xE0), (0xE2, 0xFF))
_LATIN_LEAD, _LATIN_SECOND = 0xE1, 0xBA
_INVISIBLE = "[\u200b-\u200f\u2060\ufeff\u00ad]"
_BLANKS = "[\u00a0\u2007\u202f]"
"""Blanks that break no line, as web pages and word processors put between words."""

_INVISIBLE_BYTES = (
    b"\xc2\xad",
    b"\xe2\x80",
    b"\xe2\x81\xa0",
    b"\xef\xbb\xbf",
    b"\xc2\xa0",
)


def is_surely_nfc(data: bytes) -> bool:
    """A quick test on UTF-8 bytes; False means "perhaps not"."""
    if data.isascii():
        return True
    codes = np.frombuffer(data, np.uint8)
    return codes[-1] != _LATIN_LEAD and all(
        _is_stable(codes[start : start + PIECE_BYTES + 1])
        for start in range(0, len(codes), PIECE_BYTES)
    )


def _is_stable(codes: npt.NDArray[np.uint8]) -> bool:
    for first, last in _UNSTABLE:
        # what is less than `first` wraps round to the end
        if (codes - np.uint8(first) <= last - first).any():
            return False
    is_latin = (codes[1:] & 0xFE) == _LATIN_SECOND
    return not ((codes[:-1] == _LATIN_LEAD) > is_latin).any()


def is_surely_plain(data: bytes) -> bool:
    """Whether UTF-8 bytes are NFC and no character is invisible or white space.

    ASCII white space is another matter. False means "perhaps not".
    """
    # What is stable and does not begin with C2 is letters.
    return b"\xc2" not in data and is_surely_nfc(data)


def may_hold_invisible(data: bytes) -> bool:
    """Whether zero-width characters and odd blanks may be in UTF-8 bytes."""
    if data.isascii():
        return False
    # One byte first: looking for it alone is ten times as fast.
    found = (mark[:1] in data and mark in data for mark in _INVISIBLE_BYTES)
    return any(found)


def clean(array: pa.Array, *, nfc: bool = True, invisible: bool = True) -> pa.Array:
    """One column of text, stripped; empty text becomes NULL.

    Args:
        array: Strings as read.
        nfc: Whether some may not be in NFC.
        invisible: Whether some may hold zero-width characters or odd blanks.
    """
    if invisible:
        array = pc.replace_substring_regex(array, _INVISIBLE, "")
        array = pc.replace_substring_regex(array, _BLANKS, " ")
    if nfc:
        array = pc.utf8_normalize(array, form="NFC")
    array = pc.utf8_trim_whitespace(array)
    empty = pc.equal(array, "")
    if pc.any(empty).as_py():
        array = pc.if_else(empty, pa.scalar(None, pa.string()), array)
    return array


def bytes_of(
    array: pa.StringArray,
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int32]]:
    """All bytes of an array, and where each text in them begins and ends."""
    _, ends, data = array.buffers()
    offsets = np.frombuffer(ends, np.int32)[array.offset :][: len(array) + 1]
    return np.frombuffer(data or b"", np.uint8), offsets


def may_begin(array: pa.StringArray, leads: bytes) -> bool:
    """Whether a text begins with one of some bytes."""
    codes, offsets = bytes_of(array)
    starts = offsets[:-1][offsets[1:] > offsets[:-1]]
    is_lead = np.zeros(256, bool)
    is_lead[list(leads)] = True
    return bool(is_lead[codes[starts]].any())


def may_hold(array: pa.StringArray, signs: bytes) -> bool:
    """Whether one of some bytes stands in a text."""
    codes, offsets = bytes_of(array)
    data = codes[offsets[0] : offsets[-1]].tobytes()
    return len(data.translate(None, signs)) < len(data)


def slices(
    lines: pa.Array, columns: Sequence[pa.Array], max_rows: int
) -> Iterator[pa.RecordBatch]:
    """Batches of at most `max_rows` rows: `line`, `c0`, `c1`, …."""
    names = ["line", *(f"c{i}" for i in range(len(columns)))]
    batch = pa.RecordBatch.from_arrays([lines, *columns], names)
    for start in range(0, batch.num_rows, max_rows):
        yield batch.slice(start, max_rows)
