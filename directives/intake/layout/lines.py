"""Lines of the text, and the columns of lines that hold two."""

import re
from dataclasses import dataclass

from ..worn import blurred

Segment = tuple[int, int]

_LINE = re.compile(r"[^\n]*")
_GAP = re.compile(r" *\t[ \t]*| {3,}")
_RULE = re.compile(r"[\s_\-–—=*.…|]*$")
_PAGE_NUMBER = re.compile(r"\s*-?\s*(\d{1,3})\s*-?\s*$")
_PAGE = 12  # lines; no page is shorter
# Gaps that stand for a blank to be filled in by hand: "Số:     /STTTT", "ngày     tháng     năm". Not the gap behind
# "TRUNG TÂM CHUYỂN ĐỔI SỐ", nor that before "Nam Định, ngày …".
_DAY, _MONTH, _YEAR, _NUMBER = blurred("ngày"), blurred("tháng"), blurred("năm"), blurred("số")
_BLANK_AFTER = re.compile(rf"(?:^\W*{_NUMBER}\s*:?|{_DAY}|{_MONTH}|\()$", re.IGNORECASE)
_BLANK_BEFORE = re.compile(rf"(?:/|{_MONTH}\b|{_YEAR}\b(?=[\s.…]*\d))", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One line with words. `cells` are its columns; `indent` and `size` count characters, doubled spaces once."""

    start: int
    end: int
    cells: tuple[Segment, ...]
    indent: int
    size: int
    after_blank: bool

    def text(self, source: str) -> str:
        return " ".join(source[self.start : self.end].split())

    def first_word(self, source: str) -> str:
        return source[self.start : self.end].split(maxsplit=1)[0]


def split_lines(text: str) -> list[Line]:
    """The lines that hold words, in order; rules and page numbers count as blank lines."""
    lines: list[Line] = []
    after_blank, pages = True, 0
    for match in _LINE.finditer(text):
        raw = match[0]
        if not raw and match.start() > 0 and text[match.start() - 1] != "\n":
            continue  # the empty match at the end of a line
        numbered = _PAGE_NUMBER.match(raw)
        if _RULE.match(raw) or (numbered and (after_blank or _next_page(pages, numbered, len(lines)))):
            pages += bool(numbered)
            after_blank = True
            continue
        lines.append(_line(text, match.start(), raw, after_blank))
        after_blank = False
    return lines


def _next_page(pages: int, match: re.Match, lines: int) -> bool:
    """Whether a number that stands between lines is that of the next page."""
    return lines > _PAGE * (pages + 1) and int(match[1]) in (pages + 1, pages + 2)


def _line(text: str, at: int, raw: str, after_blank: bool) -> Line:
    start = at + len(raw) - len(raw.lstrip())
    end = at + len(raw.rstrip())
    indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
    size = indent + len(" ".join(raw.split()))
    return Line(start, end, tuple(_cells(text, start, end)), indent, size, after_blank)


def _cells(text: str, start: int, end: int) -> list[Segment]:
    cells: list[Segment] = []
    left = start
    for gap in _GAP.finditer(text, start, end):
        before = text[left : gap.start()]
        if _BLANK_AFTER.search(before) or _BLANK_BEFORE.match(text, gap.end()):
            continue
        cells.append((left, gap.start()))
        left = gap.end()
    return [*cells, (left, end)]
