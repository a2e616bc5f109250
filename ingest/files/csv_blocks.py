"""The shape of a block of delimited text: where its records end.

Only a block with a single possible reading gets a shape. Taking quotes in turn as
opening and closing, each opening one must stand at the start of a field and each
closing one at its end (or beside the next quote, as in `""`); then newlines
outside quotes end records, whoever reads the block.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_NEWLINE, _RETURN, _SPACE, _QUOTE = 10, 13, 32, 34
_Positions = npt.NDArray[np.intp]
PIECE_BYTES = 1 << 16
"""Bytes looked at together: what is made of them stays in the processor's cache."""


class Shape(NamedTuple):
    """Where records end in a block.

    Attributes:
        n_bytes: Length of the part that holds whole records.
        n_records: Records in that part.
        n_lines: Physical lines in that part.
        line_offsets: Line of each record's start, from 0.
        longest_bytes: Length of the longest record.
        is_quoted: Whether the part holds quotes.
        is_trim: Whether no field of the block can begin or end with ASCII white
            space; False means "perhaps not".
    """

    n_bytes: int
    n_records: int
    n_lines: int
    line_offsets: npt.NDArray[np.int64]
    longest_bytes: int
    is_quoted: bool
    is_trim: bool


def shape_of(block: bytes, delimiter: str) -> Shape | None:
    """The shape of a block that begins at a record's start and ends at a line's end.

    Returns:
        None where a stray quote, a NUL or a bare carriage return leaves room for
        more than one reading.
    """
    n_returns = block.count(b"\r") if b"\r" in block else 0
    if b"\0" in block or (n_returns and n_returns != block.count(b"\r\n")):
        return None
    codes = np.frombuffer(block, np.uint8)
    newlines: _Positions = np.flatnonzero(codes == _NEWLINE)
    is_quoted = b'"' in block
    ends = newlines
    quotes: _Positions = np.empty(0, np.intp)
    if is_quoted:
        quotes = np.flatnonzero(codes == _QUOTE)
        if not _quotes_are_regular(codes, quotes, ord(delimiter)):
            return None
        ends = newlines[(np.searchsorted(quotes, newlines) & 1) == 0]
    if len(ends) == 0:
        return Shape(0, 0, 0, np.empty(0, np.int64), len(block), is_quoted, False)
    line_ends = np.arange(len(ends), dtype=np.int64)
    if len(ends) != len(newlines):
        line_ends = np.searchsorted(newlines, ends).astype(np.int64)
    n_lines = int(line_ends[-1]) + 1
    return Shape(
        n_bytes=int(ends[-1]) + 1,
        n_records=len(ends),
        n_lines=n_lines,
        line_offsets=np.concatenate((np.zeros(1, np.int64), line_ends[:-1] + 1)),
        longest_bytes=int(np.diff(ends, prepend=-1).max()),
        is_quoted=is_quoted,
        # a line end inside quotes may stand at the edge of its field
        is_trim=len(ends) == len(newlines)
        and _is_trim(codes, delimiter, quotes, len(newlines) + n_returns),
    )


def _is_trim(
    codes: npt.NDArray[np.uint8], delimiter: str, quotes: _Positions, n_ends: int
) -> bool:
    """Args: the block, its delimiter, its quotes, how many bytes end lines."""
    has_others = np.count_nonzero(codes < _SPACE) != n_ends
    if has_others or codes[0] == _SPACE or not delimiter.isascii():
        return False
    at_edge = _spaces_at_edges(codes, ord(delimiter))
    if len(at_edge) == 0:
        return True
    # between quotes a delimiter is text
    is_free = (np.searchsorted(quotes, at_edge) & 1) == 0
    # the block ends with a newline, so a space has both neighbours
    by_quote = (codes[at_edge - 1] == _QUOTE) | (codes[at_edge + 1] == _QUOTE)
    return not (is_free | by_quote).any()


def _spaces_at_edges(codes: npt.NDArray[np.uint8], delimiter: int) -> _Positions:
    """Spaces beside a delimiter, a quote or a line's end."""
    found: list[_Positions] = []
    for start in range(0, len(codes), PIECE_BYTES):
        piece = codes[start : start + PIECE_BYTES + 1]
        is_space, is_edge = piece == _SPACE, piece == delimiter
        for edge in (_NEWLINE, _RETURN, _QUOTE):
            is_edge |= piece == edge
        begins, ends = is_space[1:] & is_edge[:-1], is_space[:-1] & is_edge[1:]
        if begins.any() or ends.any():
            found += [np.flatnonzero(begins) + start + 1, np.flatnonzero(ends) + start]
    return np.concatenate(found) if found else np.empty(0, np.intp)


def _quotes_are_regular(
    codes: npt.NDArray[np.uint8], quotes: _Positions, delimiter: int
) -> bool:
    opening, closing = quotes[0::2], quotes[1::2]
    before = codes[np.maximum(opening - 1, 0)]
    starts = (before == delimiter) | (before == _NEWLINE) | (before == _QUOTE)
    if not (starts | (opening == 0)).all():
        return False
    after = codes[np.minimum(closing + 1, len(codes) - 1)]
    stops = (after == delimiter) | (after == _NEWLINE) | (after == _RETURN)
    return bool((stops | (after == _QUOTE)).all())
