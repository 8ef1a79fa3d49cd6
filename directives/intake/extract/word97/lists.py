"""The list tables of a .doc."""

from ..lists import Lists
from .binary import Broken, Bytes

_LIST, _USE, _LEVEL = 28, 16, 28  # bytes of a list, of a use of a list, of the fixed part of a level
_FORMATS = {1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero", 23: "bullet"}
_FORMATS[255] = "none"


def read_lists(lists: Bytes, uses: Bytes) -> Lists:
    """`lists` runs to the end of its stream, the levels follow the table. Broken tables number nothing."""
    try:
        levels = _levels(lists) if len(lists) else {}
        return Lists(levels, _uses(uses) if len(uses) else {})
    except Broken:
        return Lists({}, {})


def _levels(data: Bytes) -> dict:
    count = data.u16(0)
    at = 2 + count * _LIST
    found = {}
    for number in range(count):
        record = data.part(2 + number * _LIST, _LIST)
        levels = {}
        for level in range(1 if record.u8(26) & 1 else 9):
            levels[level], at = _level(data, at)
        found[record.u32(0)] = levels
    return found


def _level(data: Bytes, at: int) -> tuple[dict, int]:
    form = _FORMATS.get(data.u8(at + 4), "decimal")
    text_at = at + _LEVEL + data.u8(at + 24) + data.u8(at + 25)
    count = data.u16(text_at)
    text = "".join(f"%{ord(c) + 1}" if ord(c) < 9 else c for c in data.text(text_at + 2, count))
    return {"format": form, "text": text, "start": data.u32(at)}, text_at + 2 + 2 * count


def _uses(data: Bytes) -> dict:
    count = data.u32(0)
    at = 4 + count * _USE
    found = {}
    for number in range(count):
        record = data.part(4 + number * _USE, _USE)
        starts, at = _starts(data, at, record.u8(12))
        found[number + 1] = (record.u32(0), starts)
    return found


def _starts(data: Bytes, at: int, changes: int) -> tuple[dict, int]:
    """First numbers by level, where this use of a list counts from elsewhere."""
    starts = {}
    if at + 4 > len(data):
        return starts, at
    at += 4
    for _ in range(changes):
        first, flags = data.u32(at), data.u32(at + 4)
        at += 8
        if flags & 0x10:
            starts[flags & 0xF] = first
        if flags & 0x20:
            _, at = _level(data, at)
    return starts, at
