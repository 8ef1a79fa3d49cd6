"""Fonts and styles: what a run of characters looks like before its own changes."""

from dataclasses import dataclass, replace

from . import sprm
from .binary import Broken, Bytes

_PARAGRAPH, _CHARACTER = 1, 2
_NO_STYLE = 0xFFF
_FONT_NAME = 40  # bytes of a font record before its name


@dataclass(frozen=True)
class Look:
    """Font number of a run, and whether it is on the page at all."""

    font: int = -1
    hidden: bool = False
    symbol: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Properties of a paragraph that its text does not show. `list` 0: none."""

    style: int = 0
    in_table: bool = False
    row_end: bool = False
    depth: int = 0
    cell_end: bool = False
    level: int = 0
    list: int = 0
    page_before: bool = False
    centred: bool = False


class Styles:
    """The style sheet; a broken one is taken for an empty one, the text does not depend on it."""

    def __init__(self, data: Bytes):
        self._raw: dict[int, tuple[int, int, list[Bytes]]] = {}
        self._default = Look()
        try:
            self._read(data)
        except Broken:
            self._raw.clear()

    def _read(self, data: Bytes) -> None:
        if not len(data):
            return
        size = data.u16(0)
        count, base = data.u16(2), data.u16(4)
        self._default = Look(font=data.u16(14)) if size >= 14 else Look()
        at = 2 + size
        for number in range(count):
            length = data.u16(at)
            if length:
                self._raw[number] = _style(data.part(at + 2, length), base)
            at += 2 + length + length % 2

    def look(self, style: int) -> Look:
        """Look of a run in a paragraph of this style."""
        look = self._default
        for kind, parts in self._chain(style):
            if kind == _PARAGRAPH and len(parts) > 1:
                look = changed_look(look, parts[1])
            elif kind == _CHARACTER and parts:
                look = changed_look(look, parts[0])
        return look

    def character(self, style: int, look: Look) -> Look:
        """`look` with the changes of a character style."""
        for kind, parts in self._chain(style):
            if kind == _CHARACTER and parts:
                look = changed_look(look, parts[0])
        return look

    def paragraph(self, style: int) -> Paragraph:
        paragraph = Paragraph(style=style)
        for kind, parts in self._chain(style):
            if kind == _PARAGRAPH and parts and len(parts[0]) > 2:
                paragraph = changed_paragraph(paragraph, parts[0].part(2, len(parts[0]) - 2))
        return paragraph

    def _chain(self, style: int) -> list[tuple[int, list[Bytes]]]:
        """The style's own parts after those of the styles it is based on."""
        chain, seen = [], set()
        while style in self._raw and style not in seen:
            seen.add(style)
            kind, base, parts = self._raw[style]
            chain.append((kind, parts))
            style = base
        return chain[::-1]


def _style(data: Bytes, base: int) -> tuple[int, int, list[Bytes]]:
    """Kind, style it is based on (_NO_STYLE: none), property changes."""
    kind, based_on = data.u16(2) & 0xF, data.u16(2) >> 4
    at = base + 2 + 2 * data.u16(base) + 2
    parts = []
    for _ in range(data.u16(4) & 0xF):
        at += at % 2
        if at + 2 > len(data):
            break
        parts.append(data.part(at + 2, data.u16(at)))
        at += 2 + data.u16(at)
    return kind, based_on, parts


def changed_look(look: Look, changes: Bytes) -> Look:
    for name, value, raw in sprm.sprms(changes):
        if name in (sprm.HIDDEN, sprm.DELETED):
            look = replace(look, hidden=value in (1, 0x81) if name == sprm.HIDDEN else look.hidden or value == 1)
        elif name in (sprm.FONT, sprm.FONT_OTHER):
            look = replace(look, font=value)
        elif name == sprm.SYMBOL and len(raw) == 4:
            look = replace(look, symbol=chr(raw.u16(2)), font=raw.u16(0))
    return look


def changed_paragraph(paragraph: Paragraph, changes: Bytes) -> Paragraph:
    names = {
        sprm.IN_TABLE: "in_table",
        sprm.ROW_END: "row_end",
        sprm.DEPTH: "depth",
        sprm.INNER_CELL: "cell_end",
        sprm.INNER_ROW_END: "row_end",
        sprm.LEVEL: "level",
        sprm.LIST: "list",
        sprm.PAGE_BEFORE: "page_before",
    }
    for name, value, _ in sprm.sprms(changes):
        if name in names:
            field = names[name]
            number = field in ("depth", "level", "list")
            paragraph = replace(paragraph, **{field: value if number else bool(value)})
        elif name in (sprm.ALIGNED, sprm.ALIGNED_80):
            paragraph = replace(paragraph, centred=value == sprm.CENTRED)
    return paragraph


def font_names(data: Bytes) -> list[str]:
    """Names by number; a broken table gives the names before the break."""
    names: list[str] = []
    try:
        at = 4
        for _ in range(data.u16(0) if len(data) >= 4 else 0):
            size = data.u8(at) + 1
            record = data.part(at, size)
            names.append(record.text(_FONT_NAME, (size - _FONT_NAME) // 2).split("\0")[0])
            at += size
    except Broken:
        pass
    return names
