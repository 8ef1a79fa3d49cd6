"""What the letter says goes with it."""

import re

from ..layout import Letter
from ..passage import Passage
from ..sheet import Sheet
from .bases import CITED

_LIST = re.compile(r"\(\s*(?:[Đđ]ính kèm|[Gg]ửi kèm|[Kk]èm theo)(?: theo)?\s*:?\s*(?P<list>(?!\s*theo\b)[^()]+?)\s*\)")
_REMARK = re.compile(r"\(\s*(?P<what>(?!gửi|đính|kèm)[^();]{3,120}?(?:gửi kèm|kèm theo|đính kèm)[^();]{0,60}?)\s*\)")
_SENT = re.compile(
    r"(?P<what>(?:các )?(?:[Pp]hụ lục|biểu mẫu|tài liệu|dự thảo)[^,;.()]{0,40}?"
    r"(?:gửi kèm|đính kèm|kèm theo)[^,;.()]{0,40})"
)
_DOUBLED = re.compile(r"^(?P<lead>(?:\S+ ){1,3}?)(?P=lead)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[,;]\s*|\s+và\s+(?=Công văn|Kế hoạch|Quyết định|Phụ lục|tài liệu|biểu mẫu|các )")


def read_attachments(letter: Letter, sheet: Sheet) -> None:
    for item in letter.paragraphs():
        words = item.all_words
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


def _add(words: Passage, sheet: Sheet) -> None:
    """One attachment. Behind a doubled lead-in ("Công văn số Công văn số 44/…") only the number is certain."""
    words = words.strip(".,;:")
    cited = CITED.search(words.text)
    doubled = _DOUBLED.match(words.text)
    if doubled and cited:
        words = words.group(cited, "number")
    if words and words.text not in sheet.data["attachments"]:
        sheet.add("attachments", words.text, words)
