"""What a plan says of a task on lines of their own: who leads it, with whom, and by when."""

import re
from dataclasses import dataclass, field

from ..layout import Item
from ..passage import Passage

_LINE = re.compile(
    r"(?:(?:(?:đơn vị|cơ quan|bộ phận)(?: được giao)? )?(?P<lead>chủ trì|thực hiện)|"
    r"(?:(?:đơn vị|cơ quan|bộ phận) )?(?P<with>phối hợp)|"
    r"(?P<time>thời (?:gian|hạn|điểm)|tiến độ|lộ trình)|sản phẩm|kết quả|kinh phí|hình thức|đối tượng|địa điểm|phạm vi)"
    r"\b[^:]{0,40}:\s*",
    re.IGNORECASE,
)


@dataclass
class Attributes:
    """The words behind "Đơn vị chủ trì:", "Đơn vị phối hợp:" and "Thời gian hoàn thành:"."""

    lead: Passage | None = None
    partners: list[Passage] = field(default_factory=list)
    time: Passage | None = None


def attributes_of(item: Item) -> Attributes | None:
    """The attributes of a task all of whose lines are such; None when one is not, or when nobody leads it."""
    lines = [*item.more, *(child.all_words for child in item.children)]
    if not lines or any(child.children for child in item.children):
        return None
    told = Attributes()
    for words in lines:
        match = _LINE.match(words.text)
        if not match:
            return None
        value = words.part(match.end()).rstrip(".;,")
        if match["lead"]:
            told.lead = value
        elif match["with"]:
            told.partners.append(value)
        elif match["time"]:
            told.time = value
    return told if told.lead else None
