"""What a heading says about the items under it: whether they ask anybody for anything."""

import re

from ..layout import Item, Letter
from .vocabulary import starts_with_unit

# Under these a letter tells why, how far, when and where; nobody is asked.
_TELLS = re.compile(
    r"(?:mục (?:đích|tiêu)|yêu cầu\b|quan điểm|đối tượng|phạm vi|căn cứ|sự cần thiết|"
    r"cơ sở (?:pháp lý|chính trị)|"
    r"thời gian|địa điểm|thành phần|hình thức|chủ trì\b|đại biểu|khái quát|tình hình|thực trạng|đánh giá chung|kết quả|"
    r"ưu điểm|tồn tại|hạn chế|nguyên nhân|khó khăn|quá trình (?:xây dựng|soạn thảo)|bố cục|giải thích|kinh phí|"
    r"cơ cấu giải thưởng|thể lệ|khen thưởng|lịch |nội dung (?:chính )?(?:của )?(?:dự thảo|họp|cuộc họp|làm việc))",
    re.IGNORECASE,
)
_ORGANISES = re.compile(r"(?:tổ chức (?:triển khai )?thực hiện|phân công|trách nhiệm)", re.IGNORECASE)
_SPEAKS_UP = ("Báo cáo", "Tờ trình")  # kinds that go to a higher body: they ask only where they say so
_HEADING = 120  # characters


def tells(item: Item) -> bool:
    """Whether the item heads a part that asks nobody."""
    text = item.words.text
    under = item.children or item.more or len(text) <= _HEADING
    told = _TELLS.match(text)
    if told and told[0].lower() == "yêu cầu" and starts_with_unit(text[told.end() :].strip()):
        return False  # "Yêu cầu Hiệu trưởng các trường:" asks
    return bool(under and len(text) <= _HEADING and told and not text.endswith((".", ";")))


def only_named(letter: Letter) -> bool:
    """Whether units are named in a part of their own ("TỔ CHỨC THỰC HIỆN"): contents before it bind nobody yet."""
    return letter.title is not None and any(
        len(item.words.text) <= _HEADING and _ORGANISES.match(item.words.text) for item in letter.body
    )


def speaks_up(doc_type: str | None) -> bool:
    return doc_type in _SPEAKS_UP


# "nghiêm túc triển khai thực hiện Chỉ thị này", "quan tâm, phối hợp thực hiện": what every letter closes with.
_COURTESY = re.compile(
    r"(?:(?:nghiêm túc|khẩn trương|quan tâm|tích cực|phối hợp|tổ chức|triển khai|thực hiện|chỉ đạo|chấp hành|"
    r"quán triệt|"
    r"kịp thời|biết|để|và|các|những|nội dung|nhiệm vụ|yêu cầu|công việc|nêu|trên|tốt|đầy đủ|hiệu quả|chặt chẽ|đạt|theo|"
    r"đúng|quy định|này|của|tại|công văn|kế hoạch|chỉ thị|công điện|thông báo|hướng dẫn|văn bản|căn cứ|tinh thần|có)"
    r"\b[\s,./;]*)+$",
    re.IGNORECASE,
)


def is_courtesy(text: str) -> bool:
    return bool(_COURTESY.match(text))
