"""Who signs, with which authority, and who else receives the letter."""

import re

from ..alphabet import LOWER, UPPER
from ..layout import Letter
from ..layout.items import marker
from ..passage import Passage
from ..sheet import Sheet
from .recipients import listed_inline

_LEAD = re.compile(r"\W*N[ơo]i\s+nh[ậâạa]n\s*:?\s*", re.IGNORECASE)
_AUTHORITY = re.compile(rf"(?:KT|TM|TL|TUQ|T/M|K/T|T/L)\s*\.?\s*(?=[{UPPER}])")
_CAPITALS = re.compile(rf"[{UPPER}][{UPPER}\s,.\-–/]+$")
_GIVEN = rf"[{UPPER}](?:['’ʼ][{UPPER}])?[{LOWER}]*"  # with names of the highlands: "H'Yéo"
# "Nguyễn Văn A" too, as samples and masked copies are signed.
_NAME = re.compile(rf"(?:{_GIVEN}\s+){{1,5}}{_GIVEN}(?<=[{LOWER}])$|(?:[{UPPER}][{LOWER}]+\s+){{2,4}}[{UPPER}]$")
# Degrees and ranks: "PGS.TS.", "BSCKII.", "Thượng tá". "TS" begins no name: names have small letters.
_DEGREE = re.compile(
    r"^(?:(?:(?:GS|PGS|TS|ThS|Ths|THS|BS|KS|CN|LS|DS|CK|CKI|CKII|BSCK|BSCKI|BSCKII)\b[.,]*|(?:Bác sĩ|Kỹ sư|Tiến sĩ|"
    r"Thạc sĩ)(?: CK(?:II|I|1|2)\b)?|(?:Thiếu|Trung|Thượng|Đại) (?:tá|úy|tướng))\s*)+"
)
_NOT_NAMES = re.compile(r"(?:Đã ký|Nơi nhận|Số điện|Điện thoại|Ký|Như trên|Để )")
_TITLES = re.compile(
    r"((?:PHÓ |Q\. ?|QUYỀN )?(?:TỔNG GIÁM ĐỐC|GIÁM ĐỐC|CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|CHI CỤC TRƯỞNG|CỤC TRƯỞNG|"
    r"VỤ TRƯỞNG|CHÁNH VĂN PHÒNG|HIỆU TRƯỞNG|TRƯỞNG PHÒNG|TRƯỞNG BAN|CHÁNH THANH TRA|CHỦ NHIỆM)(?: SỞ)?)$"
)
_OPENS_TITLE = re.compile(
    r"(?:PHÓ|QUYỀN|Q\.|PHỤ TRÁCH|TỔNG|GIÁM|CHỦ|BỘ|THỨ|CHI CỤC|CỤC|VỤ|VIỆN|CHÁNH|HIỆU|TRƯỞNG|BÍ THƯ|THỦ|TƯ LỆNH|"
    r"CHÍNH ỦY|CHỈ HUY|KIỂM TRA|ỦY VIÊN|UỶ VIÊN|ĐẠI|THƯỢNG|TRUNG|THIẾU)\b"
)
_FOR_ALL = re.compile(r"TM|T/M")  # on behalf of a body: its title is the signer's own
_SURNAME = re.compile(  # names in capitals are known by the commonest surnames
    r"(?:NGUYỄN|TRẦN|LÊ|PHẠM|HUỲNH|HOÀNG|PHAN|VŨ|VÕ|ĐẶNG|BÙI|ĐỖ|HỒ|NGÔ|DƯƠNG|LÝ|ĐINH|TRƯƠNG|ĐÀO|MAI|LÂM|TÔ|CAO)"
    rf"(?: [{UPPER}]{{2,}}){{1,4}}$"
)
_SIGNED = re.compile(r"\W*(?:Đã k[ýí]|Chữ ký số|[Kk]ý (?:tên|số))\b[^)\]]*[)\]]?")
_STROKE = 3  # letters
_OVERSEES = re.compile(r"\((?:để )?(?:b/c|báo cáo|b\.c)\b", re.IGNORECASE)


def read_signer(letter: Letter, sheet: Sheet) -> None:
    cells = [piece for cell in letter.signature for piece in _pieces(cell)]
    name = next((cell for cell in reversed(cells) if _is_name(cell.text)), None)
    name = name or next((cell for cell in reversed(cells) if _SURNAME.match(cell.text)), None)
    capitals = _whole([cell for cell in cells if cell is not name and _is_title(cell.text)])
    authority = [cell for cell in capitals if _AUTHORITY.match(cell.text)]
    titles = [cell for cell in capitals if cell not in authority]
    signer = sheet.data["signer"]
    signer["authority_prefix"] = " / ".join(cell.text for cell in authority) or None
    signer["title"] = " / ".join(cell.text for cell in titles) or None
    signer["name"] = _DEGREE.sub("", name.text) if name else None
    if not any(signer.values()):
        return sheet.missing("signer", "Không tìm thấy phần ký.")
    doubt = "" if name and titles else "Phần ký không đủ họ tên và chức vụ; hãy kiểm tra."
    return sheet.tie("signer", *authority, *titles, *([name] if name else []), doubt=doubt)


def _is_title(text: str) -> bool:
    """Words in capitals; two or three letters by themselves are a stroke of the pen on a scan."""
    return bool(_CAPITALS.match(text)) and len(text) > _STROKE


def _whole(lines: list[Passage]) -> list[Passage]:
    """Lines whose words were wrapped: "TRƯỞNG PHÒNG GIÁO DỤC", "VÀ ĐÀO TẠO"."""
    titles: list[Passage] = []
    for line in lines:
        if titles and not (_OPENS_TITLE.match(line.text) or _AUTHORITY.match(line.text)):
            titles[-1] = titles[-1].plus(line)
        else:
            titles.append(line)
    return titles


def _pieces(cell: Passage) -> list[Passage]:
    """ "KT. BỘ TRƯỞNG THỨ TRƯỞNG Nguyễn Thị Xuyên" on one line is three pieces."""
    cell = cell.strip("*")
    name = re.search(rf"(?<=[{UPPER}] )(?:[{UPPER}][{LOWER}]+ ?){{2,6}}$", cell.text)
    if not (name and _CAPITALS.match(cell.text[: name.start()])):
        return _authority_and_title(cell)
    return [*_authority_and_title(cell.part(0, name.start())), cell.group(name)]


def _authority_and_title(cell: Passage) -> list[Passage]:
    title = _TITLES.search(cell.text)
    if not (_AUTHORITY.match(cell.text) and title and title.start() > 4):
        return [cell]
    if not (_FOR_ALL.match(cell.text) or _TITLES.search(cell.text[: title.start()].rstrip())):
        return [cell]  # "KT. GIÁM ĐỐC" alone: the title belongs to the prefix
    return [cell.part(0, title.start()), cell.group(title)]


def _is_name(text: str) -> bool:
    text = _DEGREE.sub("", text)
    return bool(_NAME.match(text)) and not _NOT_NAMES.match(text) and len(text) <= 60


def read_copies(letter: Letter, sheet: Sheet) -> None:
    lines: list[Passage] = []
    listed = False
    for cell, after_blank in letter.receivers:
        lead = _LEAD.match(cell.text)
        cell = cell.part(lead.end()) if lead else cell
        kind, _, length = marker(cell.text) if cell else ("", "", 0)
        listed = listed or bool(kind)
        if not cell or _SIGNED.fullmatch(cell.text):
            continue
        if kind or not lines or (not listed and _ended(lines[-1].text)):
            lines.append(cell.part(length))
        elif not (after_blank and lines[-1].text.startswith("Lưu")):
            lines[-1] = lines[-1].plus(cell)
    for line in lines:
        for words in listed_inline(line):
            _add_copy(words.strip("-–•*+~").rstrip(".;,"), sheet)
    if not sheet.data["cc"]:
        sheet.missing("cc", "Không đọc được phần “Nơi nhận”.")


def _add_copy(words: Passage, sheet: Sheet) -> None:
    if not words:
        return
    sheet.add("cc", words.text, words)
    if _OVERSEES.search(words.text):
        sheet.add("overseers", words.text, words)


def _ended(text: str) -> bool:
    return text.endswith((";", ".", ":"))
