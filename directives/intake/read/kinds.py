"""The verbs with which a letter says what it does to an earlier one."""

import re
from dataclasses import dataclass

DOCUMENT = (
    r"(?:công văn|văn bản|quyết định|kế hoạch|chỉ thị|thông báo|hướng dẫn|công điện|chương trình|giấy mời|phương án|"
    r"đề án|quy chế|quy định|nghị quyết)(?:\s+(?:hỏa tốc|khẩn|liên tịch|liên ngành))?"
)
# Where the subject of a cited letter ends and the sentence goes on.
TRAIL = re.compile(
    r",?\s+(?:đến hết|đến ngày|như sau|bằng (?:Công|Văn|văn|Quyết)|kể từ|hết hiệu lực|"
    r"được (?:gia hạn|thay|thu hồi|đính)|bị (?:thu hồi|bãi bỏ|hủy)|trái với|và (?:các|những) (?:quy định|văn bản)|"
    r"và (?:Công văn|Quyết định|Kế hoạch|Văn bản|Chỉ thị|Thông báo)\b)"
    r"|[,;] (?:Công văn|Quyết định|Kế hoạch) số"
)

_TIME = r"(?:thời gian|thời hạn|hạn|mốc thời gian|thời điểm|tiến độ|ngày|lịch)"
_PART = (
    r"(?:(?:một số|các|lại)\s+)*(?:nội dung|phụ lục|biểu mẫu|mẫu|điểm|khoản|điều|mục|phần|cụm từ|đề cương|danh sách|"
    r"thành phần|đối tượng|nhiệm vụ|địa điểm|số liệu|trích yếu|đoạn|dòng|quy định|thời)\b"
)
_DIRECT = re.compile(
    rf"\s+(?:(?:cho|toàn bộ|hoàn toàn|hiệu lực|của|đối với|các|những|nội dung|và|thay thế|thu hồi|hủy bỏ)\s+)*"
    rf"(?:{DOCUMENT}\s*:?\s*)?",
    re.IGNORECASE,
)
# "khoản 2 Điều 1", "mục II Phụ lục"
_ENUMERATED = rf"(?:\s*(?:,|và|(?:\d+|[IVX]+|[a-zđ])\b|{_PART}))*"
_LINK = r"(?:(?<=\btại)|(?<=\bcủa)|(?<=\btrong)|(?<=kèm theo)|(?<=nội dung)|(?<=phụ lục))"
_WITHIN = re.compile(
    rf"\s+(?:{_PART}(?:(?!thực hiện|triển khai|(?<!kèm )theo)[^.;]){{0,160}}?{_LINK}(?:\s+{_PART}{_ENUMERATED})?|"
    rf"{_PART}{_ENUMERATED}|[^.;]{{1,200}}?(?:ban hành|công bố) kèm theo)\s+(?:các\s+)?(?:{DOCUMENT}\s*)",
    re.IGNORECASE,
)
_ANYHOW = re.compile(rf"\s+[^.;]{{0,160}}?(?:{DOCUMENT}\s*)", re.IGNORECASE)
_TIMED = re.compile(rf"(?=\s+(?:\w+\s+){{0,3}}?{_TIME}\b)[^.;]{{1,160}}?(?:{DOCUMENT}\s*)", re.IGNORECASE)
_TIMED_HINT = re.compile(rf"\s+(?:\w+\s+){{0,3}}?{_TIME}\b", re.IGNORECASE)
_LETTER_HINT = re.compile(rf"\s+(?:[^.;]{{0,60}}\s)?{DOCUMENT}\b", re.IGNORECASE)
_ANY_HINT = re.compile(r"\s")


# Without a letter of its own to go with: the one named before is meant.
_ABOVE = rf"[^.;:]{{0,120}}?{DOCUMENT}\s+(?:(?:đã )?(?:nêu|nói|dẫn)\s+)?trên\b"
_AS_ABOVE = re.compile(_ABOVE, re.IGNORECASE)
_UNTIL = re.compile(rf"{_ABOVE}|[^.;:]{{0,100}}?\s(?:đến|tới)\s+(?:hết\b|ngày\b|\d)", re.IGNORECASE)
_AS_FOLLOWS = re.compile(rf"{_ABOVE}|\s+(?:\w+\s+){{0,6}}?như sau\b", re.IGNORECASE)


@dataclass(frozen=True)
class Verb:
    """`gap`: what may stand between the verb and the letter's number; `hint`: what follows in a subject without one.

    `goes_on`: what follows in a sentence without one.

    `repeats`: an everyday phrase; it makes a relation only to a letter of the same issuer. `weak`: only where no other
    relation is stated.
    """

    kind: str
    pattern: re.Pattern
    gap: re.Pattern = _DIRECT
    hint: re.Pattern | None = None
    doubt: str = ""
    goes_on: re.Pattern = _AS_ABOVE
    repeats: bool = False
    weak: bool = False

    def reaches(self, between: str) -> bool:
        """Whether these words lead from the verb to its object."""
        return bool(self.gap.fullmatch(between))

    def hints(self, following: str) -> bool:
        return bool(self.hint and self.hint.match(following))


def _words(pattern: str) -> re.Pattern:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


_MOVED = "Văn bản điều chỉnh thời hạn; hiểu là gia hạn. Hãy kiểm tra."
_STOPPED = "Văn bản cho dừng thực hiện; hiểu là thu hồi. Hãy kiểm tra."
_REPEATED = "Văn bản nhắc thực hiện một văn bản trước; hiểu là đôn đốc. Hãy kiểm tra."
_LAPSED = "Văn bản nói văn bản trước hết hiệu lực; hãy kiểm tra là thay thế hay thu hồi."
_CHANGE = r"(?:sửa đổi|điều chỉnh)(?:(?:,| và)? bổ sung)?|bổ sung(?:(?:,| và)? (?:sửa đổi|điều chỉnh))?|thay đổi"

VERBS = (
    Verb("extends", _words(r"gia hạn(?: thêm)?|kéo dài|lùi|dời"), _TIMED, _TIMED_HINT, goes_on=_UNTIL),
    Verb("extends", _words(r"gia hạn"), _DIRECT),
    Verb("extends", _words(rf"(?:{_CHANGE})(?=\s+(?:lại\s+)?{_TIME}\b)"), _TIMED, _TIMED_HINT, _MOVED),
    Verb("corrects", _words(r"đính chính"), _ANYHOW, _ANY_HINT, goes_on=_AS_FOLLOWS),
    Verb("replaces", _words(r"thay thế(?: cho)?"), _DIRECT, _LETTER_HINT),
    Verb("amends", _words(rf"(?:{_CHANGE}|thay thế|bãi bỏ|hủy bỏ|huỷ bỏ|bỏ)(?!\s+(?:lại\s+)?{_TIME}\b)"), _WITHIN),
    Verb("amends", _words(_CHANGE), _DIRECT),
    Verb("recalls", _words(r"thu hồi|hủy bỏ|huỷ bỏ|bãi bỏ|hủy"), _DIRECT, _LETTER_HINT),
    Verb(
        "recalls",
        _words(r"(?<!tạm )(?:dừng|ngừng|chấm dứt)(?: việc)?(?: triển khai)? thực hiện"),
        _DIRECT,
        None,
        _STOPPED,
    ),
    Verb(
        "recalls",
        _words(
            r"(?:đề nghị|yêu cầu)[^.;]{0,80}?"
            r"(?:bỏ qua(?!,)|hủy bỏ|huỷ bỏ|thu hồi|(?:dừng|không)(?: tiếp tục)?(?: triển khai)? thực hiện(?: theo)?)"
        ),
        _DIRECT,
        None,
        _STOPPED,
        repeats=True,
    ),
    Verb("urges", _words(r"đôn đốc|nhắc lại|nhắc nhở|nhắc việc"), _ANYHOW, _ANY_HINT),
    Verb(
        "urges",
        _words(
            r"(?:tiếp tục|khẩn trương|nghiêm túc)(?:,? \w+){0,4}? (?:thực hiện|triển khai|hoàn thành|báo cáo)"
            r"(?: (?:thực hiện|nghiêm|nghiêm túc|tốt|đầy đủ|có hiệu quả))*"
        ),
        re.compile(rf"\s+(?:[^.;,]{{0,60}}(?:tại|của|theo)\s+)?(?:các\s+)?(?:{DOCUMENT}\s*)", re.IGNORECASE),
        None,
        _REPEATED,
        repeats=True,
    ),
    Verb(
        "urges",
        _words(
            r"(?:chưa|mới) nhận được (?:đầy đủ )?(?:báo cáo|ý kiến|kết quả|văn bản)|chưa (?:gửi )?(?:báo cáo|kết quả)"
        ),
        _DIRECT,
        repeats=True,
        weak=True,
    ),
)
# Behind the number.
PASSIVES = (
    Verb("replaces", _words(rf"được thay thế (?:bằng|bởi) {DOCUMENT} này")),
    Verb("replaces", _words(rf"(?:hết|không còn) hiệu lực[^.;]{{0,40}}? {DOCUMENT} này"), doubt=_LAPSED),
    Verb("recalls", _words(r"(?:được|bị) (?:thu hồi|hủy bỏ|huỷ bỏ|bãi bỏ)")),
    Verb("extends", _words(r"(?:được|nay) (?:gia hạn|kéo dài|lùi)(?= (?:thêm|đến|tới|sang))")),
    Verb("corrects", _words(r"(?:được|nay) đính chính(?: lại)?(?= (?:như|thành|là))")),
    Verb(
        "amends", _words(r"(?:được|nay) (?:sửa đổi|điều chỉnh|bổ sung)(?:,? bổ sung)?(?: lại)?(?= (?:như sau|thành))")
    ),
)
