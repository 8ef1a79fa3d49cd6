"""The preamble: what a letter rests on, up to the words with which it asks, decides or informs."""

import re
from dataclasses import dataclass

from ..layout import Letter
from ..passage import Passage
from ..worn import blurred, worn
from .sentences import sentences

_RESTS_ON = re.compile(
    r"(?:Căn cứ|Thực hiện|Triển khai|Tiếp theo|Phúc đáp|Trả lời|Theo|Xét|Tiếp nhận|Tiếp tục thực hiện|"
    r"Ngày \d{1,2}|Sau khi|Trên cơ sở|Nhằm|Để|Hưởng ứng|Liên quan|[^.;]{3,80}(?<! khi)(?<! ngày) "
    r"(?:nhận được|sao gửi|(?:đã|vừa) ban hành))\b"
)
_CITES = re.compile(r"\d\s*/\s*\D")
_PURPOSE = re.compile(r"(?:Nhằm|Để)\b")
_LEADS_ON = re.compile(r"(?<!^Căn cứ)(?<!^Các căn cứ):$")
_DOCUMENT = re.compile(
    r"\d\s*/\s*\D|\b(?:[Ll]uật|chỉ đạo|ý kiến|[Nn]ghị quyết|[Nn]ghị định|[Kk]ế hoạch|[Cc]hương trình|[Cc]ông văn|"
    r"[Qq]uyết định|[Cc]hỉ thị|[Kk]ết luận|[Tt]hông (?:báo|tư)|[Đđ]ề nghị của|[Tt]ờ trình)\b"
)
# The issuer speaks: "Sở … đề nghị", "Bộ … hướng dẫn các cơ sở". "theo đề nghị của" is somebody else speaking.
ASKS = re.compile(
    r"(?<!việc )(?<!về )(?<!V/v )(?<!theo )(?<!xét )(?<!Xét )(?<!Theo )(?<!iễn )(?<!ruyền )\b(?:kính )?"
    rf"(?:{blurred('Đề nghị|đề nghị|Yêu cầu|yêu cầu')}|"
    rf"(?<!vụ )(?<!tiêu )(?<!được )[Gg]iao|{worn('hướng dẫn|thông báo|ban hành|kính mời')})\b"
    r"(?! (?:của|tại|kỹ thuật|trên|này|số|chuyên môn)\b)"
)
_SPEAKS = re.compile(
    rf"{ASKS.pattern}|\b(?:có ý kiến|chỉ đạo|kết luận|trả lời|phúc đáp)(?: chỉ đạo| cụ thể)? như sau|\bxin gửi\b"
)
# Behind these somebody else asked, earlier: "…, trong đó yêu cầu các đơn vị …", "đã đề nghị".
_TOLD = re.compile(r"(?:\b(?:trong đó|theo đó|tại đó)\b[^;.]{0,60}|\b(?:đã|từng)(?: \S+){0,3} ?)$", re.IGNORECASE)
# "Công văn số 5/SNV-VP ngày 15/4/2025 của Sở Nội vụ thông báo về …": that document's words.
_OTHERS = re.compile(r"\d của [^,;.:]{3,70} $|\bsố\s*:?\s*\d\S*(?: ngày [\d/]+)? $")
_SPEAKER = re.compile(
    r"(?:Ủy ban|Uỷ ban|UBND|Sở|Bộ|Cục|Chi cục|Ban|Văn phòng|Phòng|Trung tâm|Trường|Công an|Hội|(?:Phó )?Chủ tịch|"
    r"(?:Phó )?Thủ tướng|Công ty|Bảo hiểm|Ngân hàng|Viện|Bệnh viện|Học viện|Đoàn|Liên đoàn|Kho bạc|Tòa án|Tổng cục|"
    r"Hiệu trưởng|Giám đốc)\b"
)
_NEW_SPEAKER = re.compile(rf"[,;.)] (?={_SPEAKER.pattern})")
_NUMBERED = re.compile(r" (?:Kế hoạch|Công văn|Quyết định|Chỉ thị|Thông báo|Công điện|Văn bản|Chương trình) số:? ?\d")
_BEFORE_VERB = 120


@dataclass(frozen=True)
class Preamble:
    """`parts` are the words that cite; `start` and `end` are source offsets: nothing in between asks anyone."""

    parts: list[Passage]
    start: int = 0
    end: int = 0

    def holds(self, words: Passage) -> bool:
        return bool(words.offsets) and self.start <= words.offsets[0] < self.end


def split_preamble(letter: Letter) -> Preamble:
    """The opening paragraphs that rest on documents; of the one that goes on to ask, the words before that."""
    parts: list[Passage] = []
    for item in letter.body:
        speech = speech_start(item.words.text)
        if item.kind not in ("", "dash") or not _rests(item.words.text, speech):
            if parts or item.kind or _LEADS_ON.search(item.words.text):
                break
            continue
        parts.append(item.words.part(0, speech if speech is not None else _rests_until(item.words.text)))
        if speech is not None or _LEADS_ON.search(item.words.text):
            break
    cited = [offset for part in parts for offset in (part.offsets[:1] + part.offsets[-1:])]
    return Preamble(parts, min(cited, default=0), max(cited, default=-1) + 1)


def _rests(text: str, speech: int | None) -> bool:
    """Whether a paragraph tells what the letter rests on; one that only says what for does not."""
    if not _RESTS_ON.match(text):
        return False
    return speech is not None or (_DOCUMENT.search(text) is not None and not _PURPOSE.match(text))


def _rests_until(text: str) -> int:
    """Where the last sentence ends that cites; behind it the letter may ask without saying so."""
    ends = [end for start, end in sentences(text) if start == 0 or _CITES.search(text, start, end)]
    return ends[-1]


def asks(text: str):
    """The verbs with which the letter itself asks, in order."""
    return _first_hand(ASKS, text)


def _first_hand(pattern: re.Pattern, text: str):
    for verb in pattern.finditer(text):
        before = text[max(0, verb.start() - 80) : verb.start()]
        if not (_TOLD.search(before) or _OTHERS.search(before)):
            yield verb


def speech_start(text: str) -> int | None:
    """Where the issuer begins to speak: at its name before the verb that asks, or at a verb that opens a sentence."""
    for verb in _first_hand(_SPEAKS, text):
        if _NUMBERED.match(text, verb.end()):
            continue  # "ban hành Kế hoạch số 378/…": what was issued before
        if verb[0][0].isupper() and (verb.start() == 0 or text[verb.start() - 2] in ".;"):
            return verb.start()
        left = max(0, verb.start() - _BEFORE_VERB)
        speaker = _speaker(text[left : verb.start()], opens=left == 0)
        if speaker is not None:
            return left + speaker
    return None


def _speaker(window: str, opens: bool) -> int | None:
    """Start of the last body named after a comma, or of one that opens the paragraph; None when nobody is named."""
    starts = [match.end() for match in _NEW_SPEAKER.finditer(window)]
    if opens and _SPEAKER.match(window):
        starts.insert(0, 0)
    return starts[-1] if starts else None
