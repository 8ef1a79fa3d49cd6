"""Phrases that look like deadlines and bind nobody now: the past, other documents, events, figures, quoted errors."""

import re

from .preamble import asks
from .sentences import sentence_around
from .vocabulary import VERB, actor_end, spelled_out

_LOOK_BACK = 80
# What makes a date of the past, of somebody else, or of a rule out of it.
_NOT_DEADLINE = re.compile(
    r"(?:(?<!máy )tính|số liệu|có hiệu lực|(?<!từ ngày )(?<!từ khi )(?<!sau khi )ban hành|"
    r"(?<!vệ )(?<!học )(?<!tuyển )sinh|(?<!cung )(?<!nâng )cấp|"
    r"giai đoạn|lấy|phát sinh|thành lập|nghỉ hưu|tuyển dụng|"
    r"khởi công|xảy ra|hạn (?:sử )?dụng|hạn dùng|"
    r"trúng tuyển|tồn tại|đã [^.;,]{0,60})\s*$"
    r"|\b(?:đã|trước đây)\s+\S+(?:\s+\S+){0,6}\s*$"
    r"|\b(?:thay cho|thay vì|thay thế)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
# "Công văn số 12/…, trong đó yêu cầu các đơn vị gửi báo cáo trước ngày …": that letter's deadline.
_OTHER_LETTER = re.compile(
    r"\bsố\s*\d[^;]{0,400}\b(?:trong đó|theo đó|tại đó)\b[^;)]{0,40}"
    r"(?<!với )(?<!của )(?<!theo )(?:yêu cầu|đề nghị|giao|quy định|hướng dẫn)\b(?! của)",
    re.IGNORECASE,
)
# "Tại Công văn số 77/…, Bộ Y tế yêu cầu các địa phương báo cáo trước ngày …"
_IN_LETTER = re.compile(r"^\W*Tại [^.;:,]{0,30}\bsố\s*:?\s*\d", re.IGNORECASE)
_CUT_OFF = re.compile(
    r"\b(?:chốt|lấy|khóa) số liệu\s*:?\s*$|\bsố liệu (?:được )?(?:tính|chốt|lấy)[^.;,]{0,20}$", re.IGNORECASE
)
_WILL = re.compile(r"\s*,[^.;:,]{0,60}\bsẽ\b")
_FIGURES = re.compile(r"\b(?:số liệu|kỳ báo cáo|lũy kế|chốt|thống kê)\b[^.;]*$", re.IGNORECASE)
_EVENT = re.compile(
    r"\b(?:diễn ra|khai mạc|hội nghị|hội thảo|tập huấn|buổi lễ|lễ (?:phát|kỷ|khai)|"
    r"nghỉ|thời gian họp|lớp|khóa (?:học|đào tạo|bồi dưỡng)|kỳ (?:thi|họp)|phiên họp|đại hội|liên hoan|triển lãm|"
    r"hội chợ|lễ hội|hợp đồng|chuyến|hội (?:thi|diễn|thao)(?![^.;]* (?:nhận|nộp|gửi))|vòng (?:sơ|chung|bán)|"
    r"chấm(?! dứt)|sơ khảo|chung khảo|đường dây nóng|đoàn (?:công tác|kiểm tra|thanh tra)|"
    r"thời gian (?:kiểm tra|thanh tra|làm việc|khảo sát)|"
    r"(?:mưa|nắng|rét|bão|lũ)[^.;,]{0,30} (?:kéo dài|xảy ra|xuất hiện))\b[^.;]*$",
    re.IGNORECASE,
)
# "báo cáo năm 2024 (từ ngày 15/12/2023 đến …)": what the figures are about.
_SPAN_OF_FIGURES = re.compile(r"\b(?:báo cáo|kỳ|quý|năm|số liệu)\b[^.;()]{0,60}\(\s*(?:tính )?$", re.IGNORECASE)
# "Trường hợp nộp hồ sơ trước ngày …", "Đối với dự án khởi công trước ngày …": which cases are meant.
_CASE = re.compile(r"^\W*(?:Trường hợp|Nếu|Đối với|Khi|Sau)\b[^,:;]*$")
# "có giá trị đến hết ngày …": a rule; "dự kiến khai mạc trước ngày …": a guess; "Sở sẽ tổng hợp …": the issuer's own.
_HOLDS = re.compile(
    r"\b(?:có hiệu lực|có giá trị|áp dụng|được kéo dài|bổ nhiệm|giữ chức|nhiệm kỳ)\b[^.;,]*$", re.IGNORECASE
)
_EXPECTS = re.compile(r"\b(?:dự kiến|dự báo)\b[^.;,]*$|\bsẽ\b[^.;]{0,80}$", re.IGNORECASE)
# "Thủ tướng Chính phủ yêu cầu …", "Theo Kế hoạch của Bộ …": the words of somebody above the issuer.
_HIGHER = re.compile(
    r"\b(?:Chính phủ|Thủ tướng|Quốc hội|Trung ương|Bộ Chính trị|Phó Thủ tướng[^,;.:]{0,40})\s+(?:đã\s+)?"
    r"(?:giao|yêu cầu|chỉ đạo)\b"
)
_ACCORDING = re.compile(r"^\W*Theo (?!đó)[^:]*$")
# "Để kịp trình Chính phủ trước ngày …, đề nghị …": the day of the one who asks.
_PURPOSE = re.compile(r"^\W*(?:Để|Nhằm)\b[^,:;]*$")
_LONG_PURPOSE = re.compile(
    r"^\W*(?:Để|Nhằm)\b[^,:;]*(?:, (?:báo cáo|trình|tổng hợp|hoàn thiện|tham mưu|gửi|xây dựng|phục vụ)\b[^,:;]*)+$"
)
# "10 ngày trước ngày …", "trước ngày … ít nhất 03 ngày": counted back from an event.
_OFFSET = re.compile(r"\b\d{1,3}\s*(?:\([^()]{1,20}\)\s*)?(?:ngày|giờ|tuần|tháng)(?: làm việc)?\s*$", re.IGNORECASE)
# "Hộ đăng ký trước ngày … được hỗ trợ": who is meant, and what they get.
_THEN = re.compile(r"\s+(?:được|thì|sẽ|không phải|vẫn|tiếp tục|đều)\b", re.IGNORECASE)
# "Từ ngày … đến ngày …, trên địa bàn tỉnh có mưa to", "đến hết ngày …, 100% hộ dân …": weather, events, aims.
_HAPPENS = re.compile(
    r"[^.;:]{0,80}?\b(?:có (?:mưa|gió|nắng|rét|sương|lũ|khả năng)|mưa|nắng nóng|xảy ra|diễn ra|ghi nhận|dự báo|sẽ)\b|"
    r"[^.;:]{0,80}?\b(?:phát hiện|bắt giữ|xử lý|tiếp nhận)(?: được)? \d",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\s*,?[^.;:]{0,80}?\d\s*%")
# "còn 08 đơn vị chưa hoàn thành nhiệm vụ giao trước ngày …": what is late already.
_LATE = re.compile(
    r"\b(?:chưa|không)\s+(?:hoàn thành|thực hiện|gửi|nộp|báo cáo|triển khai|bảo đảm)[^.;,:]*$", re.IGNORECASE
)
_THERE = re.compile(r"\b(?:trong đó|theo đó|tại đó)\b[^.;]*$", re.IGNORECASE)
_AT_LEAST = re.compile(r"\s*,?\s*(?:ít nhất|tối thiểu)\s+\d", re.IGNORECASE)
_CORRECTED = re.compile(r"[^“”\"]{0,200}[”\"]\s*(?:được\s+|đã\s+|nay\s+)*(?:sửa|thay|đổi|đính chính|điều chỉnh)")
# "Định kỳ hàng năm …, báo cáo … trước ngày 15/12": a day of every year.
_EVERY = re.compile(r"\b(?:(?:hằng|hàng|mỗi) (?:tuần|tháng|quý|năm)|định kỳ)\b", re.IGNORECASE)
_OPENING = '“"'
# "Đại biểu có mặt tại hội trường trước 7h30 ngày …": when people come. Machines and forces are sent, reports made.
_CLOCK = r"\d{1,2}\s*(?:giờ|[gGhH:])"
_COMES = re.compile(
    r"\b(?:có mặt|ổn định (?:tổ chức|chỗ ngồi))\b[^.;:]{0,80}$|"
    r"(?<!được )\btập trung(?: (?:tại|ở)\b[^.;:]{0,80})?\s*$",
    re.IGNORECASE,
)
_COMES_THEN = re.compile(r"\s*,?\s[^.;:]{0,80}?\bcó mặt\b[^.;:]{0,80}", re.IGNORECASE)
_GATHERS_AT = re.compile(rf"\D{{0,20}}{_CLOCK}")
_DONE_FOR_IT = re.compile(
    r"\b(?:lực lượng|phương tiện|thiết bị|vật tư|máy móc|máy (?:bơm|xúc|phát)|xe|tàu|thuyền|xuồng|ứng trực|"
    r"báo cáo|danh sách|thống kê|tổng hợp|gửi|nộp|đăng ký|hoàn thành|hoàn thiện)\b",
    re.IGNORECASE,
)
# "Tiến độ của Bộ: trình Chính phủ trước ngày …": what the issuer has planned for itself.
_PLAN_OF = re.compile(r"^\W*(?:Tiến độ|Kế hoạch|Lộ trình|Chương trình)\b[^.;:]*?\bcủa (?P<whose>[^.;:,]+):\s*")


def is_late(text: str, start: int) -> bool:
    """Whether the words before `start` say that somebody has not done it yet, or what an earlier letter said."""
    before = text[max(0, start - 2 * _LOOK_BACK) : start]
    return bool(_LATE.search(before) or _THERE.search(before))


def is_told(text: str, start: int, end: int, relation: str) -> bool:
    """Whether the phrase of `text` from `start` to `end` only tells of a day."""
    before = text[max(0, start - _LOOK_BACK) : start]
    first, _ = sentence_around(text, start)
    sentence = text[first:start]
    if _OTHER_LETTER.search(sentence) or _is_corrected(text, sentence, end):
        return True
    if relation in ("before", "at_latest") and _is_attendance(text, sentence, start, end):
        return True
    if relation == "at_latest":  # "chậm nhất" always commands
        return False
    if relation == "by_end_of" and (_FIGURES.search(sentence) or _EVENT.search(sentence)):
        return True
    if relation == "by_end_of" and (_HAPPENS.match(text, end) or _is_aim(text, sentence, end)):
        return True
    if relation == "before" and (_OFFSET.search(before) or _AT_LEAST.match(text, end) or _THEN.match(text, end)):
        return True
    if relation == "by_end_of" and (_SPAN_OF_FIGURES.search(before) or _HOLDS.search(sentence)):
        return True
    if _IN_LETTER.match(sentence) and sum(1 for _ in asks(sentence)) < 2:
        return True
    if _CUT_OFF.search(before) or (not sentence.strip() and _WILL.match(text, end)):
        return True
    if _EXPECTS.search(sentence):
        return True
    return bool(_NOT_DEADLINE.search(before) or _CASE.match(sentence) or _PURPOSE.match(sentence)) or (
        text.startswith(",", end) and bool(_LONG_PURPOSE.match(sentence))
    )


def _is_attendance(text: str, sentence: str, start: int, end: int) -> bool:
    """Whether the phrase from `start` says when people are to be there; without "có mặt" only by the clock."""
    comes = _COMES.search(sentence) if sentence.strip() else _COMES_THEN.match(text, end)
    if not comes or _DONE_FOR_IT.search(comes.string, comes.string.rfind(",", 0, comes.start()) + 1, comes.end()):
        return False
    return "có mặt" in comes[0].lower() or bool(_GATHERS_AT.match(text, start))


def _is_aim(text: str, sentence: str, end: int) -> bool:
    """ "phấn đấu đến hết ngày 31/12/2025, 100% hộ dân …": unless the sentence asked for something before."""
    behind = _SHARE.match(text, end)
    clause = sentence.rpartition(";")[2]
    strives = re.search(r"\bphấn đấu\b", clause, re.IGNORECASE)
    return bool(behind) and bool(strives or not VERB.search(clause)) and not VERB.search(behind[0])


def _is_corrected(text: str, sentence: str, end: int) -> bool:
    """ "cụm từ “trước ngày 30/6/2026” được sửa thành …": the words that no longer hold."""
    opened = max(sentence.rfind(mark) for mark in _OPENING) > sentence.rfind("”")
    return opened and bool(_CORRECTED.match(text, end))


def recurs(text: str, start: int) -> bool:
    """Whether the sentence around `start` speaks of something that comes again."""
    first, last = sentence_around(text, start)
    return bool(_EVERY.search(text, first, last))


def is_from_above(text: str, start: int, issuer: str) -> bool:
    """Whether somebody above the issuer set the day: the letter tells of it, and asks nothing itself up to there."""
    first, _ = sentence_around(text, start)
    sentence = text[first:start]
    if _ACCORDING.match(sentence) and next(asks(sentence), None) is None:
        return True
    given = issuer and spelled_out(sentence).rfind(f"giao {issuer} ")
    if given and given >= 0 and next(asks(sentence[given + 5 :]), None) is None:
        return True
    behind = next((sentence[match.end() :] for match in _HIGHER.finditer(sentence)), ":")
    return ":" not in behind and next(asks(behind), None) is None


def is_own_plan(text: str, start: int, issuer: str) -> bool:
    """Whether the day is one that the issuer set itself, for what it does itself."""
    first, _ = sentence_around(text, start)
    plan = _PLAN_OF.match(text[first:start])
    if not (issuer and plan and issuer.startswith(spelled_out(plan["whose"].strip()))):
        return False
    planned = text[first + plan.end() : start]
    end = actor_end(planned)
    acts = spelled_out(planned[:end].strip(" ,:")) if end else issuer
    return issuer.startswith(acts) and next(asks(planned), None) is None
