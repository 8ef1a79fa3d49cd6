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
_PAGE = re.compile(r"\f\s*")
_ABOVE, _BELOW = 14, 40  # lines with words: from a heading's first line to the nation's name, from there to the body


def split(text: str) -> list[str]:
    """The letters of `text` in order, at least one. "\\f" marks that a page begins; it goes."""
    lines = _PAGE.sub(lambda blank: blank[0].replace("\f", "") + "\f", text).split("\n")
    worded = [at for at, line in enumerate(lines) if line.strip()]
    starts = [0]
    ended = False  # whether the letter that is open has come to its end
    for number, at in enumerate(worded):
        if ended and _NATION.search(lines[at]):
            start = _start(lines, worded, number, starts[-1])
            if start is not None:
                starts.append(start)
                ended = False
        ended = ended or bool(_TAIL.match(lines[at]))
    ends = [*starts[1:], len(lines)]
    return ["\n".join(lines[start:end]).replace("\f", "") for start, end in zip(starts, ends, strict=True)]


def _start(lines: list[str], worded: list[int], nation: int, earliest: int) -> int | None:
    """The first line of the heading that holds the nation's name; None when it heads no letter of its own."""
    above = _above(lines, [at for at in worded[max(0, nation - _ABOVE) : nation] if at >= earliest])
    page = next((at for at in reversed(above) if "\f" in lines[at]), None)
    if page is not None:
        above = [at for at in above if at >= page]
    if any(_FORM.match(lines[at].strip("\f")) for at in [*above, worded[nation]]):
        return None
    start = page if page is not None else _first_of_heading(lines, above, worded[nation])
    head = [lines[at] for at in worded[max(0, nation - _ABOVE) : nation + _BELOW] if at >= start]
    return start if start > earliest and _is_heading(head) else None


def _above(lines: list[str], above: list[int]) -> list[int]:
    """Those lines that stand behind the end of the letter before."""
    ends = [number for number, at in enumerate(above) if _TAIL.match(lines[at]) or _ADDRESSED.match(lines[at])]
    return above[ends[-1] + 1 :] if ends else above


def _first_of_heading(lines: list[str], above: list[int], nation: int) -> int:
    """Up from the number to the topmost name of an issuer, where no page tells where the heading begins."""
    start = next((at for at in reversed(above) if _NUMBER.match(lines[at])), nation)
    for at in reversed([at for at in above if at < start]):
        if lines[at] != lines[at].upper():
            break
        if _ISSUER.match(lines[at]):
            start = at
    return start


def _is_heading(head: list[str]) -> bool:
    """Number and addressees or a type of document, and an issuer whose name is not left open."""
    body = next((at for at, line in enumerate(head) if _ADDRESSED.match(line) or line.strip(" *\f") in TYPES), None)
    if body is None or any(_OPEN_NAME.match(line) and not _NUMBER.match(line) for line in head[:body]):
        return False
    return any(_NUMBER.search(line) for line in head[:body])
