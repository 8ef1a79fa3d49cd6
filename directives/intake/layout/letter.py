"""The parts of a letter: heading, addressees, body, receivers with signature, annexes."""

import re
from dataclasses import dataclass, field

from ..alphabet import UPPER
from ..passage import Passage
from ..worn import worn
from .fragments import put_together, taken_apart
from .items import Item, flat_items, marker, nest
from .lines import Line, split_lines

TYPES = {
    "NGHỊ QUYẾT": "Nghị quyết",
    "QUYẾT ĐỊNH": "Quyết định",
    "CHỈ THỊ": "Chỉ thị",
    "QUY CHẾ": "Quy chế",
    "QUY ĐỊNH": "Quy định",
    "THÔNG CÁO": "Thông cáo",
    "THÔNG BÁO": "Thông báo",
    "HƯỚNG DẪN": "Hướng dẫn",
    "CHƯƠNG TRÌNH": "Chương trình",
    "KẾ HOẠCH": "Kế hoạch",
    "PHƯƠNG ÁN": "Phương án",
    "ĐỀ ÁN": "Đề án",
    "DỰ ÁN": "Dự án",
    "BÁO CÁO": "Báo cáo",
    "BIÊN BẢN": "Biên bản",
    "TỜ TRÌNH": "Tờ trình",
    "CÔNG ĐIỆN": "Công điện",
    "GIẤY MỜI": "Giấy mời",
    "GIẤY GIỚI THIỆU": "Giấy giới thiệu",
}
# Scans lose accents: "Kinh gửi", "Noi nhận".
_ADDRESSEES = re.compile(r"\W*K[íìi]nh\s+g[ửừứưu]i\b|(?P<wire>.{2,80})\s+điện\s*:$", re.IGNORECASE)
_WIRES = re.compile(r"điện\s*:$")  # at the end of the line above stands who sends it
# "Nơi nhận hồ sơ: …" in the body is none.
_RECEIVERS = re.compile(r"\W*N[ơo]i\s+nh[ậâạa]n\s*(?:[:;.,]|[-–*+•]|$)", re.IGNORECASE)
_ANNEX = re.compile(r"\W*(?:PHỤ LỤC|Phụ lục)\b(?!\s+(?:kèm theo|này|\d+ (?:đối|và)))")
_OPENER = re.compile(r"(?:Căn cứ|Thực hiện|Triển khai|Trong (?:thời gian|những)|Thời gian qua|Để |Nhằm |Theo )")
_SIGN = re.compile(
    rf"(?:KT|TM|TL|TUQ|T/M|K/T|T/L)\s*\.?\s*[{UPPER}]{{2}}|(?:Q\.\s*)?(?:PHÓ )?"
    r"(?:GIÁM ĐỐC|CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|CỤC TRƯỞNG|VỤ TRƯỞNG|CHÁNH VĂN PHÒNG|HIỆU TRƯỞNG|TRƯỞNG PHÒNG|"
    r"CHI CỤC TRƯỞNG|TRƯỞNG BAN|CHÁNH THANH TRA|TỔNG GIÁM ĐỐC|THỦ TƯỚNG)(?: SỞ)?$"
)
_LIST, _NUMBERED = ("", "dash", "plus", "bullet"), ("letter", "number")
_MARK = re.compile(
    rf"(?:.*\b{worn('Số')}\s*:|.*{worn('ngày')}[\s\d.…]*{worn('tháng')}[\s\d.…]*{worn('năm')}|"
    r"CỘNG H|Độc lập|V/v|Về việc)",
    re.IGNORECASE,
)
_FILED = re.compile(r"(?:\w{1,2}[.)]|\W)*Lưu\b")
_HEAD_LIMIT = 80  # lines; a heading is never longer, whatever the wrapping


@dataclass
class Letter:
    """Where the words of each part stand. Rules in `read` look only at the part that concerns them."""

    text: str
    title: str | None = None  # key of TYPES when the type is printed
    left: list[tuple[Passage, bool]] = field(default_factory=list)  # heading, left column: (cell, after a blank line)
    right: list[Passage] = field(default_factory=list)
    addressed: bool = False
    addressees: list[Item] = field(default_factory=list)
    body: list[Item] = field(default_factory=list)  # nested
    receivers: list[tuple[Passage, bool]] = field(default_factory=list)  # "Nơi nhận", left column
    signature: list[Passage] = field(default_factory=list)
    annexes: list[Passage] = field(default_factory=list)

    @property
    def heading(self) -> list[Passage]:
        return [*(cell for cell, _ in self.left), *self.right]

    def paragraphs(self):
        """All items of the body in document order."""
        for item in self.body:
            yield from item.walk()


def lay_out(text: str) -> Letter:
    lines = split_lines(text)
    letter = Letter(text)
    head_end, addressed = _head_end(letter, lines)
    letter.addressed = addressed
    tail = _tail_start(letter, lines, head_end)
    annex = _annex_start(letter, lines, tail)
    _fill_heading(letter, lines[:head_end])
    items = flat_items(text, lines[head_end:tail])
    if addressed:
        letter.addressees, items = _split_addressees(items)
    letter.body = nest(items)
    _fill_tail(letter, lines[tail:annex])
    letter.annexes = [Passage.of(text, (line.start, line.end)) for line in lines[annex:]]
    return letter


def _cell(text: str, cell: tuple[int, int]) -> str:
    return " ".join(text[cell[0] : cell[1]].split())


def _head_end(letter: Letter, lines: list[Line]) -> tuple[int, bool]:
    """Index of the first line after the heading, and whether that line names the addressees."""
    title = None
    for at, line in enumerate(lines[:_HEAD_LIMIT]):
        content = line.text(letter.text)
        if _ADDRESSEES.match(content):
            return at, True
        if at and _WIRES.match(content):
            return at - 1, True
        if title is None and content.strip(" *") in TYPES:
            title, letter.title = at, content.strip(" *")
    start = title + 1 if title is not None else _after_marks(letter.text, lines)
    return _first_opener(letter.text, lines, start, title is not None), False


def _after_marks(text: str, lines: list[Line]) -> int:
    """Just behind the last line of the heading that is known by its form."""
    marks = [at for at, line in enumerate(lines[:20]) if _MARK.match(line.text(text))]
    return marks[-1] + 1 if marks else 0


def _first_opener(text: str, lines: list[Line], start: int, titled: bool) -> int:
    """The first line at or after `start` that begins the body: after a blank line, or with a set phrase."""
    for at in range(start, min(len(lines), start + 12)):
        if titled and at == start:
            continue  # the subject
        words = lines[at].text(text)
        goes_on = titled and words[0].islower()
        if _OPENER.match(words) or (lines[at].after_blank and not goes_on):
            return at
    return min(start, len(lines))


def _tail_start(letter: Letter, lines: list[Line], head_end: int) -> int:
    """The line of "Nơi nhận", or of the signature when it comes first or stands alone."""
    for at in range(head_end, len(lines)):
        if _RECEIVERS.match(_cell(letter.text, lines[at].cells[0])):
            return _signature_above(letter, lines, head_end, at)
    signs = [at for at in range(head_end, len(lines)) if _SIGN.match(lines[at].text(letter.text))]
    return signs[0] if signs else len(lines)


def _signature_above(letter: Letter, lines: list[Line], head_end: int, receivers: int) -> int:
    for at in range(max(head_end, receivers - 8), receivers):
        if _SIGN.match(lines[at].text(letter.text)):
            return at
    return receivers


def _annex_start(letter: Letter, lines: list[Line], tail: int) -> int:
    for at in range(tail + 1, len(lines)):
        if _ANNEX.match(lines[at].text(letter.text)):
            return at
    return len(lines)


def _fill_heading(letter: Letter, lines: list[Line]) -> None:
    width = max((line.size for line in lines), default=0)
    columns = any(len(line.cells) > 1 for line in lines)
    titled = False
    for line in lines:
        cells = [part for cell in line.cells for part in taken_apart(Passage.of(letter.text, cell))]
        titled = titled or cells[0].text.strip(" *") == letter.title  # from here on lines are centred
        if columns and not titled and len(cells) == 1 and line.indent > 0.45 * width:
            letter.right += cells
            continue
        letter.left.append((cells[0], line.after_blank))
        letter.right += cells[1:]
    letter.left = put_together(letter.left)
    letter.right = [cell for cell, _ in put_together([(cell, False) for cell in letter.right])]


def _split_addressees(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """The paragraph of "Kính gửi" with its list, and the rest."""
    end = 1
    listed = _ADDRESSEES.match(items[0].words.text)
    bare = listed is not None and not items[0].words.text[listed.end() :].strip(" :.")
    while end < len(items) and not _OPENER.match(items[end].words.text):
        plain = not items[end].kind
        if plain and not ((bare and end == 1) or items[end - 1].words.text.endswith(";")):
            break
        if items[end].kind not in _LIST and not (bare and _goes_on_numbered(items, end)):
            break
        end += 1
    return items[:end], items[end:]


def _goes_on_numbered(items: list[Item], at: int) -> bool:
    """Whether the list of addressees is numbered: from its first line on, and the line before did not end it."""
    if items[at].kind not in _NUMBERED:
        return False
    return at == 1 or (items[at - 1].kind == items[at].kind and items[at - 1].words.text.endswith((";", ",")))


def _fill_tail(letter: Letter, lines: list[Line]) -> None:
    """Left column: receivers, up to the line "Lưu". Everything else: signature."""
    listing = closed = signed = False
    width = max((line.end - line.start + line.indent for line in lines), default=0)
    for line in lines:
        cells = [Passage.of(letter.text, cell) for cell in line.cells]
        text = cells[0].text
        if _RECEIVERS.match(text):
            listing, closed = True, False
        elif closed and not (text[0].islower() or text[0] == "("):
            listing = False
        signs = _SIGN.match(text) or (_stands_right(line, width) and not marker(text)[0])
        signed = signed or bool(signs)
        if listing and not signs and not (signed and text[0].isupper() and not marker(text)[0]):
            letter.receivers.append((cells[0], line.after_blank))
            cells = cells[1:]
            closed = closed or bool(_FILED.match(text))
        letter.signature += cells


def _stands_right(line: Line, width: int) -> bool:
    """A single cell far to the right, in a tail that has two columns: "          Cao Huy"."""
    return len(line.cells) == 1 and line.indent >= 25 and line.indent > 0.4 * width
