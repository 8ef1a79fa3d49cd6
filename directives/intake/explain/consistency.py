"""Dates that contradict each other."""

import re
from datetime import date

from ..layout import Letter
from ..read.dates import DATE, parse
from ..sheet import Sheet

_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_OTHER_NAMES = {"thứ 2": 0, "thứ 3": 1, "thứ 4": 2, "thứ tư": 2, "thứ 5": 3, "thứ 6": 4, "thứ 7": 5, "thứ bẩy": 5}
_NAME = r"(?P<{0}>[Tt]hứ\s+(?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy|[Bb]ẩy|[2-7])|[Cc]hủ [Nn]hật)"
_BEFORE = re.compile(_NAME.format("name") + rf"\s*,?\s*\(?\s*(?:ngày\s+)?(?P<day>{DATE})")
_AFTER = re.compile(rf"(?P<day>{DATE})\s*,?\s*\(?\s*" + _NAME.format("name"))


def note_dates(letter: Letter, sheet: Sheet) -> None:
    _note_early_deadlines(sheet)
    for item in letter.paragraphs():
        for pattern in (_BEFORE, _AFTER):
            for match in pattern.finditer(item.all_words.text):
                _check_weekday(item.all_words.group(match), match, sheet)


def _note_early_deadlines(sheet: Sheet) -> None:
    if not sheet.data["date"]:
        return
    for at, deadline in enumerate(sheet.data["deadlines"]):
        if deadline["date"] and deadline["date"] < sheet.data["date"]:
            message = f"Hạn {_shown(deadline['date'])} sớm hơn ngày của văn bản ({_shown(sheet.data['date'])})."
            sheet.note("deadline_before_letter", f"deadlines.{at}", message)
            sheet.reading.findings[-1]["spans"] = sheet.reading.spans[f"deadlines.{at}"]


def _check_weekday(words, match: re.Match, sheet: Sheet) -> None:
    day = parse(match["day"])
    named = " ".join(match["name"].lower().split())
    number = _OTHER_NAMES.get(named, _WEEKDAYS.index(named) if named in _WEEKDAYS else None)
    if day and number is not None and day.weekday() != number:
        message = f"Ngày {_shown(day.isoformat())} là {_WEEKDAYS[day.weekday()]}, văn bản ghi “{match['name']}”."
        sheet.note("weekday_mismatch", "text", message, words)


def _shown(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day:02}/{day.month:02}/{day.year}"
