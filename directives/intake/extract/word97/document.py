"""From the bytes of a .doc to its text: paragraphs, tables cell by cell, text boxes, automatic numbers."""

import io
from dataclasses import dataclass, field

import olefile

from ...errors import IntakeError
from ..legacy import by_font
from ..lists import Lists
from ..secrecy import drawn_stamps
from ..tables import table_blocks
from . import fib as pointers
from .binary import Bytes
from .fib import Fib
from .lists import read_lists
from .story import Line, Reader

_EMPTY_MACRO = 2048  # bytes; a project without code holds only a small ThisDocument
_MAX_DEPTH = 8  # of tables in tables
_OWN_STREAMS = ("dir", "_vba_project", "thisdocument")


def doc_text(data: bytes, limit: int) -> tuple[str, str]:
    """Text of the letter, and the text that stands around it (headers, notes).

    Raises IntakeError: "old_word" when the file is no sound Word 97-2003 file, "encrypted", "macros", "too_long".
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            _refuse_macros(file)
            return _Document(file, limit).text()
    except IntakeError:
        raise
    except Exception as error:  # hostile bytes make the container raise anything
        raise IntakeError("old_word") from error


def _refuse_macros(file: olefile.OleFileIO) -> None:
    for path in file.listdir():
        if "VBA" not in path[:-1]:
            continue
        name = path[-1].lower()
        if name.startswith("__srp_") or name in _OWN_STREAMS[:2]:
            continue
        if name != _OWN_STREAMS[2] or file.get_size(path) > _EMPTY_MACRO:
            raise IntakeError("macros")


class _Document:
    def __init__(self, file: olefile.OleFileIO, limit: int):
        word = Bytes(file.openstream("WordDocument").read())
        self._fib = Fib(word)
        table = Bytes(file.openstream(self._fib.table_name).read())
        extra = Bytes(file.openstream("Data").read() if file.exists("Data") else b"")
        self._reader = Reader(word, table, extra, self._fib, limit)
        self._lists = read_lists(self._fib.rest(table, pointers.LISTS), self._fib.pointed(table, pointers.LIST_USES))
        self._boxes = self._fib.story("boxes")
        self._drawings = self._fib.pointed(table, pointers.DRAWINGS)

    def text(self) -> tuple[str, str]:
        lines = self._reader.lines(*self._fib.story("main"))
        boxes = self._reader.lines(*self._boxes)
        anchor = next((at for at, line in enumerate(lines) if line.anchor), 0)
        # Which shape a box belongs to is deep in the drawing data; boxes of a letter are stamps and notes at its head.
        texts = [by_font(line.runs) for line in [*lines, *boxes]]
        blocks = _Blocks(self._lists).read(lines, texts[: len(lines)])
        beside = [text for text in texts[len(lines) :] if text.strip()]
        at = next((at for at, (number, _) in enumerate(blocks) if number >= anchor), len(blocks))
        blocks[at:at] = [(anchor, text) for text in beside]
        return "\n\n".join(text for _, text in blocks), "\n".join(self._around())

    def _around(self) -> list[str]:
        stories = [self._fib.story(name) for name in ("headers", "notes", "header_boxes")]
        lines = [line for story in stories for line in self._reader.lines(*story)]
        return [by_font(line.runs) for line in lines] + drawn_stamps(self._drawings.data)


@dataclass
class _Table:
    """A table that is being read: its rows, the cells of the open row, the paragraphs of the open cell."""

    rows: list[list[str]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)

    def blocks(self) -> list[str]:
        left = [[*self.cells, *self.cell]] if self.cells or self.cell else []
        return table_blocks([*self.rows, *left])


class _Blocks:
    """Paragraphs and tables in order, each with the number of its first line."""

    def __init__(self, lists: Lists):
        self._lists = lists
        self._blocks: list[tuple[int, str]] = []
        self._open: list[_Table] = []  # tables around this place, the outermost first

    def read(self, lines: list[Line], texts: list[str]) -> list[tuple[int, str]]:
        start = 0
        centred = False  # whether the line before is, so that the lines of a title stay together
        for at, (line, text) in enumerate(zip(lines, texts, strict=True)):
            numbered = self._numbered(line, text)
            joins, centred = centred, line.look.centred and not line.look.in_table and bool(text.strip())
            if line.look.in_table:
                start = start if self._open else at
                self._in_table(line, numbered)
                continue
            self._close_tables(start)
            if joins and centred and not line.breaks:
                first, before = self._blocks.pop()
                self._blocks.append((first, f"{before}\n{numbered}"))
            else:
                self._blocks.append((at, numbered))
        self._close_tables(start)
        return self._blocks

    def _numbered(self, line: Line, text: str) -> str:
        label = self._lists.label(line.look.list, line.look.level) if line.look.list and text.strip() else ""
        return f"{line.breaks}{label} {text}" if label else line.breaks + text

    def _in_table(self, line: Line, text: str) -> None:
        depth = min(max(line.look.depth, 1), _MAX_DEPTH)
        while len(self._open) > depth:
            inner = self._open.pop()
            self._open[-1].cell += inner.blocks()
        self._open += [_Table() for _ in range(depth - len(self._open))]
        table = self._open[-1]
        if line.look.row_end:
            table.rows.append(table.cells)
            table.cells = []
            return
        table.cell.append(text)
        if line.cell_end:
            table.cells.append("\n".join(table.cell).strip("\n"))
            table.cell = []

    def _close_tables(self, start: int) -> None:
        while len(self._open) > 1:
            inner = self._open.pop()
            self._open[-1].cell += inner.blocks()
        self._blocks += [(start, block) for table in self._open for block in table.blocks()]
        self._open = []
