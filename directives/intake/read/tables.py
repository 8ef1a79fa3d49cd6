"""Tasks that stand in tables: one row is one task, its unit and its time in columns of their own."""

import re
from dataclasses import dataclass

from ..layout import Item
from ..passage import Passage

_BINDS = re.compile(r"hạn|hoàn thành", re.IGNORECASE)
_HEADS = {
    "number": re.compile(r"(?:TT|STT|Số TT)\.?$", re.IGNORECASE),
    "with": re.compile(r".*phối hợp", re.IGNORECASE),
    "time": re.compile(r".*(?:thời (?:gian|hạn|điểm)|tiến độ|hoàn thành|hạn\b)", re.IGNORECASE),
    "lead": re.compile(
        r".*(?:chủ trì|thực hiện|(?:đơn vị|cơ quan|người|bộ phận) |phụ trách|đầu mối|trách nhiệm|phân công)",
        re.IGNORECASE,
    ),
    "task": re.compile(r".*(?:nội dung|nhiệm vụ|công việc|hoạt động|đầu việc)", re.IGNORECASE),
}
_NAMES = ("number", "task", "with", "time", "lead")  # in this order: "Nội dung thực hiện" is a task


@dataclass(frozen=True)
class Row:
    """The cells of one task by what their column holds."""

    task: Passage
    lead: Passage | None
    partners: list[Passage]
    time: Passage | None
    binding: bool  # the time column holds days by which to be done


def cells(words: Passage) -> list[Passage]:
    found, start = [], 0
    for cut in re.finditer(r"(?<!\S)\|(?!\S)", words.text):
        found.append(words.part(start, cut.start()))
        start = cut.end()
    return [*found, words.part(start)]


def _said(cell: Passage | None) -> Passage | None:
    """The cell's words; None for an empty one or a dash."""
    return cell if cell and cell.text.strip("-–—. ") else None


class Table:
    """Reads rows one after the other; a head row sets the columns for those below it."""

    def __init__(self):
        self._columns: dict[str, int] = {}
        self._binding = False

    def row(self, item: Item) -> Row | None:
        """The task of a row; None for heads, sums and rows of other tables."""
        found = cells(item.words)
        heads = _columns(found)
        if "task" in heads and ("lead" in heads or "time" in heads):
            self._columns = heads
            self._binding = "time" in heads and bool(_BINDS.search(found[heads["time"]].text))
            return None
        if "task" not in self._columns or len(found) <= max(self._columns.values()):
            return None
        picked = {name: found[at] for name, at in self._columns.items()}
        lead, partners, time = (_said(picked.get(name)) for name in ("lead", "with", "time"))
        row = Row(picked["task"], lead, [partners] if partners else [], time, self._binding)
        return row if row.task and (row.lead or row.time) else None


def _columns(found: list[Passage]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, cell in enumerate(found):
        name = next((name for name in _NAMES if len(cell.text) <= 60 and _HEADS[name].match(cell.text)), None)
        if name and name not in columns:
            columns[name] = at
    return columns
