"""Several letters in one file: each begins with a heading of its own and follows the end of another.

Blank forms in annexes bear a heading too; they are no letters: they stand under "Phụ lục" or "Mẫu số", or leave the
name of the issuer open.
"""

import re

from ..layout.letter import TYPES

_NATION = re.compile(r"C[ỘÔ]NG\s+H(?:ÒA|OÀ)\s+X[ÃA]\s+H[ỘÔ]I\s+CH[ỦU]\s+NGH[ĨI]A", re.IGNORECASE)
_NUMBER = re.compile(r"\s*Số\s*:?[\s\d.…_]*/", re.IGNORECASE)
_ADDRESSED = re.compile(r"\W*Kính\s+gửi\b|.{2,80}\sđiện\s*:\s*$", re.IGNORECASE)
_TAIL = re.compile(r"\W*(?:Nơi\s+nhận\b|Lưu\s*:)|.*\b(?:KT|TM|TL|TUQ)\.\s*[A-ZĐ]", re.IGNORECASE)
_FORM = re.compile(r"\W*(?:PHỤ\s+LỤC|MẪU|BIỂU|DANH\s+MỤC)\b|.*T[ÊE]N\s+C[ƠO]\s+QUAN|.*\(Kèm theo", re.IGNORECASE)
_OPEN_NAME = re.compile(r"[^\d]*(?:\.{4,}|…{2,})")
_ISSUER = re.compile(
    r"\s*(?:[ỦU][YỶ] BAN|UỶ BAN|UBND|HĐND|HỘI|SỞ|BỘ|CỤC|CHI CỤC|TỔNG|PHÒNG|BAN|VĂN PHÒNG|TRƯỜNG|TRUNG TÂM|CÔNG AN|"
    r"THANH TRA|ĐẢNG|TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|ĐOÀN|LIÊN|VIỆN|HỌC VIỆN|ĐẠI HỌC|KHO BẠC|NGÂN HÀNG|"
    r"TÒA ÁN|CHÍNH PHỦ|THỦ TƯỚNG|BẢO HIỂM|HỎA TỐC|KHẨN|THƯỢNG KHẨN|DỰ THẢO)\b"
)
_ABOVE, _BELOW = 14, 40  # lines with words: from a heading's first line to the nation's name, from there to the body


def split(text: str) -> list[str]:
    """The letters of `text` in order, at least one. "\\f" before a line marks the first one of a page; it goes."""
    lines = text.split("\n")
    worded = [at for at, line in enumerate(lines) if line.strip()]
    places = {at: number for number, at in enumerate(worded)}
    starts = [0]
    for at in worded:
        if _NATION.search(lines[at]):
            start = _start(lines, worded, places[at], starts[-1])
            if start is not None and _is_letter(lines, worded, start, places[at]) and _ended(lines, starts[-1], start):
                starts.append(start)
    ends = [*starts[1:], len(lines)]
    return ["\n".join(lines[start:end]).replace("\f", "") for start, end in zip(starts, ends, strict=True)]


def _start(lines: list[str], worded: list[int], nation: int, earliest: int) -> int | None:
    """The first line of the heading that holds the nation's name; None when it begins before `earliest`."""
    above = [at for at in worded[max(0, nation - _ABOVE) : nation + 1] if at >= earliest]
    for at in reversed(above):
        if _TAIL.match(lines[at]) or _ADDRESSED.match(lines[at]):
            above = [other for other in above if other > at]
            break
    page = next((at for at in reversed(above) if "\f" in lines[at]), None)
    if page is not None:
        return page
    numbered = next((at for at in reversed(above) if _NUMBER.match(lines[at])), worded[nation])
    start = numbered
    for at in reversed([at for at in above if at < numbered]):
        if not _ISSUER.match(lines[at]):
            break
        start = at
    return start if start > earliest else None


def _is_letter(lines: list[str], worded: list[int], start: int, nation: int) -> bool:
    """Number and addressees or a type of document, and no sign of a blank form."""
    head = [lines[at] for at in worded[max(0, nation - _ABOVE) : nation + _BELOW] if at >= start]
    upto = [lines[at] for at in worded[max(0, nation - _ABOVE) : nation + 1] if at >= start]
    if any(_FORM.match(line.strip("\f")) or _OPEN_NAME.match(line) and not _NUMBER.match(line) for line in upto):
        return False
    numbered = any(_NUMBER.search(line) for line in head)
    return numbered and any(_ADDRESSED.match(line) or line.strip(" *\f") in TYPES for line in head)


def _ended(lines: list[str], start: int, end: int) -> bool:
    """Whether the letter before has come to its end."""
    return any(_TAIL.match(line) for line in lines[start:end])
