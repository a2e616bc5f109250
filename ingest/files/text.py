"""Vietnamese text: one normal form, one comparison key, sure decoding or none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from ingest.files.legacy_encodings import from_tcvn3, from_vni, western
from warehouse.errors import SpecError

_TONES = "\u0300\u0301\u0303\u0309\u0323"
# a run of letters: one that has to hold a tone is looked for from each of its letters
_SYLLABLE = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_SEPARATORS = re.compile(r"[\s\d\x00-\x40\[-`{-~“”‘’–—…•°²³×½€\u00a0]+")
_ONSET = r"(?:ngh?|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
_NUCLEUS = (
    r"(?:uyê|uya|uyu|uây|uôi|ươi|ươu|iêu|yêu|oai|oao|oay|oeo|uao|uai|uay|"
    r"ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|oo|ua|uâ|uê|ui|uô|uơ|uy|uă|"
    r"ưa|ưi|ươ|ưu|yê|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)"
)
_VALID = re.compile(f"{_ONSET}{_NUCLEUS}(?:ch|ng|nh|[cmnpt])?")

# the first two bytes of most Vietnamese letters in UTF-8, seen as Western letters
_TWICE = re.compile("á[»º].")
RESAVED_BYTES = 1 << 20
_WINDOWS = bytes(range(0x80, 0x100)).decode("cp1252", errors="ignore")
# of most lines one letter decides; to ask a codec, which raises, takes ten times longer
_NOT_WESTERN = re.compile(f"[^\x00-\xff{re.escape(_WINDOWS)}]")

_APOSTROPHES = str.maketrans(dict.fromkeys("‘’‛ʼ´`′＇", "'"))

SURE_SHARE = 0.85
"""Share of accented words that must be Vietnamese syllables to be sure."""
MARGIN = 0.30
"""How far ahead of the next encoding the best one must be."""

_READERS: dict[str, Callable[[bytes], str]] = {
    "cp1258": lambda data: nfc(data.decode("cp1258", errors="replace")),
    "tcvn3": lambda data: from_tcvn3(western(data)),
    "vni": lambda data: from_vni(western(data)),
}
LEGACY_CELLS: dict[str, Callable[[str], str]] = {"tcvn3": from_tcvn3, "vni": from_vni}


def nfc(text: str) -> str:
    """Text in Unicode normal form C, without invisible characters."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


@lru_cache(maxsize=65_536)
def heading_key(text: str) -> str:
    """The key two spellings of one heading or name share.

    Case, runs of spaces, the form of an apostrophe and the place of the tone mark do
    not count (Hoà = Hòa, Thuỷ = Thủy, M’Drắk = M'Drắk); every other mark does (đ ≠ d,
    ô ≠ o, a ≠ á).
    """
    folded = " ".join(nfc(text).translate(_APOSTROPHES).casefold().split())
    return _SYLLABLE.sub(_tones_last, unicodedata.normalize("NFD", folded))


def _tones_last(match: re.Match[str]) -> str:
    syllable = match[0]
    if syllable.isascii():
        return syllable
    bare = "".join(char for char in syllable if char not in _TONES)
    return bare + "".join(sorted(char for char in syllable if char in _TONES))


def vietnamese_share(text: str) -> tuple[float, int]:
    """How Vietnamese a text looks.

    Returns:
        Share of words holding a non-ASCII letter that are possible Vietnamese
        syllables with at most one tone, and the number of such words.
    """
    words = {word for word in _SEPARATORS.split(text) if not word.isascii()}
    valid = sum(1 for word in words if _is_syllable(word))
    return (valid / len(words) if words else 0.0), len(words)


@lru_cache(maxsize=65_536)
def _is_syllable(word: str) -> bool:
    marks = unicodedata.normalize("NFD", word.lower())
    bare = "".join(char for char in marks if char not in _TONES)
    if len(marks) - len(bare) > 1:
        return False
    return _VALID.fullmatch(unicodedata.normalize("NFC", bare)) is not None


def detect_encoding(data: bytes) -> str:
    """Names the encoding of a sample, or refuses.

    Args:
        data: The first bytes of a file (a cut last character is allowed).

    Returns:
        One of utf-8, utf-8-sig, utf-16-le, utf-16-be, cp1258, tcvn3, vni.

    Raises:
        SpecError: No encoding is clearly the right one; names the candidates.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    zeros = data[:4096].count(0)
    if zeros > len(data[:4096]) // 4:
        return "utf-16-le" if data[1:4096:2].count(0) > zeros // 2 else "utf-16-be"
    if _is_utf8(data):
        _check_not_saved_again(data)
        return "utf-8"
    shares = {name: vietnamese_share(read(data)) for name, read in _READERS.items()}
    return _surest({name: share for name, (share, _) in shares.items()})


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 3 and error.reason == "unexpected end of data"
    return True


def _check_not_saved_again(data: bytes) -> None:
    """Valid UTF-8 may still spell bytes that were once read as Western letters."""
    text = data[:RESAVED_BYTES].decode("utf-8", errors="ignore")
    if text.isascii():
        return
    lines = text.splitlines()
    font = detect_cell_encoding(lines)
    if font is not None:
        raise SpecError(
            "read.encoding",
            "auto",
            f"the text was typed in a {font} font and saved as UTF-8",
            "deliver the file as it was before, or turn the font into Unicode first",
        )
    if len(_TWICE.findall(text)) >= 3 and vietnamese_share(text)[0] < 0.5:
        raise SpecError(
            "read.encoding",
            "auto",
            "UTF-8 text was read as Western letters and saved again",
            "export the file again from its source as UTF-8",
        )


def _surest(shares: dict[str, float]) -> str:
    ranked = sorted(shares, key=lambda name: shares[name], reverse=True)
    best, second = ranked[0], ranked[1]
    if shares[best] >= SURE_SHARE and shares[best] - shares[second] >= MARGIN:
        return best
    seen = ", ".join(f"{name} {shares[name]:.0%}" for name in ranked)
    raise SpecError(
        "read.encoding",
        "auto",
        f"the encoding is not certain (share of Vietnamese words: {seen})",
        "set read.encoding to utf-8, utf-16, cp1258, tcvn3 or vni in the spec",
    )


def decode(data: bytes, encoding: str = "auto") -> tuple[str, str]:
    """Bytes to NFC text.

    Args:
        data: The whole text.
        encoding: A name from `detect_encoding`, or "auto".

    Returns:
        The text and the encoding it was read with.

    Raises:
        SpecError: The encoding is not certain.
        UnicodeDecodeError: The bytes are not of the named encoding.
    """
    name = detect_encoding(data) if encoding == "auto" else encoding
    if name in ("tcvn3", "vni"):
        return nfc(_READERS[name](data)), name
    codec = "utf-8-sig" if name == "utf-8" else name
    return nfc(data.decode(codec)), name


def detect_cell_encoding(cells: list[str]) -> str | None:
    """Whether spreadsheet text was typed in a legacy font.

    Returns:
        "tcvn3", "vni", or None for true Unicode.

    Raises:
        SpecError: The text looks neither Unicode nor clearly one legacy font.
    """
    accented = [c for c in cells if not c.isascii()]
    western_cells = [c for c in accented if _is_western(c)]
    if len(western_cells) < 2 * (len(accented) - len(western_cells)):
        return None  # much was typed in Unicode; a column may still be in a font
    text = "\n".join(western_cells)
    as_is, n_words = vietnamese_share(text)
    if n_words < 3 or as_is >= SURE_SHARE:
        return None
    shares = {n: vietnamese_share(read(text))[0] for n, read in LEGACY_CELLS.items()}
    if max(shares.values()) < 0.5 or max(shares.values()) <= as_is:
        return None
    return _surest(shares | {"utf-8": as_is})


def _is_western(text: str) -> bool:
    if _NOT_WESTERN.search(text):
        return False
    return _can_encode(text, "latin-1") or _can_encode(text, "cp1252")


def _can_encode(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def legacy_cell(text: str, encoding: str) -> str:
    """One cell of a legacy-font sheet as Unicode; true Unicode cells stay.

    A sheet in an old font often holds a few cells retyped in a modern one.
    """
    if text.isascii() or not _is_western(text):
        return text
    decoded = LEGACY_CELLS[encoding](text)
    if vietnamese_share(text)[0] > vietnamese_share(decoded)[0]:
        return text
    return decoded
