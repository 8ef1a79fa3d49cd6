"""The piece table: the text in reading order, each piece with its place in the file."""

from collections.abc import Iterator
from dataclasses import dataclass

from .binary import Broken, Bytes, plc

_COMPRESSED = 0x40000000


@dataclass(frozen=True)
class Piece:
    """Characters `start` to `end` of the document stand at byte `place`, one or two bytes each."""

    start: int
    end: int
    place: int
    width: int

    def decode(self, word: Bytes, place: int, count: int) -> str:
        raw = word.part(place, count * self.width).data
        if self.width == 2:
            return raw.decode("utf-16-le", "replace")
        # Bytes that code page 1252 leaves open stand for themselves.
        return "".join(_ONE_BYTE[byte] for byte in raw)


_ONE_BYTE = [bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)]


def pieces(clx: Bytes) -> list[Piece]:
    """The pieces in order. Raises Broken when there are none or they overlap."""
    places, records = plc(_table(clx), 8)
    found = []
    for at, record in enumerate(records):
        coded = record.u32(2)
        width, place = (1, (coded & ~_COMPRESSED) // 2) if coded & _COMPRESSED else (2, coded)
        if places[at + 1] < places[at]:
            raise Broken("pieces out of order")
        found.append(Piece(places[at], places[at + 1], place, width))
    if not found:
        raise Broken("no pieces")
    return found


def _table(clx: Bytes) -> Bytes:
    at = 0
    while clx.u8(at) == 1:  # property changes of a fast save stand before the table
        at += 3 + clx.u16(at + 1)
    if clx.u8(at) != 2:
        raise Broken("no piece table")
    return clx.part(at + 5, clx.u32(at + 1))


def spans(found: list[Piece], start: int, end: int) -> Iterator[tuple[Piece, int, int]]:
    """The parts of pieces that hold the characters `start` to `end`."""
    for piece in found:
        left, right = max(piece.start, start), min(piece.end, end)
        if left < right:
            yield piece, left, right
