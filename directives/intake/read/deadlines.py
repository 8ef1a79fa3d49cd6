"""Deadlines: phrases that bind somebody to a day. Dates of documents, of events and of the past are none."""

import re
from datetime import date, timedelta

from ..layout import Letter
from ..passage import Passage
from ..sheet import Sheet
from .dates import has_year, month_end, parse
from .phrases import find_phrases
from .preamble import Preamble
from .sentences import sentence_around

_CLOCK = re.compile(r"(\d{1,2})\s*(?:giờ|[gGhH:])\s*(\d{2})?")

# What makes a date of the past, of somebody else, or of a rule out of it.
_NOT_DEADLINE = re.compile(
    r"(?:tính|số liệu|có hiệu lực|ban hành|sinh|cấp|giai đoạn|lấy|phát sinh|thành lập|đã [^.;,]{0,60})\s*$"
    r"|\b(?:đã|trước đây)\s+\S+(?:\s+\S+){0,6}\s*$",
    re.IGNORECASE,
)
_LOOK_BACK = 80
_PERIOD = re.compile(r"thời gian|chiến dịch|đợt|cao điểm|tháng hành động|triển khai|thực hiện", re.IGNORECASE)
_REPORT = re.compile(r"\b(?:báo cáo|gửi\b.{0,120}\bvề|gửi (?:kết quả|báo cáo|ý kiến|văn bản))", re.IGNORECASE)
_REPORT_FIRST = re.compile(
    r"báo cáo (?:kết quả|tình hình|sơ kết|tổng kết|việc|về)|gửi báo cáo|gửi kết quả", re.IGNORECASE
)
_YEARLESS = "Ngày không ghi năm; hiểu theo ngày của văn bản. Hãy kiểm tra."
_UNSETTLED = "Không suy ra được ngày cụ thể; giữ nguyên cụm từ của văn bản."


def read_deadlines(letter: Letter, preamble: Preamble, sheet: Sheet) -> None:
    letter_day = date.fromisoformat(sheet.data["date"]) if sheet.data["date"] else None
    for item in letter.paragraphs():
        words = item.all_words
        for match, relation, groups in find_phrases(words.text):
            before = words.text[max(0, match.start() - _LOOK_BACK) : match.start()]
            # "chậm nhất" always commands; the other phrases also date what has been or what a document is.
            told = relation != "at_latest" and _NOT_DEADLINE.search(before)
            if not told and not preamble.holds(words.group(match)):
                _read_deadline(words, match, relation, groups, letter_day, sheet)
    _sum_up(sheet)


def _read_deadline(words: Passage, match: re.Match, relation: str, groups: dict, letter_day, sheet: Sheet) -> None:
    phrase = words.group(match)
    day = parse(groups["day"], letter_day) if groups["day"] else None
    entry = {
        "phrase": phrase.text,
        "date": day.isoformat() if day else None,
        "relation": relation,
        "for_what": _for_what(words, match),
        "recurrence": _recurrence(phrase.text) if relation == "recurring" else None,
        "time": _clock(groups["time"]),
        "covers_day": relation != "before",
        "last_day": _last_day(day, relation, groups),
    }
    doubt = ""
    if relation != "recurring" and not entry["last_day"]:
        doubt = _UNSETTLED
    elif groups["day"] and not has_year(groups["day"]):
        doubt = _YEARLESS
    sheet.add("deadlines", entry, phrase, doubt=doubt)


def _last_day(day: date | None, relation: str, groups: dict) -> str | None:
    """The last day that still counts. "Trước ngày D" ends on the day before, "trước 15 giờ ngày D" on D itself."""
    if groups["month"] and groups["year"]:
        end = month_end(int(groups["year"]), int(groups["month"]))
        return end.isoformat() if end else None
    if day is None:
        return None
    strictly = relation == "before" and not groups["time"] and day.toordinal() > 1
    return (day - timedelta(days=1) if strictly else day).isoformat()


def _clock(words: str | None) -> str | None:
    match = _CLOCK.search(words or "")
    if not match or int(match[1]) > 24 or int(match[2] or 0) > 59:
        return None
    return f"{int(match[1]):02}:{int(match[2] or 0):02}"


_STEPS = {"ngày": "DAILY", "tuần": "WEEKLY", "tháng": "MONTHLY", "quý": "MONTHLY;INTERVAL=3", "năm": "YEARLY"}
_NUMERALS = {"một": "1", "hai": "2", "ba": "3", "sáu": "6", "chín": "9"}


def _recurrence(phrase: str) -> str | None:
    words = phrase.lower()
    every = re.search(r"(?:hằng|hàng|mỗi|định kỳ) (ngày|tuần|tháng|quý|năm)", words)
    if every:
        return _STEPS[every[1]]
    counted = re.search(r"định kỳ (\w+) (tuần|tháng|năm)", words)
    if not counted:
        return None
    count = _NUMERALS.get(counted[1], counted[1])
    return f"{_STEPS[counted[2]]};INTERVAL={int(count)}" if count.isdigit() else None


def _for_what(words: Passage, match: re.Match) -> str:
    """The clause that the phrase ends, in the letter's words."""
    start, end = sentence_around(words.text, match.start())
    before = words.text[start : match.start()].strip(" ,:;(-–")
    return (before or words.text[match.end() : end].strip(" ,:;(-–."))[-200:]


def _sum_up(sheet: Sheet) -> None:
    """The end of the campaign's period, and the day by which the letter wants a report."""
    deadlines = list(enumerate(sheet.data["deadlines"]))
    periods = [
        (at, d)
        for at, d in deadlines
        if d["relation"] == "by_end_of" and d["last_day"] and _PERIOD.search(d["for_what"])
    ]
    named = [(at, d) for at, d in periods if re.match(r"(?:thời gian|chiến dịch|đợt)", d["for_what"], re.IGNORECASE)]
    for at, deadline in (named or periods)[:1]:
        sheet.data["period_end"] = deadline["last_day"]
        _share("period_end", f"deadlines.{at}", sheet)
    asked = [
        (at, d)
        for at, d in deadlines
        if d["last_day"] and d["relation"] != "by_end_of" and _REPORT.search(d["for_what"])
    ]
    first = [(at, d) for at, d in asked if _REPORT_FIRST.search(d["for_what"])]
    for at, deadline in (first or asked)[-1:]:
        sheet.data["report_due"] = deadline["last_day"]
        _share("report_due", f"deadlines.{at}", sheet)
    if not sheet.data["period_end"]:
        sheet.missing("period_end", "Văn bản không ghi thời gian kết thúc đợt triển khai.")
    if not sheet.data["report_due"]:
        sheet.missing("report_due", "Văn bản không yêu cầu báo cáo trước một ngày nào; hãy đặt hạn báo cáo nếu cần.")


def _share(path: str, source: str, sheet: Sheet) -> None:
    """The same words stand behind both paths."""
    sheet.reading.spans[path] = sheet.reading.spans[source]
    sheet.reading.confidence[path] = sheet.reading.confidence[source]
    if source in sheet.reading.reasons:
        sheet.reading.reasons[path] = sheet.reading.reasons[source]
