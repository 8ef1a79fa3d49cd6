"""A workbook with lists to choose from, days that are days, and no cell that a spreadsheet would take for a formula."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date

from . import columns
from .columns import FILLED
from .rows import Done, Duty, Line

FORMULA = ("=", "+", "-", "@")
DAY = "dd/mm/yyyy"
WIDTHS = {
    "duties": 36,
    "done_on": 14,
    "channel": 24,
    "audience": 28,
    "reach": 13,
    "description": 48,
    "links": 36,
}
CHOICES = {"channel": ("C", columns.channels), "audience": ("D", columns.audiences)}
"""Which column of the guide holds which list: words with commas in them cannot stand in the rule itself."""
OPEN_TO = {
    "sort": True,
    "autofilter": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
}
"""What a protected sheet still lets people do; there is no password, it only guards against slips."""


def line_of(done: Done, number: int = 0) -> Line:
    """An action as a line of the workbook."""
    content = done.content
    cells = {
        "duties": "; ".join(done.labels),
        "done_on": content.done_on,
        "channel": columns.channels()[content.channel],
        "audience": columns.audiences()[content.audience],
        "reach": content.reach,
        "description": content.description,
        "links": "\n".join(content.links),
    }
    return Line(number, done.key, content.version, cells)


def workbook(
    *, duties: Sequence[Duty], lines: Iterable[Line], about: dict[str, Done], fresh: Iterable[str], heading: str
) -> bytes:
    """The file. `about` tells of each key what the portal holds; `fresh` are keys of lines left for new actions."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": heading})
    looks = _Looks(book)
    own = [duty for duty in duties if duty.is_own and duty.is_open]
    _write_duties(book.add_worksheet(str(columns.DUTIES)), sorted(duties, key=lambda each: each not in own), looks)
    _Actions(book.add_worksheet(str(columns.ACTIONS)), looks, choices=len(own)).write(list(lines), about, list(fresh))
    _write_guide(book.add_worksheet(str(columns.GUIDE)), heading, looks)
    book.worksheets()[1].activate()
    book.close()
    return out.getvalue()


class _Looks:
    """The formats of the workbook; `quoted` marks a text that begins like a formula as text for ever."""

    def __init__(self, book):
        base = {"font_name": "Arial", "font_size": 11, "valign": "top", "text_wrap": True, "border": 1}
        base |= {"border_color": "#B8C4D0"}
        free, shut = base | {"locked": False}, base | {"locked": True, "bg_color": "#EEF2F6"}
        self.head = book.add_format(base | {"bold": True, "bg_color": "#0B4EA2", "font_color": "#FFFFFF"})
        self.free, self.shut = book.add_format(free), book.add_format(shut)
        self.day, self.shut_day = (book.add_format(each | {"num_format": DAY}) for each in (free, shut))
        self.count, self.shut_count = (book.add_format(each | {"num_format": "#,##0"}) for each in (free, shut))
        self.quoted, self.shut_quoted = (book.add_format(each | {"quote_prefix": True}) for each in (free, shut))
        self.fault = book.add_format(base | {"bg_color": "#FDE8E4", "font_color": "#8A1C0E"})
        self.title = book.add_format({"font_name": "Arial", "font_size": 14, "bold": True})
        self.words = book.add_format({"font_name": "Arial", "font_size": 11, "text_wrap": True, "valign": "top"})


def _put(sheet, row: int, column: int, value, looks: _Looks, *, shut: bool = False) -> None:
    """One cell, by what the value is; a text is never anything but a text."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, looks.shut if shut else looks.free)
    elif isinstance(value, datetime | date) and value.year >= 1901:
        sheet.write_datetime(row, column, value, looks.shut_day if shut else looks.day)
    elif isinstance(value, date):
        _put_text(sheet, row, column, short_date(value), looks, shut=shut)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, looks.shut_count if shut else looks.count)
    else:
        _put_text(sheet, row, column, str(value), looks, shut=shut)


def _put_text(sheet, row: int, column: int, text: str, looks: _Looks, *, shut: bool) -> None:
    if text.startswith(FORMULA):
        sheet.write_string(row, column, text, looks.shut_quoted if shut else looks.quoted)
    else:
        sheet.write_string(row, column, text, looks.shut if shut else looks.free)


def _write_duties(sheet, duties: Sequence[Duty], looks: _Looks) -> None:
    """Those that take new actions stand first: they are the choices of the second sheet."""
    heads = [columns.KEY, FILLED["duties"], columns.UNIT, _("Văn bản"), _("Hạn"), columns.STATE]
    for column, head in enumerate(heads):
        sheet.write_string(0, column, str(head), looks.head)
    for row, duty in enumerate(duties, start=1):
        values = [str(duty.pk), duty.label, duty.unit, duty.letter, duty.due_on, duty.state]
        for column, value in enumerate(values):
            _put(sheet, row, column, value, looks, shut=True)
    for column, width in enumerate([9, 60, 40, 22, 13, 22]):
        sheet.set_column(column, column, width, None, {"hidden": column == 0})
    _finish(sheet, len(duties), len(heads))


@dataclass
class _Actions:
    """The sheet that is filled in. The columns with key and version are hidden; so is the fault where there is none."""

    sheet: object
    looks: _Looks
    choices: int

    def write(self, lines: list[Line], about: dict[str, Done], fresh: list[str]) -> None:
        heads = [columns.KEY, columns.FAULT, *FILLED.values(), columns.UNIT, columns.STATE, columns.VERSION]
        for column, head in enumerate(heads):
            self.sheet.write_string(0, column, str(head), self.looks.head)
        for row, line in enumerate(lines, start=1):
            self._write_line(row, line, about.get(line.key))
        for row, key in enumerate(fresh, start=len(lines) + 1):
            self._write_line(row, Line(row, key, "", dict.fromkeys(FILLED)), None)
        faults = any(line.fault for line in lines)
        widths = [9, 44, *(WIDTHS[name] for name in FILLED), 34, 18, 9]
        hidden = {0, len(heads) - 1} if faults else {0, 1, len(heads) - 1}
        for column, width in enumerate(widths):
            is_free = 2 <= column < 2 + len(FILLED)
            look = self.looks.free if is_free else None
            self.sheet.set_column(column, column, width, look, {"hidden": column in hidden})
        self._offer_choices(max(len(lines) + len(fresh), 1))
        _finish(self.sheet, len(lines) + len(fresh), len(heads))

    def _write_line(self, row: int, line: Line, done: Done | None) -> None:
        shut = done is not None and not (done.is_own and done.is_mendable)
        self.sheet.write_string(row, 0, line.key, self.looks.shut)
        self.sheet.write_string(row, 1, line.fault, self.looks.fault if line.fault else self.looks.shut)
        for column, name in enumerate(FILLED, start=2):
            _put(self.sheet, row, column, line.cells.get(name), self.looks, shut=shut)
        last = 2 + len(FILLED)
        for column, value in enumerate([done.unit if done else "", done.state if done else "", line.version], last):
            _put(self.sheet, row, column, value, self.looks, shut=True)

    def _offer_choices(self, last: int) -> None:
        place = {name: column for column, name in enumerate(FILLED, start=2)}
        lists = {
            name: f"='{columns.GUIDE}'!${letter}$2:${letter}${len(words()) + 1}"
            for name, (letter, words) in CHOICES.items()
        }
        if self.choices:
            lists["duties"] = f"='{columns.DUTIES}'!$B$2:$B${self.choices + 1}"
        for name, source in lists.items():
            rule = {
                "validate": "list",
                "source": source,
                "error_type": "warning" if name == "duties" else "stop",
                "error_title": str(FILLED[name]),
                "error_message": _("Hãy chọn trong danh sách."),
            }
            self.sheet.data_validation(1, place[name], last, place[name], rule)


def _write_guide(sheet, heading: str, looks: _Looks) -> None:
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, heading, looks.title)
    for row, sentence in enumerate(columns.guide(), start=2):
        sheet.write_string(row, 0, f"{row - 1}. {sentence}", looks.words)
    for column, (name, (_letter, words)) in enumerate(CHOICES.items(), start=2):
        sheet.set_column(column, column, WIDTHS[name])
        sheet.write_string(0, column, str(FILLED[name]), looks.head)
        for row, word in enumerate(words().values(), start=1):
            sheet.write_string(row, column, word, looks.shut)
    sheet.protect("", OPEN_TO)
    _print_well(sheet)


def _finish(sheet, rows: int, width: int) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), width - 1)
    sheet.protect("", OPEN_TO)
    sheet.repeat_rows(0)
    _print_well(sheet)


def _print_well(sheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
