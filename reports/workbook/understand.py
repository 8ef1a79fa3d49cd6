"""What a line says, and what is wrong with it: cells as people type them become an action's content."""

import re
from collections.abc import Callable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import parse_date
from campaign_portal.lib.numbers import number_text, parse_count
from reports.forms.action import MAX_DESCRIPTION, MAX_REACH
from reports.forms.links import MOST_LINKS, LinksField

from . import columns
from .rows import Content, Line, plain

_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


class Fault(ValueError):
    """A cell that is not understood; the message says what to write."""


def content_of(line: Line, *, today: date) -> tuple[Content | None, list[str]]:
    """What the line says, where every cell is understood, and a sentence for each that is wrong or not taken."""
    found, faults = {}, []
    for name, read in _READERS.items():
        try:
            found[name] = read(line.cells[name])
        except Fault as fault:
            faults.append(f"{columns.FILLED[name]}: {fault}")
    content = None if faults else Content(**found)
    return content, faults + _beyond(found, today)


def _beyond(found: dict, today: date) -> list[str]:
    """What is understood, yet not taken; a cell that was not understood has had its sentence."""
    faults = []
    if (day := found.get("done_on")) and day > today:
        faults.append((_("chưa đến ngày này. Hãy ghi sau khi hoạt động đã diễn ra."), "done_on"))
    if (found.get("reach") or 0) > MAX_REACH:
        words = _("nhiều nhất là %(most)s. Hãy kiểm tra lại số.") % {"most": number_text(MAX_REACH)}
        faults.append((words, "reach"))
    if len(found["description"]) > MAX_DESCRIPTION:
        words = _("nội dung dài quá %(most)s ký tự. Hãy rút gọn.") % {"most": number_text(MAX_DESCRIPTION)}
        faults.append((words, "description"))
    faults += [(words, "links") for words in _wrong_links(found["links"])]
    return [f"{columns.FILLED[name]}: {words}" for words, name in faults]


def _wrong_links(links: tuple[str, ...]) -> list[str]:
    """A sentence for every address that is none, or one for all where there are too many."""
    if len(links) > MOST_LINKS:
        return [_("mỗi hoạt động nhận tối đa %(most)d liên kết.") % {"most": MOST_LINKS}]
    wrong = []
    for link in links:
        try:
            LinksField().address(link)
        except ValidationError as error:
            wrong += error.messages
    return wrong


def _duties(value) -> tuple[int, ...]:
    """The numbers with which the parts of the cell begin."""
    parts = [part.strip() for part in re.split(r"[;\n]", text_of(value)) if part.strip()]
    numbers = [_NUMBER.match(part) for part in parts]
    if not parts:
        raise Fault(_("chưa chọn việc. Hãy chọn trong danh sách."))
    if not all(numbers):
        raise Fault(_("không rõ việc nào. Hãy chọn trong danh sách hoặc ghi số việc."))
    return tuple(sorted({int(number[0]) for number in numbers}))


def _day(value) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not value:
        raise Fault(_("hãy nhập ngày/tháng/năm, ví dụ 20/11/2024."))
    try:
        return parse_date(value)
    except ValueError as error:
        raise Fault(str(error)) from None


def _choice(words: Callable[[], dict[str, str]]) -> Callable[[object], str]:
    def read(value) -> str:
        chosen = columns.value_of(words(), text_of(value)) if value else None
        if chosen is None:
            raise Fault(_("hãy chọn trong danh sách."))
        return chosen

    return read


def _reach(value) -> int | None:
    if value in ("", None):
        return None
    if isinstance(value, bool | date):
        raise Fault(_("hãy ghi một số nguyên, ví dụ 120, hoặc để trống."))
    try:
        count = parse_count(value) if isinstance(value, str) else int(value)
    except (TypeError, ValueError, OverflowError):
        raise Fault(_("hãy ghi một số nguyên, ví dụ 120, hoặc để trống.")) from None
    if count < 0 or (isinstance(value, float) and count != value):
        raise Fault(_("hãy ghi một số nguyên, ví dụ 120, hoặc để trống."))
    return count


def _links(value) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_address(part) for part in text_of(value).split()))


def _address(text: str) -> str:
    """With the scheme in front, where only that was left out."""
    try:
        return LinksField().address(text)
    except ValidationError:
        return text


def text_of(value) -> str:
    """A cell as text: spreadsheets keep numbers as fractions, and days as days."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    return plain(str(value))


_READERS: dict[str, Callable[[object], object]] = {
    "duties": _duties,
    "done_on": _day,
    "channel": _choice(columns.channels),
    "audience": _choice(columns.audiences),
    "reach": _reach,
    "description": text_of,
    "links": _links,
}
