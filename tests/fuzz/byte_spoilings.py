"""Ways to spoil any file, whatever it holds."""

from __future__ import annotations

import gzip
import io
import zipfile
from random import Random


def flip_bits(data: bytes, chance: Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def cut(data: bytes, chance: Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return chance.choice((data[:end], data[start:], data[:start] + data[end:]))


def double_block(data: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    size = chance.choice((1, 16, 512, 4096, 65_536))
    block = data[start : start + size]
    return data[:start] + block * chance.randrange(2, 20) + data[start + size :]


def overwrite(data: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    put = chance.choice((bytes(64), b"\xff" * 64, chance.randbytes(64)))
    return data[:start] + put + data[start + 64 :]


def pack(data: bytes, chance: Random) -> bytes:
    """In a zip or gzip, whole or cut, once or twice, beside others."""
    if chance.random() < 0.3:
        packed = gzip.compress(data)
    else:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in chance.choice((("a.csv",), ("a.csv", "b.csv"), ("x", "y/z"))):
                archive.writestr(name, data)
            if chance.random() < 0.3:
                archive.writestr(chance.choice(("../a", "C:a", "/a", "\u202ea")), data)
        packed = buffer.getvalue()
    how = chance.randrange(4)
    if how == 0:
        return flip_bits(packed, chance)
    if how == 1:
        return packed[: chance.randrange(len(packed))]
    return packed


BYTE_SPOILINGS = {
    "flipped bits": flip_bits,
    "cut": cut,
    "doubled block": double_block,
    "overwritten": overwrite,
    "packed": pack,
}
