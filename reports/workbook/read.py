"""Reading a workbook back: bounded before it is opened, then line by line, as it was typed."""

import io
import re
import zipfile

import python_calamine
from django.utils.translation import gettext as _
from lxml import etree

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.numbers import number_text

from . import columns
from .columns import FILLED
from .rows import MAX_LINES, Line, plain

MAX_COLUMN = 200
MAX_ROW = 20_000
"""The last place of a sheet that may hold a value: whatever lies between is held in memory cell by cell."""
HEAD_WITHIN = 10
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CELL, _ROW = "{*}c", "{*}row"


def read_lines(data: bytes) -> list[Line]:
    """The lines of the sheet of actions that hold anything, numbered as the spreadsheet numbers them.

    `data` has passed `campaign_portal.lib.files.read_upload`. Raises `Refused` for a file that is not such a workbook
    or holds too much.
    """
    _refuse_wide_sheets(data)
    try:
        rows = _rows(data)
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Refused(_("Tệp Excel bị hỏng, không đọc được. Hãy mở tệp, lưu lại rồi tải lên.")) from None
    start, place = _head(rows)
    lines = [_line(number, row, place) for number, row in enumerate(rows[start + 1 :], start=start + 2)]
    filled = [line for line in lines if not line.is_blank]
    if len(filled) > MAX_LINES:
        raise _too_long(len(filled))
    return filled


def _refuse_wide_sheets(data: bytes) -> None:
    """A value in the last cell of a sheet would make the reader hold all cells before it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if _SHEET.fullmatch(name):
                with archive.open(name) as part:
                    _refuse_far_values(part)


def _refuse_far_values(part) -> None:
    row = column = 0
    try:
        for event, element in etree.iterparse(
            part, events=("start", "end"), tag=(_CELL, _ROW), resolve_entities=False, no_network=True
        ):
            if event == "start":
                row, column = _place(element, row, column)
                continue
            if element.tag.endswith("}c") and len(element) and (row > MAX_ROW or column > MAX_COLUMN):
                raise _too_long(row) if row > MAX_ROW else _not_ours()
            element.clear()
    except (etree.XMLSyntaxError, ValueError):
        raise Refused(_("Tệp Excel bị hỏng, không đọc được. Hãy mở tệp, lưu lại rồi tải lên.")) from None


def _place(element, row: int, column: int) -> tuple[int, int]:
    """Where a row or cell stands; without an address it follows the one before."""
    address = element.get("r", "")
    if element.tag.endswith("}row"):
        return int(address) if address else row + 1, 0
    named = _PLACE.fullmatch(address.upper())
    if not named:
        return row, column + 1
    letters = 0
    for letter in named[1]:
        letters = letters * 26 + ord(letter) - 64
    return int(named[2]), letters


def _rows(data: bytes) -> list[list]:
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        wanted = plain(str(columns.ACTIONS)).casefold()
        name = next((each for each in book.sheet_names if plain(each).casefold() == wanted), None)
        if name is None:
            raise _not_ours()
        return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _head(rows: list[list]) -> tuple[int, dict[str, int]]:
    """In which row the heads stand, and in which column each; columns may have been moved."""
    names = {str(columns.KEY): "key", str(columns.VERSION): "version"}
    names |= {str(head): name for name, head in FILLED.items()}
    for start, row in enumerate(rows[:HEAD_WITHIN]):
        place = {names[plain(str(value))]: column for column, value in enumerate(row) if plain(str(value)) in names}
        if place.keys() >= {"key", *FILLED}:
            return start, place
    raise _not_ours()


def _line(number: int, row: list, place: dict[str, int]) -> Line:
    cells = {name: _cell(row[place[name]]) for name in FILLED}
    version = row[place["version"]] if "version" in place else ""
    return Line(number, plain(str(row[place["key"]])), plain(str(version)), cells)


def _cell(value):
    return plain(value) if isinstance(value, str) else value


def _too_long(count: int) -> Refused:
    return Refused(
        _("Bảng tính có %(count)s dòng, mỗi lần nhận tối đa %(most)s dòng. Hãy tải bảng tính của từng văn bản.")
        % {"count": number_text(count), "most": number_text(MAX_LINES)}
    )


def _not_ours() -> Refused:
    return Refused(
        _(
            "Tệp này không phải bảng tính tải từ cổng, hoặc trang “Hoạt động” và dòng tên cột đã bị đổi. "
            "Hãy tải bảng tính mới, chép nội dung vào rồi tải lên."
        )
    )
