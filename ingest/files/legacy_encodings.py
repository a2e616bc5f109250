"""Vietnamese encodings that Python does not know: TCVN3 (ABC) and VNI.

Both were fonts rather than character sets: a file says it is Western text
(cp1252) and only looks Vietnamese in the right font. So the tables here start
from the Western letter, which serves bytes and spreadsheet cells alike.
In a TCVN3 capital font (.VnArialH) small letters are *drawn* as capitals; the
letters come out small here and must be compared ignoring case.
"""

from __future__ import annotations

import re
import unicodedata

_TCVN3_FROM_A1 = (
    "ĂÂÊÔƠƯĐăâêôơưđẰ"
    "\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ"
    "éẹềểễếệìỉỄẾỒĩíịò"
    "Ổỏõóọồổỗốộờởỡớợù"
    "ỖủũúụừửữứựỳỷỹýỵỐ"
)
_TCVN3 = {0xA1 + i: char for i, char in enumerate(_TCVN3_FROM_A1)}

# VNI writes a letter as itself plus one mark: "aù" is á, "aâ" is â, "aá" is ấ.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_ROOF = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303"}
_VNI_ROOF["ä"] = "\u0323"
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303"}
_VNI_BREVE["ë"] = "\u0323"
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "î": "ỵ"}
_VNI_SINGLE |= {"æ": "ỉ", "ó": "ĩ", "ò": "ị"}


def _vni_pairs() -> dict[str, str]:
    pairs = dict(_VNI_SINGLE)
    for letter in "aeouyôö":
        base = _VNI_SINGLE.get(letter, letter)
        marks = dict(_VNI_TONES)
        if letter in "aeo":
            marks |= {m: "\u0302" + tone for m, tone in _VNI_ROOF.items()}
        if letter == "a":
            marks |= {m: "\u0306" + tone for m, tone in _VNI_BREVE.items()}
        for mark, combining in marks.items():
            pairs[letter + mark] = unicodedata.normalize("NFC", base + combining)
    upper = {key.upper(): value.upper() for key, value in pairs.items()}
    title = {k[0].upper() + k[1]: v.upper() for k, v in pairs.items() if len(k) == 2}
    return pairs | title | upper


_VNI = _vni_pairs()
_VNI_TOKEN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


def western(data: bytes) -> str:
    """Bytes as the Western letters a spreadsheet shows; never fails.

    The five bytes cp1252 leaves undefined keep their own number.
    """
    return (
        "".join(
            bytes([b]).decode("cp1252", errors="replace").replace("\ufffd", chr(b))
            if 0x80 <= b < 0xA0
            else chr(b)
            for b in data
        )
        if any(0x80 <= b < 0xA0 for b in data)
        else data.decode("latin-1")
    )


def from_tcvn3(text: str) -> str:
    """Western letters typed in a TCVN3 (ABC) font → Unicode, NFC.

    Source of the table: TCVN 5712:1993, whose upper half the ABC fonts draw.
    """
    return unicodedata.normalize("NFC", text.translate(_TCVN3))


def from_vni(text: str) -> str:
    """Western letters typed in a VNI font → Unicode, NFC."""
    found = _VNI_TOKEN.sub(lambda match: _VNI[match[0]], text)
    return unicodedata.normalize("NFC", found)
