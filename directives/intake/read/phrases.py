"""How letters phrase deadlines: one pattern per relation, tried in order; the first that matches at a place wins."""

import re

from ..worn import blurred, worn
from .dates import DATE

_TIME = r"(?:\d{1,2}\s*(?:giờ|[gh:])\s*(?:\d{2})?\s*(?:phút|['’′])?\s*,?\s*)"
_WEEKDAY = r"(?:(?:thứ\s+\w+|chủ nhật)\s*,?\s*)?"
_NUMBER_OF = r"\d{1,3}\s*(?:\([^()]{1,20}\)\s*)?(?:ngày|giờ|tuần|tháng)(?:\s+làm việc)?"
_EVERY = r"(?:(?:hằng|hàng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm))"
_BEFORE = rf"(?:{blurred('trước')}|truớc)"  # with the slips of scans and of typing
_LATEST = rf"(?:(?:{worn('chậm nhất|muộn nhất|trễ nhất')})(?:\s+là)?(?:\s+(?:đến|vào|{_BEFORE}|trong))?(?:\s+hết)?)"
_DAY = blurred("ngày")
_TO_DAY = rf"(?P<time>{_TIME})?(?:{_DAY}\s*)?{_WEEKDAY}(?:{_DAY}\s*)?(?P<day>{DATE})"
_SINCE = (
    r"(?:(?:kể\s+)?từ\s+(?:ngày|khi|thời điểm)|sau khi(?=\s+(?:(?:công văn|văn bản|kế hoạch)\s+(?:này\s+)?)?"
    r"(?:được\s+)?(?:nhận|tiếp nhận|ký|ban hành|phát hành)))[^.;,()]{0,60}"
)
_YEAR = r"(?:\s*(?:/|năm)\s*(?P<year>\d{4}))?"
_MONTH = rf"tháng\s+(?P<month>\d{{1,2}})(?![\d/]*/\d{{1,2}}(?!\d))(?!\s*năm nay){_YEAR}"
_QUARTER = rf"quý\s+(?P<quarter>IV|I{{1,3}}|[1-4])\b{_YEAR}"
_DONE = rf"(?:hoàn thành|xong|báo cáo|thực hiện|làm ngay|ban hành|trình|gửi|nộp|{_LATEST})"
_TERM = (
    r"(?:hạn (?:cuối|chót)(?: cùng)?|"
    r"(?:thời )?hạn (?:cuối |chót )?(?:gửi|nộp|báo cáo|hoàn thành|nhận|đăng ký|góp ý|trả lời)"
    rf"(?:(?!{_BEFORE}|chậm nhất|từ ngày|đến ngày)[^.;,:()\d]){{0,60}}?)"
)
_SOME = r"(?:(?!\d{4})[^.;,()]){0,40}?"  # no full date: that is a deadline of its own

# Groups: day and time of the end of the period; month or quarter, with year, where that is all that is printed.
RULES: list[tuple[str, str]] = [
    ("recurring", rf"(?:{_BEFORE}|chậm nhất|vào|định kỳ)\s{_SOME}{_EVERY}(?:\s*[^.;,()]{{0,25}}?{_EVERY})?"),
    (
        "recurring",
        r"định kỳ\s+(?:\d{1,2}|một|hai|ba|sáu|chín|tuần|tháng|quý|năm)(?:\s+(?:tuần|tháng|năm))?"
        r"(?:\s*/\s*lần)?(?:\s+báo cáo)?",
    ),
    ("by_end_of", rf"từ\s+(?:nay|{_TIME}?(?:ngày\s+)?{DATE})\s*,?\s*(?:đến|-|–)\s*(?:hết\s+)?{_TO_DAY}"),
    ("by_end_of", rf"(?:đến\s+)?hết\s+(?=\d|ngày){_TO_DAY}"),
    ("at_latest", rf"{_LATEST}\s+{_TO_DAY}"),
    ("at_latest", rf"{_TERM}\s*:?\s*(?:là\s+|vào\s+|đến\s+)?(?:hết\s+)?{_TO_DAY}"),
    ("at_latest", rf"không (?:muộn|chậm|trễ) (?:hơn|quá)\s+{_TO_DAY}"),
    ("before", rf"{_BEFORE}\s+{_TO_DAY}"),
    ("within", rf"trong\s+(?:(?:buổi\s+)?(?:sáng|chiều|tối)\s+)?ngày\s+(?P<day>{DATE})"),
    (
        "within",
        rf"(?:trong(?:\s+(?:vòng|thời hạn))?|{_LATEST}|không quá|sau)\s+{_NUMBER_OF}[^.;,()]{{0,10}}?,?\s*{_SINCE}",
    ),
    ("within", rf"(?:trong\s+(?:vòng|thời hạn)|{_LATEST}|không quá)\s+{_NUMBER_OF}"),
    ("before", rf"{_DONE}\s+{_BEFORE}\s+{_MONTH}"),
    ("within", rf"{_DONE}\s+(?:ngay\s+)?(?:trong|(?:{_BEFORE}\s+|vào\s+)?cuối)\s+{_MONTH}"),
    ("within", rf"{_DONE}\s+(?:ngay\s+)?trong\s+{_QUARTER}"),
    ("within", rf"trong\s+(?:{_MONTH}|{_QUARTER.replace('<year>', '<second_year>')})"),
    (
        "reference",
        r"(?:đúng|theo|cùng)\s+thời (?:gian|hạn)\s+(?:(?:quy định|nêu|đã nêu)\s+)?(?:trên\b|tại\s[^.;,()]{3,60})",
    ),
]
# What a table's time column may hold and a sentence may not.
CELLS: list[tuple[str, str]] = [
    ("recurring", rf"{_EVERY}"),
    ("ongoing", r"(?:thường xuyên|liên tục|trong suốt)"),
    ("within", rf"(?:trong\s+)?{_MONTH}"),
    ("within", rf"(?:trong\s+)?{_QUARTER}"),
]
_DUE_CELL: list[tuple[str, str]] = [("at_latest", rf"{_TO_DAY}$"), *CELLS]
_GROUPS = ("day", "time", "month", "year", "quarter", "second_year")


def _numbered(at: int, rule: str) -> str:
    """The rule as one alternative: its groups carry its number."""
    return f"(?P<rule{at}>" + re.sub(rf"\?P<({'|'.join(_GROUPS)})>", rf"?P<\g<1>{at}>", rule) + ")"


def _compiled(rules: list[tuple[str, str]]) -> re.Pattern:
    return re.compile("|".join(_numbered(at, rule) for at, (_, rule) in enumerate(rules)), re.IGNORECASE)


_PATTERN, _CELL, _DUE = _compiled(RULES), _compiled(CELLS), _compiled(_DUE_CELL)


def find_phrases(text: str):
    """Yields (match, relation, groups) with groups day, time, month, year and quarter (None where absent)."""
    for match in _PATTERN.finditer(text):
        yield _found(match, RULES)


def cell_phrase(text: str, *, due: bool):
    """The same for the whole of a table's cell, or None. `due`: its column says by when, so a bare day binds."""
    match = (_DUE if due else _CELL).match(text)
    return _found(match, _DUE_CELL if due else CELLS) if match else None


def _found(match: re.Match, rules: list[tuple[str, str]]):
    at = next(number for number in range(len(rules)) if match[f"rule{number}"] is not None)
    found = match.groupdict()
    groups = {name: found.get(f"{name}{at}") for name in _GROUPS}
    groups["year"] = groups["year"] or groups.pop("second_year", None)
    return match, rules[at][0], groups
