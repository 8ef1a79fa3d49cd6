"""Paragraphs and numbered items: which lines belong together, and which item stands under which."""

import math
import re
from dataclasses import dataclass, field

from ..passage import Passage
from .lines import Line

_MARKERS = (
    ("article", re.compile(r"Điều\s+(\d{1,3})\s*[.:]\s*")),
    ("roman", re.compile(r"([IVX]{1,6})\s*[.)/]\s+")),
    ("decimal", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})[.)]?\s+")),
    ("number", re.compile(r"(?!\d+/[A-ZĐ]{1,8}[-/])(\d{1,2})\s*[.)/]\s*(?=[^\W\d]|[“\"(])")),  # not "88/KH-UBND"
    ("letter", re.compile(r"([a-zđ]{1,2})\s*\)\s*")),
    ("dash", re.compile(r"([-–—−~])\s*(?=[^\W\d]|[“\"(\d])")),
    ("plus", re.compile(r"(\+)\s*(?=\S)")),
    ("bullet", re.compile(r"([•●▪■○◦·*])\s*(?=\S)")),
)
_ORDER = ("article", "roman", "number", "decimal", "letter", "dash", "plus", "bullet")
_DEPTH = {kind: depth for depth, kind in enumerate(_ORDER)}
_LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_ENDED = re.compile(r"[.;:!?…][)”\"/.]*$|\)$")
_OPENER = re.compile(r"(?:Căn cứ|Thực hiện|Triển khai|Kính gửi|Nơi nhận|Trân trọng|Trên đây|Để |Nhằm )")
_UNWRAPPED = 160  # a line longer than any page holds one whole paragraph
_CLOSES = re.compile(r"Trên đây là|Trân trọng|Nơi nhận")  # no sentence in the middle of a paragraph begins like that
_UNENDED = re.compile(
    r"(?:\b(?:ngày|tháng|số|của|và|các|những|về|tại|theo|từ|đến|với|bằng|hoặc|do|thuộc|Bộ|Sở|Văn phòng|Thủ tướng)"
    r"|(?<=; )báo cáo|[,(–-])$"
)
# The same across a blank line, which a new page leaves too; "Chuyển đổi số" is a title unless a number follows.
_CUT = re.compile(r"\b(?:của|và|các|những|về|tại|theo|từ|đến|với|bằng|hoặc|do|thuộc|(?<=; )báo cáo)$")
_CUT_BEFORE_NUMBER = re.compile(r"\b(?:ngày|tháng|năm|quý|số)$")
_MIDDLE = "(0123456789"  # what no paragraph begins with
_SHORT = 0.6  # a line shorter than this part of the page did not run on to the next
_SHORT_TITLE = 0.9  # the same for "2. Sở Giáo dục và Đào tạo": where wrapped, the first line of an item is full


@dataclass
class Item:
    """One paragraph. `kind` is "" for plain ones and "row" for a row of a table.

    `more` holds unmarked paragraphs that go on with a marked item.
    """

    kind: str
    label: str
    words: Passage
    children: list["Item"] = field(default_factory=list)
    more: list[Passage] = field(default_factory=list)

    @property
    def all_words(self) -> Passage:
        words = self.words
        for passage in self.more:
            words = words.plus(passage)
        return words

    def walk(self):
        """This item and all under it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


def marker(text: str) -> tuple[str, str, int]:
    """Kind, label and length of the enumerator that `text` starts with; ("", "", 0) without one."""
    for kind, pattern in _MARKERS:
        match = pattern.match(text)
        if match:
            return kind, match[1], match.end()
    return "", "", 0


def is_row(text: str) -> bool:
    """A row of a table: three cells or more, set apart by "|"."""
    return text.count("|") > 1 and " | " in text


def flat_items(source: str, lines: list[Line]) -> list[Item]:
    """Paragraphs in order, without nesting."""
    page = _Page.of(source, lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _breaks(source, groups[-1], line, page):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_item(source, group) for group in groups]


def _item(source: str, group: list[Line]) -> Item:
    words = Passage.of(source, *((line.start, line.end) for line in group))
    if is_row(words.text):
        return Item("row", "", words)
    kind, label, length = marker(words.text)
    return Item(kind, label, words.part(length))


@dataclass(frozen=True)
class _Page:
    """How the lines were set: `width` is that of a full line, `left` where lines begin."""

    width: float
    left: int

    @classmethod
    def of(cls, source: str, lines: list[Line]) -> "_Page":
        """Rows of tables are wrapped by nobody. Where lines are whole paragraphs, none of them is full."""
        texts = [(line, line.text(source)) for line in lines]
        wrapped = [(line, text) for line, text in texts if line.size <= _UNWRAPPED and not is_row(text)]
        whole = any(line.size > _UNWRAPPED and not is_row(text) for line, text in texts)
        if whole and not any(text[0].islower() and not marker(text)[0] for _, text in wrapped):
            return cls(math.inf, 0)
        width = max((line.size for line, _ in wrapped), default=0)
        return cls(width, min((line.indent for line in lines), default=0))


def _breaks(source: str, group: list[Line], line: Line, page: _Page) -> bool:
    """Whether `line` starts a new paragraph after those of `group`.

    A wrapped line is full: had the next word fitted, it would stand there. So a break before a word that
    would have fitted was meant.
    """
    before = group[-1]
    previous, text = before.text(source), line.text(source)
    if is_row(previous) or is_row(text):
        return True
    ended = bool(_ENDED.search(previous))
    goes_on = not ended and (text[0].islower() or _is_cut(before, previous, text))
    if line.after_blank:
        return not (goes_on and not marker(text)[0])
    fits = max(before.size, line.size) > _UNWRAPPED or before.size + 1 + len(line.first_word(source)) <= page.width
    kind, _, length = marker(text)
    if kind:
        return ended or fits or text[length : length + 1].isupper()
    if text[0].islower() or (not ended and (text[0] in _MIDDLE or _wants_more(previous))):
        return False
    if _OPENER.match(text) and (fits or (ended and _CLOSES.match(text))):
        return True
    if ended:
        first = len(group) == 1 and before.indent > page.left + 2  # paragraphs begin a little to the right
        return fits or line.indent > before.indent + 2 or (first and line.indent == before.indent)
    short = _SHORT_TITLE if len(group) == 1 and marker(previous)[0] else _SHORT
    return before.size > _UNWRAPPED or (fits and before.size < short * page.width)


def _wants_more(text: str) -> bool:
    """Whether no paragraph ends like that: with a word that wants another behind it, with a bracket left open."""
    return bool(_UNENDED.search(text)) or text.rfind("(") > text.rfind(")")


def _is_cut(line: Line, text: str, following: str) -> bool:
    """Whether a paragraph was cut in two by the end of a page; a line longer than any page holds it whole."""
    if following[0].isdigit() and _CUT_BEFORE_NUMBER.search(text):
        return True
    if line.size > _UNWRAPPED or _OPENER.match(following):
        return False
    return bool(_CUT.search(text)) or text.rfind("(") > text.rfind(")")


def nest(items: list[Item]) -> list[Item]:
    """Top-level items with the others under them.

    Depth follows the kinds of enumerators: phần, điều, khoản, điểm, then dashes. An unmarked paragraph belongs to the
    item before it when that is a heading, or when the numbering goes on after it; else it stands by itself.
    """
    top: list[Item] = []
    path: list[Item] = []
    marked = _next_marked(items)
    for at, item in enumerate(items):
        if not item.kind:
            owner = _owner(path, marked[at])
            if owner is None:
                path = []
                top.append(item)
            elif is_heading(owner.words.text) or owner.children:
                owner.children.append(item)
                path = path[: path.index(owner) + 1]
            else:
                owner.more.append(item.words)
            continue
        if item.kind == "row":  # never above another item
            (path[-1].children if path else top).append(item)
            continue
        kinds = [open_item.kind for open_item in path]
        if item.kind in kinds:
            path = path[: kinds.index(item.kind)]
        while path and _DEPTH[path[-1].kind] > _DEPTH[item.kind]:
            path = path[:-1]
        (path[-1].children if path else top).append(item)
        path = [*path, item]
    return top


def is_heading(text: str) -> bool:
    """A title or lead-in: it announces what follows."""
    return text.endswith(":") or not re.search(r"[.;!?…][)”\"/.]*$", text)


def _next_marked(items: list[Item]) -> list[Item | None]:
    """For each item the first one behind it that bears a mark."""
    following: list[Item | None] = []
    marked = None
    for item in reversed(items):
        following.append(marked)
        marked = item if item.kind else marked
    return following[::-1]


def _owner(path: list[Item], marked: Item | None) -> Item | None:
    if not path:
        return None
    if is_heading(path[-1].words.text) and not path[-1].children:
        return path[-1]
    if marked is None or marked.kind == "row":
        return None
    for item in reversed(path):
        if item.kind == marked.kind and _goes_on(item.label, marked.label):
            return item
    return None


def _goes_on(label: str, following: str) -> bool:
    """Whether one label may follow the other in a list; the same one twice is a common slip."""
    if label.isdigit() and following.isdigit():
        return int(following) - int(label) in (0, 1)
    return _LETTERS.find(label) <= _LETTERS.find(following) and label[0] in _LETTERS and following[0] in _LETTERS


def build_items(source: str, lines: list[Line]) -> list[Item]:
    return nest(flat_items(source, lines))
