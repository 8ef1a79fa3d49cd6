"""Documents cited in the preamble: number, date and, only where the letter says so, who issued them."""

import re

from ..passage import Passage
from ..sheet import Sheet
from ..worn import blurred
from .dates import DATE, parse
from .heading import PARTY_SYMBOL, SYMBOL, tidy_symbol
from .preamble import Preamble

CITED = re.compile(
    rf"(?<!\w)(?:số\s*:?\s*)?(?P<number>(?:\d+[a-zA-Z]?\s*/\s*(?:\d{{4}}\s*/\s*)?|\d+\s?-\s?(?={PARTY_SYMBOL})){SYMBOL})"
)
_DAY = re.compile(rf"\s*,?\s*(?:ký |ban hành |đề )?{blurred('ngày')}\s*(?P<day>{DATE})")
# One name: capitalised words, "và", and commas inside "Bộ Văn hóa, Thể thao và Du lịch".
_BODY = (
    r"(?:Bộ|Sở|Ủy ban|Uỷ ban|UBND|Chính phủ|Thủ tướng|Chủ tịch|Văn phòng|Ban|Cục|Hội đồng|HĐND|Quốc hội|"
    r"Tỉnh ủy|Thành ủy)"
)
_DOCUMENT = r"(?:Công|Kế hoạch|Quyết|Nghị|Chỉ thị|Thông|Luật|Chương trình|Hướng dẫn|Kết luận|Văn bản)"
_NO_NAME = r"về|ban hành|quy định|sửa đổi|phê duyệt|hướng dẫn|triển khai|tại|nhằm|đề nghị"
_OF = re.compile(
    r"\s*,?\s*của\s+(?P<issuer>(?:liên (?:bộ|ngành)[: ]*)?"
    rf"(?:(?!\b(?:{_NO_NAME})\b|, {_BODY}\b|và {_DOCUMENT})[^;.():“\"])+)"
)
# "Ngày 25/8/2025, Sở Tài chính đã ban hành Công văn số 2958/…": the day stands before.
_ISSUED = re.compile(rf"^Ngày\s+(?P<day>{DATE})\s*,[^.;:()]{{3,120}}?(?:ban hành|có|ký|gửi)\s+[^.;:()/]{{3,40}}$")
_NESTED = re.compile(r"(?:sửa đổi|bổ sung|thay thế|một số điều (?:của|tại)|kèm theo)[^;.]{0,60}$")
_AMENDED_BY = re.compile(r"(?:sửa đổi|bổ sung|thay thế) (?:bởi|theo|tại)\b[^;.]{0,60}$")
_KNOWN_CODES = (
    (re.compile(r"/(?:.*-)?VPCP\b"), "Văn phòng Chính phủ"),
    (re.compile(r"/(?:.*-)?TTg\b"), "Thủ tướng Chính phủ"),
    (re.compile(r"/(?:NĐ|NQ)-CP\b"), "Chính phủ"),
    (re.compile(r"/(?:.*-)?VPUB(?:ND)?\b"), "Văn phòng Ủy ban nhân dân"),
    (re.compile(r"/(?:.*-)?BTTTT\b"), "Bộ Thông tin và Truyền thông"),
    (re.compile(r"/(?:.*-)?UBND\b"), "Ủy ban nhân dân"),
)


def read_bases(preamble: Preamble, sheet: Sheet) -> None:
    cited = set()
    for part in preamble.parts:
        for match in CITED.finditer(part.text):
            number = re.sub(r"\s+", "", tidy_symbol(match["number"]))
            if number not in cited and not _is_nested(part.text[: match.start()]):
                cited.add(number)
                _read_basis(part, match, number, sheet)


def _is_nested(before: str) -> bool:
    """Whether a number only names what another document changes; one that changed it is cited itself."""
    return bool(_NESTED.search(before)) and not _AMENDED_BY.search(before)


def _read_basis(part: Passage, match: re.Match, number: str, sheet: Sheet) -> None:
    day = _DAY.match(part.text, match.end())
    end = day.end() if day else match.end()
    issued = None if day else _ISSUED.search(part.text, 0, match.start())
    issuer = _OF.match(part.text, end)
    name = part.group(issuer, "issuer").rstrip(",") if issuer else None
    said = day or issued
    cited = parse(said["day"]) if said else None
    words = part.part(match.start("number"), end)
    dated = [part.group(issued, "day")] if issued else []
    basis = {"number": number, "date": cited.isoformat() if cited else None, "issuer": name.text if name else None}
    path = sheet.add(
        "legal_bases",
        basis,
        words,
        *dated,
        *([name] if name else []),
        doubt="" if cited else "Căn cứ không ghi rõ ngày.",
    )
    if not name:
        _suggest_issuer(path, number, sheet)


def _suggest_issuer(path: str, number: str, sheet: Sheet) -> None:
    path = f"{path}.issuer"
    code = next(((match[0].lstrip("/"), name) for sign, name in _KNOWN_CODES if (match := sign.search(number))), None)
    if code:
        reason = f"Văn bản không ghi cơ quan ban hành {number}; suy ra từ ký hiệu {code[0]}: {code[1]}."
        sheet.suggest(path, code[1], reason)
    else:
        sheet.missing(path, f"Văn bản không ghi cơ quan ban hành {number}.")
