"""Line breaks that a copy or a conversion lost: whole letters on one line."""

import re

from ..alphabet import LOWER, UPPER

_LOST_BREAK = re.compile(r"(?<=\d) +(?=Kính +gửi *:)")
_LOST_OPENER = re.compile(
    rf"^(Kính +gửi *:(?:[^\n;.]|\n(?! *\n)){{3,200}}?[{LOWER}]) +(?=(?:Thực +hiện|Căn +cứ) +[{UPPER}])", re.MULTILINE
)
_LONG = 400  # characters; parts of a letter that stand on a line of their own are shorter
_PARTS = 2  # of a letter on one line are no accident
_PART = re.compile(r"Độc lập ?[-–] ?Tự do|Kính gửi ?:|Nơi nhận ?:|\bSố ?:?[ \d.…]{0,30}/")
_NAME = rf"[{UPPER}][{LOWER}]+"
_TYPES = r"(?:QUYẾT ĐỊNH|CHỈ THỊ|KẾ HOẠCH|THÔNG BÁO|CÔNG ĐIỆN|GIẤY MỜI|BÁO CÁO|TỜ TRÌNH|HƯỚNG DẪN)"
_CITES = r"(?:Luật|Nghị|Quyết|Kế hoạch|Chỉ thị|Công văn|Công điện|Thông|Chương trình|Hướng dẫn|Kết luận)"
# Spaces at which a part, an item or the signature began on a new line, with what must stay in one piece.
_BEGINS = re.compile(
    rf" (?P<place>{_NAME}(?:[ -]{_NAME}){{0,4}}, ngày[ \d.…]{{0,30}}tháng[ \d.…]{{0,30}}năm)"
    rf"| (?P<title>{_TYPES})(?= )"
    r"| (?=CỘNG H(?:ÒA|OÀ|ÓA) XÃ HỘI|Độc lập ?[-–] ?Tự do|Số ?:?[ \d.…]{0,30}/|V/v |Kính gửi ?:|Nơi nhận ?:)"
    rf"| (?=(?:Căn cứ|Thực hiện) {_CITES})"
    rf"|(?<=[;:.]) (?=[-–+•] ?\S|\d{{1,2}}\. ?[{UPPER}]|[IVX]{{1,4}}\. ?[{UPPER}]|Điều \d{{1,2}}\.)"
    rf"|(?<=[{UPPER}]{{2}}) (?=\d{{1,2}}\. ?[{UPPER}])"
    rf"| (?=[a-zđ]\) [{UPPER}])"
    rf"| (?=(?:KT|TM|TL|TUQ)\. ?[{UPPER}]{{2}})"
)
_AFTER_ADDRESSEES = re.compile(rf"(?<!TP)(?<!Tp)(?<!Q)(?<!P)\. (?=[{UPPER}])")


def with_lost_breaks(text: str) -> str:
    """The text with the breaks put back where a space stands for them."""
    text = _LOST_OPENER.sub(r"\g<1>\n", _LOST_BREAK.sub("\n", text))
    return "\n".join(_broken(line) if len(line) > _LONG else line for line in text.split("\n"))


def _broken(line: str) -> str:
    if len(_PART.findall(line)) < _PARTS:
        return line
    line = _BEGINS.sub(_parted, line)
    addressed = line.find("Kính gửi")
    ended = _AFTER_ADDRESSEES.search(line, addressed) if addressed >= 0 else None
    return f"{line[: ended.start() + 1]}\n{line[ended.end() :]}" if ended else line


def _parted(match: re.Match) -> str:
    title, place = match["title"], match["place"] or ""
    return f"\n{title}\n" if title else f"\n{place}"
