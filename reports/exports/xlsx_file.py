"""A list as a workbook, written row by row: memory does not grow with the rows.

Days are dates, numbers numbers, addresses can be pressed, and text is never a formula, whatever it begins with.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, BinaryIO

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from campaign_portal.lib.csv_tables import FORMULA

from .columns import Column, Kind, Listing, Maker
from .lines import line_below, lines_above

SHEET_ROWS = 1_000_000
"""Rows of a sheet before the next one begins; Excel itself ends at 1,048,576."""
LONGEST = 32_767
"""UTF-16 units that Excel takes in one cell; XlsxWriter cuts what is longer, as some emoji make it."""
LONGEST_ADDRESS = 255
"""Characters that Excel takes in one text of a formula; a longer address stays plain text."""
FIRST_DAY = date(1900, 3, 1)
"""Excel's calendar is wrong before."""
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""


def write_xlsx(out: BinaryIO, listing: Listing, maker: Maker) -> int:
    """Write the list, return how many rows it has."""
    options = {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}
    with xlsxwriter.Workbook(out, options) as book:
        moment = timezone.localtime(maker.at, timezone.get_default_timezone()).replace(tzinfo=None)
        book.set_properties({"title": listing.title, "author": maker.unit or maker.person, "created": moment})
        return _Sheets(book, listing, maker).write()


class _Sheets:
    """The sheets of one list: as many as its rows need, each with the lines above and the heads."""

    def __init__(self, book: xlsxwriter.Workbook, listing: Listing, maker: Maker):
        self.book, self.listing = book, listing
        self.above = lines_above(listing, maker)
        self.formats = _formats(book)
        self.sheet: Worksheet
        self.number = self.at = 0

    def write(self) -> int:
        self._begin()
        writers = [self._writer(column) for column in self.listing.columns]
        count = 0
        for row in self.listing.each():
            if count and count % SHEET_ROWS == 0:
                self._end()
                self._begin()
            for place, (column, write) in enumerate(zip(self.listing.columns, writers, strict=True)):
                value = column.value(row)
                if value not in (None, ""):
                    write(self.at, place, value)
            count += 1
            self.at += 1
        self._end()
        self.sheet.write_string(self.at + 1, 0, line_below(count), self.formats["quiet"])
        return count

    def _begin(self) -> None:
        self.number += 1
        name = _("Danh sách") if self.number == 1 else f"{_('Danh sách')} {self.number}"
        self.sheet = self.book.add_worksheet(name)
        for place, column in enumerate(self.listing.columns):
            self.sheet.set_column(place, place, column.width)
        for row, line in enumerate(self.above):
            self.sheet.write_string(row, 0, plain(line), self.formats["quiet" if row else "title"])
        self.head = len(self.above) + 1
        for place, column in enumerate(self.listing.columns):
            self.sheet.write_string(self.head, place, plain(column.title), self.formats["head"])
        self._lay_out()
        self.at = self.head + 1

    def _lay_out(self) -> None:
        self.sheet.freeze_panes(self.head + 1, 1)
        self.sheet.repeat_rows(self.head)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer(f"&C{_('Trang')} &P/&N")

    def _end(self) -> None:
        self.sheet.autofilter(self.head, 0, max(self.at - 1, self.head), len(self.listing.columns) - 1)

    def _writer(self, column: Column) -> Callable[[int, int, Any], Any]:
        return {
            Kind.TEXT: self._text,
            Kind.DAY: self._day,
            Kind.MOMENT: self._moment,
            Kind.NUMBER: self._number,
            Kind.LINK: lambda row, place, value: self._link(row, place, value, column.shown),
        }[column.kind]

    def _text(self, row: int, place: int, value: Any) -> None:
        words = plain(str(value))
        is_formula = words.startswith(FORMULA) or (words[:1].isspace() and words.lstrip().startswith(FORMULA))
        self.sheet.write_string(row, place, words, self.formats["quoted" if is_formula else "text"])

    def _day(self, row: int, place: int, value: date) -> None:
        if value < FIRST_DAY:
            self.sheet.write_string(row, place, f"{value:%d/%m/%Y}", self.formats["text"])
        else:
            self.sheet.write_datetime(row, place, value, self.formats["day"])

    def _moment(self, row: int, place: int, value: datetime) -> None:
        local = timezone.localtime(value, timezone.get_default_timezone()).replace(tzinfo=None, microsecond=0)
        self.sheet.write_datetime(row, place, local, self.formats["moment"])

    def _number(self, row: int, place: int, value: float) -> None:
        self.sheet.write_number(row, place, value, self.formats["number"])

    def _link(self, row: int, place: int, value: str, shown: str) -> None:
        """By a formula of our own making: pressed links in a table of their own would all have to stay in memory."""
        address = plain(value)
        if not address.startswith(("http://", "https://")) or len(address) > LONGEST_ADDRESS:
            self._text(row, place, address)
            return
        # XlsxWriter rewrites what looks like a call in a formula, "SORT(" in an address too.
        inside = address.replace('"', '""').replace("(", "%28")
        formula = f'=HYPERLINK("{inside}","{shown}")' if shown else f'=HYPERLINK("{inside}")'
        self.sheet.write_formula(row, place, formula, self.formats["link"], shown or address)


def plain(words: str) -> str:
    """Text as a cell can hold it; XlsxWriter would take what begins and ends like its own marks for those."""
    kept = words if words.isprintable() else UNWRITABLE.sub("", words)
    kept = kept if len(kept) < LONGEST else f"{kept[: LONGEST - 2]}…"
    return f" {kept}" if kept.startswith("<r>") else kept


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    usual = {"valign": "top", "font_name": "Arial", "font_size": 10}
    looks = {
        "title": {"bold": True, "font_size": 14},
        "quiet": {"font_color": "#475467"},
        "head": {"bold": True, "bg_color": "#eceff4", "bottom": 1, "text_wrap": True, "valign": "vcenter"},
        "text": {"text_wrap": True},
        "quoted": {"text_wrap": True, "quote_prefix": True},
        "day": {"num_format": "dd/mm/yyyy", "align": "left"},
        "moment": {"num_format": "dd/mm/yyyy hh:mm", "align": "left"},
        "number": {"num_format": "#,##0"},
        "link": {"font_color": "#0b4a9e", "underline": 1},
    }
    return {name: book.add_format(usual | look) for name, look in looks.items()}
