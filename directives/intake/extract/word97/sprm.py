"""Property changes (sprms): two bytes that name the property, then its value."""

from collections.abc import Iterator

from .binary import Bytes

_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE_DEFINITION, _TABS = 0xD608, 0xC615

# Characters
HIDDEN, DELETED, FONT, FONT_OTHER, CHARACTER_STYLE, SYMBOL = 0x083C, 0x0800, 0x4A4F, 0x4A51, 0x4A30, 0x6A09
# Paragraphs
IN_TABLE, ROW_END, DEPTH, INNER_CELL, INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
LEVEL, LIST, PAGE_BEFORE, ELSEWHERE = 0x260A, 0x460B, 0x2407, 0x6646
ALIGNED, ALIGNED_80 = 0x2461, 0x2403
CENTRED = 1


def sprms(data: Bytes) -> Iterator[tuple[int, int, Bytes]]:
    """(name, value as a number, value as bytes) of each change; stops where the rest is no change."""
    at = 0
    while at + 3 <= len(data):
        name = data.u16(at)
        at += 2
        size = _SIZES.get(name >> 13)
        if size is None:
            size, at = _variable(data, name, at)
        if at + size > len(data):
            return
        value = data.part(at, size)
        yield name, int.from_bytes(value.data[:4], "little"), value
        at += size


def _variable(data: Bytes, name: int, at: int) -> tuple[int, int]:
    """Size and place of a value that says its own size."""
    if name == _TABLE_DEFINITION:
        return (data.u16(at) - 1, at + 2) if at + 2 <= len(data) and data.u16(at) else (0, at + 2)
    size = data.u8(at)
    if name == _TABS and size == 255:
        return len(data) - at - 1, at + 1  # rare and last: its true size would have to be counted
    return size, at + 1
