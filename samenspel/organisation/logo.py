"""Logo: a PNG, taken apart and put together again with nothing but the picture in it."""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import Final

START: Final = b"\x89PNG\r\n\x1a\n"
PICTURE: Final = (b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"gAMA", b"IDAT", b"IEND")
"""What makes the picture; words, dates, places and profiles are left out."""
MOST_BYTES: Final = 300_000
MOST_PIXELS: Final = 2_000
LEAST_PIXELS: Final = 16


class NotALogo(Exception):
    """What is wrong with the file, in Dutch."""


def picture(data: bytes) -> bytes:
    """The same picture without anything else. Raises NotALogo."""
    if len(data) > MOST_BYTES:
        raise NotALogo("Dit bestand is te groot. Een logo is hoogstens 300 kB.")
    if not data.startswith(START):
        raise NotALogo("Dit is geen png-bestand. Is je logo een svg of jpg? Bewaar het dan eerst als png.")
    chunks = _chunks(data)
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND":
        raise NotALogo("Dit png-bestand is beschadigd. Bewaar het opnieuw en probeer het nog eens.")
    _check_size(chunks[0][1])
    _check_pixels(chunks)
    kept = [_chunk(kind, body) for kind, body in chunks if kind in PICTURE]
    return START + b"".join(kept)


def mark(data: bytes) -> str:
    """Changes with the picture."""
    return hashlib.sha256(data).hexdigest()[:12] if data else ""


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], len(START)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if len(body) != length or data[at + 8 + length : at + 12 + length] != struct.pack(
            ">I", zlib.crc32(kind + body)
        ):
            return []
        found.append((kind, body))
        at += 12 + length
        if kind == b"IEND":
            return found
    return []


def _check_size(header: bytes) -> None:
    if len(header) != 13:
        raise NotALogo("Dit png-bestand is beschadigd. Bewaar het opnieuw en probeer het nog eens.")
    wide, high = struct.unpack(">II", header[:8])
    if not (LEAST_PIXELS <= wide <= MOST_PIXELS and LEAST_PIXELS <= high <= MOST_PIXELS):
        raise NotALogo("Een logo is tussen 16 en 2000 beeldpunten breed en hoog.")


def _check_pixels(chunks: list[tuple[bytes, bytes]]) -> None:
    """A small file may not swell into something that stops a browser."""
    wide, high = struct.unpack(">II", chunks[0][1][:8])
    most = (wide * 8 + 1) * high + high * 8 + 4096
    unpack = zlib.decompressobj()
    try:
        size = len(unpack.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"), most + 1))
    except zlib.error:
        raise NotALogo("Dit png-bestand is beschadigd. Bewaar het opnieuw en probeer het nog eens.") from None
    if not 0 < size <= most:
        raise NotALogo("Dit png-bestand is beschadigd. Bewaar het opnieuw en probeer het nog eens.")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
