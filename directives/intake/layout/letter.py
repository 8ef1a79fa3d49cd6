"""The parts of a letter: heading, addressees, body, receivers with signature, annexes."""

import re
from dataclasses import dataclass, field

from ..alphabet import UPPER
from ..passage import Passage
from ..worn import blurred
from .addressees import ADDRESSEES, OPENER, split_addressees
from .fragments import beside, put_together, taken_apart
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
_WIRES = re.compile(r"điện\s*:$")  # at the end of the line above stands who sends it
# "Nơi nhận hồ sơ: …" in the body is none.
_RECEIVERS = re.compile(r"\W*N[ơo]i\s+nh[ậâạa]n\s*(?:[:;.,]|[-–*+•]|$)", re.IGNORECASE)
_ANNEX = re.compile(r"\W*(?:PHỤ LỤC|Phụ lục)\b(?!\s+(?:kèm theo|này|\d+ (?:đối|và)))")
# Annexes of another name, behind the receivers: "ĐỀ CƯƠNG BÁO CÁO", "Mẫu số 01", "(Kèm theo Công văn số …)".
_ANNEX_TITLE = re.compile(
    r"\W*(?:ĐỀ CƯƠNG|DANH (?:SÁCH|MỤC)|BIỂU (?:MẪU|TỔNG|SỐ|THỐNG)|BẢNG|MẪU|PHIẾU|(?:Mẫu|Biểu|Biểu mẫu|Bảng)(?: số)? \d)"
)
_SENT_WITH = re.compile(r"\W*\((?:ban hành )?(?:kèm theo|gửi kèm|đính kèm)\b", re.IGNORECASE)
_SIGN = re.compile(
    rf"(?:KT|TM|TL|TUQ|T/M|K/T|T/L)\s*\.?\s*[{UPPER}]{{2}}|(?:Q\.\s*)?(?:PHÓ )?"
    r"(?:GIÁM ĐỐC|CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|CỤC TRƯỞNG|VỤ TRƯỞNG|CHÁNH VĂN PHÒNG|HIỆU TRƯỞNG|TRƯỞNG PHÒNG|"
    r"CHI CỤC TRƯỞNG|TRƯỞNG BAN|CHÁNH THANH TRA|TỔNG GIÁM ĐỐC|THỦ TƯỚNG)(?: SỞ)?$"
)
# The first of the receivers, where the words above them are illegible.
_AS_ABOVE = re.compile(r"\W*Như (?:trên|kính gửi|[Đđ]iều \d|mục \d)\b")
_MARK = re.compile(
    rf"(?:.*\b{blurred('Số')}\s*:|.*{blurred('ngày')}[\s\d.…]*{blurred('tháng')}[\s\d.…]*{blurred('năm')}|"
    r"CỘNG H|Độc lập|V/v|Về việc)",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|(?:PHÓ )?(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ|GIÁM ĐỐC|SỞ|CỤC|HIỆU TRƯỞNG|CHÁNH|TỔNG|BAN|"
    r"TRƯỞNG|THỐNG ĐỐC|CHÍNH PHỦ|TỈNH|THÀNH))\b|[IVX]+\.|\d"
)
_LATE = re.compile(
    r"CỘNG H\S+ XÃ HỘI|ĐẢNG CỘNG SẢN|Độc lập *[-–]|NAM$|"
    rf".{{2,40}}, {blurred('ngày')}.{{1,12}}{blurred('tháng')}.{{1,8}}{blurred('năm')} \d{{4}}$"
)
_LATEST = 7  # lines behind "Kính gửi"
_FILED = re.compile(r"(?:\w{1,2}[.)]|\W)*Lưu\b(?! ý)")
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
    if addressed:
        lines, head_end = _with_late_heading(text, lines, head_end)
    tail = _tail_start(letter, lines, head_end)
    annex = _annex_start(letter, lines, tail)
    _fill_heading(letter, lines[:head_end])
    items = flat_items(text, lines[head_end:tail])
    if addressed:
        letter.addressees, items = split_addressees(items)
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
        if ADDRESSEES.match(content):
            return at, True
        if at and _WIRES.match(content):
            return at - 1, True
        if title is None and content.strip(" *") in TYPES:
            title, letter.title = at, content.strip(" *")
    start = title + 1 if title is not None else _after_marks(letter.text, lines)
    return _first_opener(letter.text, lines, start, title is not None), False


def _with_late_heading(text: str, lines: list[Line], head_end: int) -> tuple[list[Line], int]:
    """The lines in order, and their heading's end, where a conversion set the right column behind "Kính gửi"."""
    window = lines[head_end + 1 : head_end + _LATEST]
    late = [line for line in window if _LATE.match(line.text(text))]
    rest = [line for line in window if line not in late]
    return [*lines[:head_end], *late, lines[head_end], *rest, *lines[head_end + _LATEST :]], head_end + len(late)


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
        goes_on = titled and (words[0].islower() or _is_capital_line(text, lines, at))
        if OPENER.match(words) or (lines[at].after_blank and not goes_on):
            return at
    return min(start, len(lines))


def _is_capital_line(text: str, lines: list[Line], at: int) -> bool:
    """Whether a line in capitals goes on with a subject in capitals; the authority that decides does not."""
    before, words = lines[at - 1].text(text), lines[at].text(text)
    return before.isupper() and words.isupper() and before not in TYPES and not _AUTHORITY.match(words)


def _tail_start(letter: Letter, lines: list[Line], head_end: int) -> int:
    """The line of "Nơi nhận", or of the signature when it comes first or stands alone."""
    for at in range(head_end, len(lines)):
        if _RECEIVERS.match(_cell(letter.text, lines[at].cells[0])):
            return _signature_above(letter, lines, head_end, at)
    for at in range(head_end, len(lines)):
        if _AS_ABOVE.match(_cell(letter.text, lines[at].cells[0])):
            return _signature_above(letter, lines, head_end, at)
    signs = [at for at in range(head_end, len(lines)) if _SIGN.match(lines[at].text(letter.text))]
    return signs[0] if signs else len(lines)


def _signature_above(letter: Letter, lines: list[Line], head_end: int, receivers: int) -> int:
    for at in range(max(head_end, receivers - 8), receivers):
        if _SIGN.match(lines[at].text(letter.text)):
            return at
    return receivers


def _annex_start(letter: Letter, lines: list[Line], tail: int) -> int:
    texts = [line.text(letter.text) for line in lines[tail:]]
    listed = next((at for at, text in enumerate(texts) if _FILED.match(text)), 0)
    for at, text in enumerate(texts[1:], start=1):
        if _ANNEX.match(text) or (at > listed and _ANNEX_TITLE.match(text)):
            return tail + at
        if at > listed and _SENT_WITH.match(text):
            return _title_above(texts, lines, tail, tail + at)
    return len(lines)


def _title_above(texts: list[str], lines: list[Line], tail: int, at: int) -> int:
    """The first line in capitals of those right above `at`, which say what is sent."""
    while at > tail + 1 and not lines[at].after_blank:
        above = texts[at - 1 - tail]
        if not above.isupper() or _SIGN.match(above):
            break
        at -= 1
    return at


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


def _fill_tail(letter: Letter, lines: list[Line]) -> None:
    """Left column: receivers, up to the line "Lưu". Everything else: signature."""
    listing = closed = signed = False
    width = max((line.end - line.start + line.indent for line in lines), default=0)
    for line in lines:
        cells = beside(Passage.of(letter.text, line.cells[0]))
        cells += [Passage.of(letter.text, cell) for cell in line.cells[1:]]
        text = cells[0].text
        if _RECEIVERS.match(text) or (not listing and not letter.receivers and _AS_ABOVE.match(text)):
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
