"""Dates that contradict each other."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ..layout import Letter
from ..passage import Passage
from ..read.dates import DATE, make, parse
from ..read.phrases import find_phrases
from ..read.told import is_told
from ..sheet import Sheet

_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_NUMBERS = {"2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5, "bẩy": 5}
# "họp lần thứ hai, ngày 12/11/2024" counts meetings.
_NAME = re.compile(
    r"(?<!lần )(?<!kỳ )(?<!đợt )(?<!khóa )(?<!phiên )(?<!kỳ họp )(?<!phiên họp )(?<!hội nghị )"
    r"(?<!\w)(?:thứ\s+(?P<name>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ\s+nhật)(?!\w)",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(rf"(?:ngày\s+)?(?P<day>{DATE})\s*,?\s*\(?\s*$")
_DAY_AFTER = re.compile(rf"\s*,?\s*\(?\s*(?:ngày\s+)?(?P<day>{DATE})")
_REACH = 40  # characters before a weekday in which its date stands

_EARLY = "deadline_before_letter"
_SHORTLY, _SOON = timedelta(days=31), timedelta(days=183)
_HANDS_IN = re.compile(
    r"\b(?:báo cáo|gửi|nộp|hoàn thành|trình|đăng ký|ban hành|xong|phản hồi|góp ý)\b"
    r"(?:(?!số liệu|phát sinh)[^.;]){0,200}$",
    re.IGNORECASE,
)

# "báo cáo kết quả", "gửi kết quả": whose days may contradict each other; a first or an interim report has its own day.
_SAME_REPORT = re.compile(
    r"\b(?:báo cáo|gửi)\s+(?:báo cáo\s+)?(?P<what>kết quả|tình hình|danh sách|ý kiến)\b", re.IGNORECASE
)
_SEVERAL = re.compile(
    r"\b(?:lần|đợt|giai đoạn|tháng|quý|định kỳ|hằng|hàng|sơ bộ|sơ kết|nhanh|bổ sung|năm học|tuần|riêng|đột xuất|"
    r"số liệu)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"\bvề\s+(?P<whom>[^,;.()]{3,40})", re.IGNORECASE)


def note_dates(letter: Letter, sheet: Sheet) -> None:
    day = date.fromisoformat(sheet.data["date"]) if sheet.data["date"] else None
    if day:
        _note_early_deadlines(letter, day, sheet)
    _note_two_report_days(sheet)
    for item in letter.paragraphs():
        for match in _NAME.finditer(item.all_words.text):
            _check_weekday(item.all_words, match, day, sheet)


def _note_early_deadlines(letter: Letter, printed: date, sheet: Sheet) -> None:
    """Deadlines that end before the letter's day, and days in a task that were meant for one, as a slip of the year."""
    noted = []
    for at, deadline in enumerate(sheet.data["deadlines"]):
        if deadline["last_day"] and deadline["last_day"] < printed.isoformat():
            path = f"deadlines.{at}"
            noted.append(sheet.reading.spans[path][0][0])
            sheet.note_at(_EARLY, path, _early(deadline["phrase"], printed), sheet.reading.spans[path])
    for at in range(len(sheet.data["tasks"])):
        task = Passage.of(letter.text, *sheet.reading.spans[f"tasks.{at}"])
        for phrase in _overdue(task, printed):
            if phrase.offsets[0] not in noted:
                noted.append(phrase.offsets[0])
                sheet.note(_EARLY, f"tasks.{at}", _early(phrase.text, printed), phrase)


def _overdue(task: Passage, printed: date) -> Iterator[Passage]:
    for match, relation, groups in find_phrases(task.text):
        asked = relation in ("before", "at_latest") and _HANDS_IN.search(task.text, 0, match.start())
        if asked and _is_slip(parse(groups["day"] or ""), printed) and not is_told(task.text, *match.span(), "before"):
            yield task.group(match)


def _early(phrase: str, printed: date) -> str:
    return f"Hạn “{phrase}” đã qua vào ngày của văn bản ({_shown(printed.isoformat())}). Hãy kiểm tra lại ngày, năm."


def _is_slip(day: date | None, printed: date) -> bool:
    """A day shortly before the letter, or one that lies shortly behind it once the year is the next one."""
    if day is None or day >= printed:
        return False
    later = make(day.year + 1, day.month, day.day)
    return printed - day <= _SHORTLY or (later is not None and timedelta() <= later - printed <= _SOON)


def _note_two_report_days(sheet: Sheet) -> None:
    """Two days for one report to one body, asked of the same units."""
    first: dict[tuple, int] = {}
    deadlines = sheet.data["deadlines"]
    for at, deadline in enumerate(deadlines):
        key = _report(at, deadline, sheet)
        if key is None:
            continue
        other = deadlines[first.setdefault(key, at)]["last_day"]
        if other != deadline["last_day"]:
            days = f"{_shown(other)} và {_shown(deadline['last_day'])}"
            message = f"Văn bản ghi hai hạn báo cáo khác nhau: hết ngày {days}. Hãy kiểm tra hạn nào đúng."
            spans = [*sheet.reading.spans[f"deadlines.{first[key]}"], *sheet.reading.spans[f"deadlines.{at}"]]
            sheet.note_at("two_report_days", "report_due", message, spans)


def _report(at: int, deadline: dict, sheet: Sheet) -> tuple | None:
    """What is reported, to whom and by whom; None for what is no report of its own."""
    asked = _SAME_REPORT.search(deadline["for_what"])
    several = _SEVERAL.search(deadline["for_what"]) or deadline["recurrence"]
    if not asked or several or not deadline["last_day"] or deadline["relation"] == "by_end_of":
        return None
    whom = _TO.search(deadline["for_what"], asked.end())
    start = sheet.reading.spans[f"deadlines.{at}"][0][0]
    return asked["what"].lower(), whom["whom"].lower().strip() if whom else "", _group_at(start, sheet)


def _group_at(offset: int, sheet: Sheet) -> str | None:
    for at, task in enumerate(sheet.data["tasks"]):
        spans = sheet.reading.spans[f"tasks.{at}"]
        if spans[0][0] <= offset < spans[-1][1]:
            return (task["recipient_group"] or "").casefold()
    return None


def _check_weekday(words: Passage, match: re.Match, letter_day: date | None, sheet: Sheet) -> None:
    """A note where the weekday fits neither the date before it nor the one behind it."""
    near = list(_days_near(words.text, match, letter_day))
    number = _NUMBERS.get((match["name"] or "").lower())
    if number is None:
        number = _WEEKDAYS.index(" ".join(match[0].lower().split()))
    if near and all(day.weekday() != number for day, _, _ in near):
        day, start, end = near[0]
        name = _WEEKDAYS[day.weekday()].title().replace("Thứ", "thứ").replace("Nhật", "nhật")
        message = f"Ngày {_shown(day.isoformat())} là {name}, văn bản ghi “{match[0]}”."
        sheet.note("weekday_mismatch", "text", message, words.part(start, end))


def _days_near(text: str, match: re.Match, letter_day: date | None) -> Iterator[tuple[date, int, int]]:
    """The days beside a weekday, each with where it and the weekday stand."""
    after = _DAY_AFTER.match(text, match.end())
    if after and (day := parse(after["day"], letter_day)):
        yield day, match.start(), after.end()
    left = max(0, match.start() - _REACH)
    before = _DAY_BEFORE.search(text[left : match.start()])
    if before and (day := parse(before["day"], letter_day)):
        yield day, left + before.start("day"), match.end()


def _shown(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day:02}/{day.month:02}/{day.year}"
