"""Single requests: who is asked, in which words, and what kind of request it is."""

import re
from dataclasses import dataclass, field

from ..layout import Item
from ..passage import Passage
from ..worn import blurred, worn
from .preamble import asks
from .sections import is_courtesy
from .sentences import sentences
from .vocabulary import (
    VERB,
    actor_end,
    actor_end_of_given,
    is_group,
    starts_with_unit,
    starts_with_verb,
)

_ASK_LEAD = re.compile(
    rf"(?:(?:[Kk]ính )?{blurred('Đề nghị|đề nghị|Yêu cầu|yêu cầu')}|[Gg]iao(?: cho| nhiệm vụ cho)?|"
    r"(?:[Rr]iêng )?[Đđ]ối với|[Rr]iêng|[Vv]ề phía|[Pp]hân công)\s*:?\s+"
)
_REQUESTS = re.compile(rf"(?:{blurred('đề nghị|yêu cầu')}|giao)$", re.IGNORECASE)
_GIVEN = re.compile(r"(?:[Gg]iao(?: cho| nhiệm vụ cho)?|[Pp]hân công)\s+")
# "Giao cơ quan, đơn vị …" in a list for somebody: that somebody is to give it to one of their own.
_OWN_STAFF = re.compile(
    r"[Gg]iao (?:cho )?(?:một |01 )?(?:cơ quan|đơn vị|bộ phận|cán bộ|công chức|phòng|tổ chức)\b(?! [A-ZĐ])"
)
_MAY = re.compile(r"^(?:[\wĐđÀ-ỹ ]{3,30}, )?(?P<group>[^.;:]{3,200}?)\s+(?:còn )?có thể\s+(?P<text>.+)", re.DOTALL)
_CLOSING = re.compile(
    r"nếu (?:có|gặp|phát sinh)[^.]{0,60}vướng mắc|vướng mắc[^.]{0,60}(?:đề nghị|liên hệ|phản ánh)|"
    r"trân trọng(?! (?:đề nghị|kính đề nghị|thông báo|kính mời|yêu cầu))|rất mong|"
    r"mọi chi tiết|thông tin chi tiết|trên đây là|(?:xin|đề nghị|vui lòng) liên hệ|"
    r"để được hướng dẫn",
    re.IGNORECASE,
)
# What a meeting concluded about the past or agreed to: nobody is asked.
_AGREES = re.compile(
    r"(?:Đánh giá cao|Ghi nhận|Biểu dương|Hoan nghênh|(?:Cơ bản )?(?:[Đđ]ồng ý|[Tt]hống nhất|[Nn]hất trí))\b"
)
_FIELD = re.compile(
    r"(?:Đối tượng|Phạm vi|Kinh phí|Lệ phí|Tài khoản|Trang phục|Số lượng|"
    r"Thời gian|Địa điểm|Thành phần|Hình thức|Nội dung|Chủ trì|Bước \d+|Lưu ý|Thông tin liên hệ)\b[^:]{0,40}:",
    re.IGNORECASE,
)
_SEND = re.compile(rf"(?:xin|đề nghị|vui lòng|được)\s+gửi\s.{{0,120}}?\bvề\b|\b{worn('gửi về')}\b", re.IGNORECASE)
_AS_FOLLOWS = re.compile(r",? (?:cụ thể )?như sau$|,? cụ thể$|,? sau đây$")
_OWNER = re.compile(r"(?<!\w)của\s+(?P<group>(?:(?! (?:đề nghị|xin|gửi|được|vui lòng)\b)[^.;:])+)")
_REPORT = re.compile(
    r"báo cáo (?:kết quả|tình hình|sơ kết|tổng kết|bằng văn bản|về (?!các|những|nội))|"
    r"gửi (?:báo cáo|kết quả|số liệu|ý kiến|văn bản|về)\b",
    re.IGNORECASE,
)
# "Sở … gửi dự thảo đến quý cơ quan để nghiên cứu, góp ý".
_FOR_USE = re.compile(r"\bgửi\b[^.;]{0,200}?\s(?:đến|tới)\s")
_TOLD_TO = re.compile(r"\bthông báo (?:đến|tới)\s")
_OFFERS = re.compile(r"(?:đề xuất|đăng ký|lập|gửi|rà soát|kiểm tra|thực hiện)\b")
_USES = re.compile(
    r"(?:nghiên cứu|tham khảo|xem xét|đóng góp|góp ý|tham gia|có ý kiến|cho ý kiến|triển khai|rà soát)\b"
)
_AND_ALSO = re.compile(r"[,;]? đồng thời,? (?:đề nghị |yêu cầu )?")
_SCRIBBLE = 16  # characters
_WINDOW = 400  # characters behind a verb in which its addressee is named
_WITH = re.compile(r"phối hợp(?: chặt chẽ)? với\s+")


@dataclass(frozen=True)
class Request:
    """`words` is what is asked, `group` who is asked (None: the letter does not say)."""

    words: Passage
    group: Passage | None
    kind: str | None = None
    coordinating: list[Passage] = field(default_factory=list)


def makes_requests(text: str) -> bool:
    """Whether a lead-in asks, rather than informs or guides."""
    return any(_REQUESTS.search(verb[0]) for verb in asks(text))


def addressed_group(words: Passage, heading: bool = False) -> Passage | None:
    """Whom a lead-in addresses: "Các Sở, Ban ngành thành phố:", "… đề nghị các cơ quan, đơn vị thực hiện …:".

    `heading` takes only a phrase that names units and nothing else.
    """
    words = words.strip(":;. ")
    trailing = _AS_FOLLOWS.search(words.text)
    words = words.part(0, trailing.start()).rstrip(",") if trailing else words
    lead = _ASK_LEAD.match(words.text)
    bare = words.part(lead.end()) if lead else words
    if is_group(bare.text) and next(asks(bare.text), None) is None:
        return bare
    if heading:
        return None
    for verb in asks(words.text):
        end = actor_end(words.text[verb.end() + 1 : verb.end() + _WINDOW])
        if end:
            return words.part(verb.end() + 1, verb.end() + 1 + end).rstrip(",:")
        if is_group(words.text[verb.end() + 1 :]):
            return words.part(verb.end() + 1)
    return None


def item_request(item: Item, group: Passage | None, *, listed: bool, stripped: bool) -> Request | None:
    """The request of a leaf item; None when it asks nothing or is boilerplate.

    `stripped`: its heading said "đề nghị:", so a unit's name at the start is the addressee, not part of what is asked.
    """
    words = item.all_words
    for child in item.children:
        for part in child.walk():
            words = words.plus(part.all_words)
    if _FIELD.match(words.text) or (group is None and _AGREES.match(words.text)):
        return None
    if _is_closing(words.text) or not words or _only_names(words.text):
        return None
    if group and _OWN_STAFF.match(words.text):
        return _made(words, group)
    named = _named_group(words)
    if named:
        return _made(named[1], named[0])
    given = _GIVEN.match(words.text)
    lead = _ASK_LEAD.match(words.text)
    rest = words.part(lead.end()) if lead else words
    end = (actor_end_of_given if given else actor_end)(rest.text)
    if end and lead and is_courtesy(rest.text[end:]):
        return None
    if end:
        return _made(rest.part(end) if given or stripped else words, rest.part(0, end).rstrip(",:"), given=bool(given))
    if lead or starts_with_verb(words.text) or (listed and (group or VERB.search(words.text))):
        inner = _inner_group(words) or _group_below(item)
        if inner and inner.text.endswith(" sẽ"):
            return None  # somebody says what they will do
        return _made(words, inner or group)
    return None


def _only_names(text: str) -> bool:
    """A line of a list of people or units that asks nothing: "Đại diện lãnh đạo các sở, ngành"."""
    return ":" not in text and is_group(text)


def _group_below(item: Item) -> Passage | None:
    """The unit that a paragraph under the item's title begins with: "Các sở, ngành là đầu mối …"."""
    for words in item.more[:1]:
        end = actor_end(words.text)
        if end:
            return words.part(0, end).rstrip(",:")
    return None


def _named_group(words: Passage) -> tuple[Passage, Passage] | None:
    """ "Sở Giáo dục và Đào tạo: phổ biến đến …" → the group and what is asked of it."""
    colon = words.text.find(":", 0, 300)
    if colon < 0 or colon + 2 >= len(words.text):
        return None
    group = addressed_group(words.part(0, colon), heading=True)
    rest = words.part(colon + 1)
    # "Thanh tra: Ủy ban nhân dân các huyện làm đầu mối": before the colon stands a topic.
    return (group, rest) if group and actor_end(rest.text) is None else None


def _inner_group(words: Passage) -> Passage | None:
    """A unit named behind a topic ("Thanh tra khoa học: Ủy ban nhân dân … làm đầu mối") or behind an opening clause."""
    for cut in re.finditer(r"[:,]\s+", words.text[:200]):
        rest = words.part(cut.end())
        end = actor_end(rest.text)
        if end and (
            words.text[cut.start()] == ":" or words.text.startswith(("Căn cứ", "Trên cơ sở", "Sau ", "Trong "))
        ):
            return rest.part(0, end).rstrip(",:")
    return None


def sentence_requests(words: Passage, group: Passage | None) -> list[Request]:
    """The sentences of an unmarked paragraph that ask or allow something."""
    found: list[Request] = []
    words = _without_scribble(words)
    for start, end in sentences(words.text):
        request = _sentence_request(words.part(start, end), group or (found[-1].group if found else None))
        if request:
            found += _and_also(request)
    return found


def _without_scribble(words: Passage) -> Passage:
    """Without the initials and strokes that a scan reads behind the sign that closes the body."""
    closed = words.text.rfind("./.")
    return words.part(0, closed + 3) if closed >= 0 and len(words.text) - closed < _SCRIBBLE else words


def plain_order(sentence: Passage) -> Request | None:
    """An order without a word that asks, as they close a list: "Sở Y tế theo dõi, tổng hợp, báo cáo …"."""
    end = None if _is_closing(sentence.text) or sentence.text.endswith(":") else actor_end(sentence.text)
    return _made(sentence, sentence.part(0, end).rstrip(",:")) if end else None


def _sentence_request(sentence: Passage, group: Passage | None) -> Request | None:
    if _is_closing(sentence.text) or sentence.text.endswith(":"):
        return None
    may = _MAY.match(sentence.text)
    if may and starts_with_unit(may["group"]) and starts_with_verb(may["text"]):
        return Request(sentence.group(may, "text"), sentence.group(may, "group"), "optional")
    sends = _SEND.search(sentence.text)
    for verb in asks(sentence.text):
        if _REQUESTS.search(verb[0]):
            request = _asked(sentence, verb, group, sends=bool(sends))
            if request:
                return None if is_courtesy(request.words.text) else request
    used = _sent_for_use(sentence)
    if used:
        return None if is_courtesy(used.words.text) else used
    if sends:
        owner = _OWNER.search(sentence.text)
        owned = sentence.group(owner, "group") if owner and starts_with_unit(owner["group"]) else None
        return Request(sentence, owned or group, "report")
    return None


def _sent_for_use(sentence: Passage) -> Request | None:
    """What those to whom something is sent are to do with it."""
    for lead, uses in ((_FOR_USE, _USES), (_TOLD_TO, _OFFERS)):
        for sent in lead.finditer(sentence.text):
            rest = sentence.part(sent.end())
            end = actor_end(rest.text)
            if end and uses.match(rest.text, end):
                return _made(rest.part(end), rest.part(0, len(rest.text[:end].removesuffix("để "))).rstrip(",:"))
    return None


def _asked(sentence: Passage, verb: re.Match, group: Passage | None, *, sends: bool) -> Request | None:
    """What follows the verb that asks: a unit and what it is to do, or only what is to be done."""
    start = verb.end() + 1
    near = sentence.text[start : start + _WINDOW]
    given = verb[0].lower() == "giao"
    end = (actor_end_of_given if given else actor_end)(near)
    if end:
        return _made(sentence.part(start + end), sentence.part(start, start + end).rstrip(",:"), given=given)
    if not starts_with_unit(near) and starts_with_verb(near) and not sends:
        return _made(sentence.part(start), group)
    return None


def _and_also(request: Request) -> list[Request]:
    """ "…, đồng thời rà soát …" is a second request to the same group."""
    for cut in _AND_ALSO.finditer(request.words.text):
        first, second = request.words.part(0, cut.start()), request.words.part(cut.end())
        if request.kind != "optional" and starts_with_verb(second.text):
            return [_made(first.rstrip(",;"), request.group), *_and_also(_made(second, request.group))]
    return [request]


def _made(words: Passage, group: Passage | None, given: bool = False) -> Request:
    words = words.strip(" :")
    kind = "report" if _REPORT.search(words.text) else None
    if given and re.match(r"theo dõi|đôn đốc|kiểm tra|giám sát|tổng hợp", words.text):
        kind = "follow_up"
    return Request(words, group, kind, _coordinating(words))


def _coordinating(words: Passage) -> list[Passage]:
    """Units named behind "phối hợp với", up to the verb that follows."""
    found = []
    for match in _WITH.finditer(words.text):
        end = actor_end(words.text[match.end() : match.end() + _WINDOW])
        if end:
            found.append(words.part(match.end(), match.end() + end).rstrip(",:"))
    return found


def _is_closing(text: str) -> bool:
    return bool(_CLOSING.search(text)) and not _REPORT.search(text)
