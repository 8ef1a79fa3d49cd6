"""What the letter says goes with it."""

import re

from ..layout import Letter
from ..passage import Passage
from ..sheet import Sheet
from .bases import CITED

_LIST = re.compile(r"\(\s*(?:[Đđ]ính kèm|[Gg]ửi kèm|[Kk]èm theo)(?: theo)?\s*:?\s*(?P<list>(?!\s*theo\b)[^()]+?)\s*\)")
_REMARK = re.compile(
    r"\(\s*(?P<what>(?!gửi|đính|kèm)[^();]{3,120}?(?:gửi kèm(?: theo)?|kèm theo|đính kèm)(?:(?! và )[^();,]){0,60})"
    r"\s*(?:\)|,| và )"
)
_WITH = r"(?:gửi kèm(?: theo)?|đính kèm|kèm theo)"
_SENT = re.compile(
    r"(?P<what>(?:các )?(?:[Pp]hụ lục|(?:bi[ểê]u )?mẫu|biểu|tài liệu|dự thảo|danh (?:sách|mục)|hồ sơ|đề cương|"
    rf"phiếu|bảng|văn bản)\b[^,;.()]{{0,40}}?{_WITH}"
    r"(?: (?:[Cc]ông văn|[Kk]ế hoạch|[Vv]ăn bản|[Tt]hông báo|[Cc]ông điện|dự thảo)"
    r"(?: này|(?: [A-ZĐ]\w+){1,4})?)?)"
)
# "Phụ lục 1 đối với các bộ và Phụ lục 2 đối với các tỉnh (gửi kèm theo)"
_BARE = re.compile(rf"\(\s*(?:có |xin )?{_WITH}\s*\)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:Phụ lục|Biểu(?: mẫu)?|Mẫu)(?: số)? (?:\d{1,2}|[IVX]{1,5})\b")
_NAMED = re.compile(
    r"(?:Phiếu|phiếu|[Bb]iểu|[Dd]anh sách|[Đđ]ề cương|[Kk]ế hoạch|[Dd]ự thảo|[Tt]ài liệu|[Hh]ồ sơ)\b[^,;.:()]{0,60}$"
)
_CLAUSE = 160  # characters before the bracket in which they are named
_DOUBLED = re.compile(r"^(?P<lead>(?:\S+ ){1,3}?)(?P=lead)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[,;]\s*|\s+và\s+(?=Công văn|Kế hoạch|Quyết định|Phụ lục|tài liệu|biểu mẫu|các )")


def read_attachments(letter: Letter, sheet: Sheet) -> None:
    for item in letter.paragraphs():
        words = item.all_words
        _read_numbered(words, sheet)
        taken = _read_lists(words, sheet)
        for pattern in (_REMARK, _SENT):
            for match in pattern.finditer(words.text):
                if not any(start < match.end("what") and match.start("what") < end for start, end in taken):
                    taken.append(match.span())
                    _add(words.group(match, "what"), sheet)


def _read_lists(words: Passage, sheet: Sheet) -> list[tuple[int, int]]:
    taken = []
    for match in _LIST.finditer(words.text):
        taken.append(match.span())
        inner = words.group(match, "list")
        start = 0
        for cut in [*_SEPARATOR.finditer(inner.text), None]:
            end = cut.start() if cut else len(inner.text)
            _add(inner.part(start, end), sheet)
            start = cut.end() if cut else end
    return taken


def _read_numbered(words: Passage, sheet: Sheet) -> None:
    """Annexes named in front of a bare "(gửi kèm theo)": those with numbers, else the one right before it."""
    for bracket in _BARE.finditer(words.text):
        left = max(0, bracket.start() - _CLAUSE)
        numbered = list(_NUMBERED.finditer(words.text, left, bracket.start()))
        named = _NAMED.search(words.text, left, bracket.start())
        for match in numbered or ([named] if named else []):
            _add(words.group(match), sheet)


def _add(words: Passage, sheet: Sheet) -> None:
    """One attachment. Behind a doubled lead-in ("Công văn số Công văn số 44/…") only the number is certain."""
    words = words.strip(".,;:")
    cited = CITED.search(words.text)
    doubled = _DOUBLED.match(words.text)
    if doubled and cited:
        words = words.group(cited, "number")
    if words and words.text not in sheet.data["attachments"]:
        sheet.add("attachments", words.text, words)
