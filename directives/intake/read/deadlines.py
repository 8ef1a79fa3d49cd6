"""Deadlines: phrases that bind somebody to a day. Dates of documents, of events and of the past are none."""

import re
from datetime import date, timedelta

from ..layout import Item, Letter
from ..passage import Passage
from ..sheet import Sheet
from ..workdays import Workdays
from .dates import has_year, parse
from .phrases import cell_phrase, find_phrases
from .preamble import Preamble, asks
from .resolve import ending
from .sentences import sentence_around
from .tables import Table
from .told import is_from_above, is_late, is_own_plan, is_told, recurs
from .vocabulary import VERB, spelled_out, starts_with_verb

_CLOCK = re.compile(r"(\d{1,2})\s*(?:giờ|[gGhH:])\s*(\d{2})?")
_PERIOD = re.compile(r"thời gian|chiến dịch|đợt|cao điểm|tháng hành động|triển khai|thực hiện", re.IGNORECASE)
REPORT = re.compile(r"\b(?:báo cáo|gửi\b.{0,120}\bvề|gửi (?:kết quả|báo cáo|ý kiến|văn bản))", re.IGNORECASE)
_REPORT_FIRST = re.compile(
    r"báo cáo (?:kết quả|tình hình|sơ kết|tổng kết|việc|về)|gửi báo cáo|gửi kết quả", re.IGNORECASE
)
_BARE_MONTH = re.compile(r"trong\s+(?:tháng|quý)", re.IGNORECASE)
# "hồ sơ lập trước ngày …": what was there by then.
_DONE_BY_THEN = re.compile(
    r"\b(?:hồ sơ|văn bản|công trình|dự án|hợp đồng|trường hợp|đối tượng|người|hộ|tài sản|khoản|đất|nhà)\b"
    r"[^.;,]{0,40}\b(?:lập|đăng ký|ký|nộp|xây dựng|hoàn thành|thuê|mua|vay|phát sinh|sử dụng)\s*$",
    re.IGNORECASE,
)
_LONG_AGO = timedelta(days=31)  # a day further back than this is told, whatever the wording
_GOVERNMENT = re.compile(r"CHÍNH PHỦ|THỦ TƯỚNG|TRUNG ƯƠNG", re.IGNORECASE)
_CLAUSE = 120  # characters in front of "trong tháng …" in which the verb stands that it binds


def read_deadlines(letter: Letter, preamble: Preamble, sheet: Sheet, calendar: Workdays | None = None) -> None:
    """Fills `deadlines`. Without a `calendar` of days off a count of working days skips weekends only, and says so."""
    reader = _Reader(preamble, sheet, calendar)
    for item in letter.paragraphs():
        reader.read(item)
    _sum_up(sheet)


class _Reader:
    def __init__(self, preamble: Preamble, sheet: Sheet, calendar: Workdays | None):
        self._preamble = preamble
        self._sheet = sheet
        self._calendar = calendar
        self._letter_day = date.fromisoformat(sheet.data["date"]) if sheet.data["date"] else None
        self._highest = bool(_GOVERNMENT.search(sheet.data["issuer"] or ""))
        self._issuer = spelled_out(sheet.data["issuer"] or "")
        self._invites = sheet.data["doc_type"] == "Giấy mời"
        self._table = Table()

    def read(self, item: Item) -> None:
        words = item.all_words
        row = self._table.row(item) if item.kind == "row" else None
        for match, relation, groups in find_phrases(words.text):
            if self._binds(item, words, match, relation):
                self._write(words, match, relation, groups)
        found = cell_phrase(row.time.text, due=row.binding) if row and row.time else None
        if found and not any(True for _ in find_phrases(row.time.text)):
            self._write(row.time, *found, for_what=row.task.text)

    def _binds(self, item: Item, words: Passage, match: re.Match, relation: str) -> bool:
        if is_told(words.text, match.start(), match.end(), relation) or self._preamble.holds(words.group(match)):
            return False
        if not self._highest and relation != "at_latest" and is_from_above(words.text, match.start(), self._issuer):
            return False
        if is_own_plan(words.text, match.start(), self._issuer):
            return False
        if self._invites and relation in ("by_end_of", "within"):
            return False  # when the event is
        if _BARE_MONTH.match(match[0]):
            clause = words.text[max(0, match.start() - _CLAUSE) : match.start()].rpartition(";")[2]
            return bool(item.children) or VERB.search(clause) is not None
        return True

    def _write(self, words: Passage, match: re.Match, relation: str, groups: dict, for_what: str = "") -> None:
        phrase = words.group(match)
        if groups["day"] and not has_year(groups["day"]) and recurs(words.text, match.start()):
            return  # a day of every year; the words that say so are a deadline of their own
        day = parse(groups["day"], self._letter_day) if groups["day"] else None
        if self._is_past(day) and not self._still_commands(words, match, relation, day):
            return
        end = ending(relation, groups, phrase.text, day, self._letter_day, self._calendar)
        entry = {
            "phrase": phrase.text,
            "date": day.isoformat() if day else None,
            "relation": relation,
            "for_what": for_what or _for_what(words, match),
            "recurrence": _recurrence(phrase.text) if relation == "recurring" else None,
            "time": _clock(groups["time"]),
            "covers_day": relation != "before",
            "last_day": end.last_day.isoformat() if end.last_day else None,
            "resolved": end.resolved.isoformat() if end.resolved else None,
        }
        path = self._sheet.add("deadlines", entry, phrase, doubt=end.doubt)
        offered = end.likely or (end.resolved if end.last_day is None else None)
        if offered:
            self._sheet.suggest(path, offered.isoformat(), end.doubt)

    def _is_past(self, day: date | None) -> bool:
        return bool(day and self._letter_day and day < self._letter_day)

    def _still_commands(self, words: Passage, match: re.Match, relation: str, day: date) -> bool:
        """Whether a day before the letter's own may be a slip of its writer; most are told."""
        if relation == "at_latest":
            return True
        start, _ = sentence_around(words.text, match.start())
        sentence = words.text[start : match.start()]
        asked = starts_with_verb(sentence) or next(asks(sentence), None) is not None
        told = _DONE_BY_THEN.search(sentence) or is_late(words.text, match.start())
        meant = relation == "before" and asked and not told
        return meant and day >= self._letter_day - _LONG_AGO


def _clock(words: str | None) -> str | None:
    match = _CLOCK.search(words or "")
    if not match or int(match[1]) > 24 or int(match[2] or 0) > 59:
        return None
    return f"{int(match[1]):02}:{int(match[2] or 0):02}"


_STEPS = {"ngày": "DAILY", "tuần": "WEEKLY", "tháng": "MONTHLY", "quý": "MONTHLY;INTERVAL=3", "năm": "YEARLY"}
_NUMERALS = {"một": "1", "hai": "2", "ba": "3", "sáu": "6", "chín": "9"}


def _recurrence(phrase: str) -> str | None:
    words = phrase.lower()
    every = re.search(r"(?:hằng|hàng|mỗi|định kỳ) (ngày|tuần|tháng|quý|năm)\b", words)
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
        if d["last_day"] and d["relation"] != "by_end_of" and REPORT.search(d["for_what"])
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
