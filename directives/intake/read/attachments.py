"""What the letter says goes with it."""

import re

from ..layout import Letter
from ..passage import Passage
from ..sheet import Sheet
from .bases import CITED
from .vocabulary import starts_with_unit

_KIND = (
    r"(?:phụ lục|(?:bi[ểê]u )?mẫu|biểu|(?:bộ )?tài liệu|dự thảo|danh (?:sách|mục)|hồ sơ|đề cương|phiếu|bảng|lịch|"
    r"bản (?:chụp|sao|dự thảo|đăng ký|cam kết|thuyết minh|tổng hợp|ảnh)|văn bản|công văn|kế hoạch|quyết định|"
    r"thông (?:báo|tư|cáo)|chỉ thị|công điện|chương trình|báo cáo|tờ trình|nghị (?:quyết|định)|luật|hướng dẫn|quy chế|"
    r"quy định|quy trình|thể lệ|giấy|đơn|sổ tay|cẩm nang|đề án|phương án|kết luận|tệp|file|video|bài|ấn phẩm|sơ đồ|"
    r"thuyết minh)"
)
_SHEET = (
    r"(?:phụ lục|(?:bi[ểê]u )?mẫu|biểu|tài liệu|dự thảo|danh (?:sách|mục)|hồ sơ|đề cương|phiếu|"
    r"bảng|văn bản|bản (?:chụp|sao))"
)
_MANY = r"(?:(?:các|những|\d{2}) )?"
_WITH = r"(?:gửi kèm(?: theo)?|đính kèm(?: theo)?|kèm theo)"
# "Mẫu số 01 (kèm theo Hướng dẫn này)": with this letter itself.
_LETTER = (
    r"(?:công văn|kế hoạch|văn bản|thông báo|công điện|hướng dẫn|quyết định|chỉ thị|tờ trình|"
    r"báo cáo|giấy mời|chương trình|dự thảo)"
)
_THIS = rf"(?: {_LETTER} này)"
_THAT = rf"(?: {_LETTER}(?: này|(?-i: [A-ZĐ]\w+)(?: \w+){{0,5}}?))"
_NUMERAL = r"(?:\d{1,2}|[IVX]{1,5})\b"
_LIST = re.compile(
    rf"\(\s*(?:xin )?{_WITH}(?!\s*:?\s*theo\b)(?!{_THIS}\s*\))\s*:?\s*(?P<list>(?:[^()]|\([^()]*\))+?)\s*\)",
    re.IGNORECASE,
)
_REMARK = re.compile(
    rf"\(\s*(?:(?:có|xin)(?: các)? (?={_KIND} số))?"
    rf"(?P<what>(?!gửi|đính|kèm)[^();]{{3,160}}?{_WITH}(?:(?! và )[^();,]){{0,60}})\s*(?:\)|,| và )",
    re.IGNORECASE,
)
# Behind "gửi kèm" the sentence ends, or goes on with what to do; "hồ sơ kèm theo ảnh" is what somebody is to bring.
_SENT = re.compile(
    rf"\b(?P<what>{_MANY}{_SHEET}\b(?:(?! theo )[^,;.()]|[,;] (?:và )?(?:{_NUMERAL}|{_KIND} (?:số )?{_NUMERAL}))"
    rf"{{0,60}}?{_WITH}{_THAT}?)"
    r"(?=\s*(?:[.,;:)]|$|(?:này|về|tại|để|và|trước|gửi|đến|qua|trong|cho|theo|bằng|chậm nhất)\b))",
    re.IGNORECASE,
)
# "gửi kèm theo Công văn này Đề cương báo cáo và biểu mẫu"
_BEHIND = re.compile(
    rf"(?<!hành )(?<!duyệt ){_WITH} (?:công văn|văn bản|thông báo|công điện|hướng dẫn|giấy mời) này:?\s+"
    rf"(?P<list>{_MANY}{_KIND}\b[^.;:()]{{0,160}}?)(?=\s*(?:[.;:()]|$|,? (?:để|đến|tới)\b|, (?:đề nghị|yêu cầu)))",
    re.IGNORECASE,
)
# "Văn phòng xin gửi bản chụp văn bản nói trên đến quý cơ quan"
_COPY = re.compile(
    r"\b(?:xin|kính|sao|trân trọng) (?:gửi|chuyển)(?: kèm)? (?P<what>(?:bản chụp|bản sao)\b[^,;.()]{0,100}?)"
    r"(?=\s*(?:[.,;()]|$|(?:đến|tới|để)\b))",
    re.IGNORECASE,
)
# "Phụ lục 1 đối với các bộ và Phụ lục 2 đối với các tỉnh (gửi kèm theo)"
_BARE = re.compile(rf"\(\s*(?:có |xin |ban hành )?{_WITH}{_THIS}?\s*\)", re.IGNORECASE)
_NUMBERED = re.compile(rf"(?:Phụ lục|Biểu(?: mẫu)?|Mẫu)(?: số)? {_NUMERAL}(?:, {_NUMERAL})*(?: và {_NUMERAL})?")
_NAMED = re.compile(
    r"(?:Phiếu|phiếu|[Bb]iểu|[Dd]anh sách|[Đđ]ề cương|[Kk]ế hoạch|[Dd]ự thảo|[Tt]ài liệu|[Hh]ồ sơ)\b[^,;.:()]{0,60}$"
)
# "mẫu ban hành kèm theo Thông tư số 5/2024/TT-BTC": goes with another document.
_OF_ANOTHER = re.compile(r"(?:ban hành|phê duyệt|công bố) kèm theo (?!.*\bnày\b)", re.IGNORECASE)
# "sao gửi Công văn số 6588/… ngày … về việc … (đính kèm)"
_CITED = re.compile(
    r"(?:Công văn|Văn bản|Quyết định|Kế hoạch|Chỉ thị|Thông báo|Công điện|Hướng dẫn|Chương trình) số [^;:()]*$"
)
_ABOUT = re.compile(r",? (?:về|V/v|ban hành|triển khai|hướng dẫn|quy định|phê duyệt)\b.*$")
_CLAUSE = 160  # characters before the bracket in which they are named
_DOUBLED = re.compile(r"^(?P<lead>(?:\S+ ){1,3}?)(?P=lead)", re.IGNORECASE)
_CUT = re.compile(r"\s*;\s*(?:và\s+)?|\s*,\s*(?:và\s+)?|\s+và\s+")
_BEGINS = re.compile(rf"{_MANY}{_KIND}\b|\d+\s*/", re.IGNORECASE)


def read_attachments(letter: Letter, sheet: Sheet) -> None:
    for item in letter.paragraphs():
        words = item.all_words
        _read_numbered(words, sheet)
        taken = _read_lists(words, sheet)
        for pattern in (_REMARK, _SENT, _COPY):
            for match in pattern.finditer(words.text):
                if not any(start < match.end("what") and match.start("what") < end for start, end in taken):
                    taken.append(match.span())
                    _add_named(words.group(match, "what"), sheet)


def _read_lists(words: Passage, sheet: Sheet) -> list[tuple[int, int]]:
    taken = []
    for pattern in (_LIST, _BEHIND):
        for match in pattern.finditer(words.text):
            taken.append(match.span())
            for part in _listed(words.group(match, "list")):
                _add(part, sheet)
    return taken


def _listed(words: Passage) -> list[Passage]:
    """The titles of a list. A comma or "và" inside one title parts nothing: behind it no other title begins."""
    cuts = [cut for cut in _CUT.finditer(words.text) if _parts(words.text, cut)]
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(words.text)]
    return [words.part(start, end) for start, end in zip(starts, ends, strict=True)]


def _parts(text: str, cut: re.Match) -> bool:
    if text.count("(", 0, cut.start()) > text.count(")", 0, cut.start()):
        return False
    behind = text[cut.end() :]
    if ";" in cut[0] or _BEGINS.match(behind):
        return True
    return "," in cut[0] and behind[:1].isupper() and not starts_with_unit(behind)


def _read_numbered(words: Passage, sheet: Sheet) -> None:
    """Annexes named in front of a bare "(gửi kèm theo)": those with numbers, else the one right before it."""
    for bracket in _BARE.finditer(words.text):
        left = max(0, bracket.start() - _CLAUSE)
        numbered = list(_NUMBERED.finditer(words.text, left, bracket.start()))
        named = _NAMED.search(words.text, left, bracket.start())
        for match in numbered or ([named] if named else []):
            _add(words.group(match), sheet)
        if not numbered and not named and (cited := _CITED.search(words.text, 0, bracket.start())):
            about = _ABOUT.search(cited[0])
            _add(words.part(cited.start(), cited.start() + about.start() if about else bracket.start()), sheet)


def _add_named(words: Passage, sheet: Sheet) -> None:
    """Attachments named in a sentence; several that bear numbers ("Mẫu số 01, Mẫu số 02 kèm theo") are told apart."""
    if _OF_ANOTHER.search(words.text):
        return
    numbered = list(_NUMBERED.finditer(words.text))
    for part in [words.group(match) for match in numbered] if len(numbered) > 1 else [words]:
        _add(part, sheet)


def _add(words: Passage, sheet: Sheet) -> None:
    """One attachment. Behind a doubled lead-in ("Công văn số Công văn số 44/…") only the number is certain."""
    words = words.strip(".,;:")
    cited = CITED.search(words.text)
    doubled = _DOUBLED.match(words.text)
    if doubled and cited:
        words = words.group(cited, "number")
    if words and words.text not in sheet.data["attachments"]:
        sheet.add("attachments", words.text, words)
