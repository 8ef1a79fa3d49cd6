"""Number and symbol, place and date, type and subject, issuer, urgency."""

import re

from ..alphabet import LOWER, UPPER
from ..layout import Letter
from ..layout.letter import TYPES
from ..passage import Passage
from ..sheet import Sheet
from ..worn import blurred
from .dates import make

PARTY_SYMBOL = r"[A-ZĐa-z]{2,6}\s?/\s?[A-ZĐ]"  # 57-NQ/TW: the Party and its organisations
SYMBOL = r"[A-ZĐa-zđ][\wĐđÀ-ỹ&.]*(?:\s?[-–/]\s?[\wĐđÀ-ỹ&.]+)*"
_NUMBER = re.compile(
    rf"\b{blurred('Số')}\s*:?\s*(?:(?P<number>\d+[a-zA-Z]?)(?![^\W_])|[^\W_]{{1,7}}(?=\s*/))?[\s.…_]*"
    rf"(?:/\s*(?:\d{{4}}\s*/\s*)?|-\s*(?={PARTY_SYMBOL}))(?P<symbol>{SYMBOL})"
)
_BLANK = r"[\s.…_]*"
_PLACE_DAY = re.compile(
    rf"^(?:(?:[{UPPER}]{{2,}} ){{3,}})?(?P<place>[^,:]{{2,40}}?)\s*,"
    rf"\s*[Nn]{blurred('gày')}{_BLANK}(?P<day>[^\s,.…_]{{0,3}}){_BLANK}"
    rf"(?:{blurred('tháng')}|[/-]){_BLANK}(?P<month>[^\s,.…_/-]{{0,2}}){_BLANK}(?:{blurred('năm')}|[/-]){_BLANK}(?P<year>\d{{4}})"
)
_SUBJECT = re.compile(r"(?:V/v\.?|Về việc|V\s*/\s*v)\s*:?\s*", re.IGNORECASE)
_NATION = re.compile(r"CỘNG H|Độc lập|ĐỘC LẬP|Tự do", re.IGNORECASE)
_URGENT = re.compile(r"(HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)(?: HẸN GIỜ)?[\s.]*$")
_QUOTES = ' “”"(*'
_SHORTEST_SUBJECT = 15
_NO_LEAD = "Trích yếu không có “V/v”; lấy dòng dưới số, ký hiệu. Hãy kiểm tra."
_DRAFT = re.compile(r"\W*DỰ THẢO\b")
_CAPITALS = re.compile(rf"[^{LOWER}]*$")
_BODY_START = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|HỘI|HĐND|SỞ|BỘ|CỤC|CHI CỤC|TỔNG CỤC|PHÒNG|BAN|VĂN PHÒNG|TRƯỜNG|TRUNG TÂM|CÔNG AN|THANH TRA|"
    r"ĐẢNG|TỈNH ĐOÀN|ĐOÀN|LIÊN|VIỆN|HỌC VIỆN|ĐẠI HỌC|KHO BẠC|NGÂN HÀNG|TÒA ÁN|CHÍNH PHỦ|THỦ TƯỚNG|BẢO HIỂM)\b"
)
_NAMES_AUTHORITY = re.compile(
    rf"(?:{_BODY_START.pattern}|(?:PHÓ )?(?:CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|TỔNG|HIỆU TRƯỞNG|CHÁNH|CỤC TRƯỞNG|THỐNG ĐỐC|"
    r"TRƯỞNG BAN)\b)[^a-z]*$"
)
_OF_AREA = re.compile(r"(?:TỈNH|THÀNH PHỐ|TP|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|ĐẶC KHU)\b")
_TYPE_CODES = {
    "KH": "Kế hoạch",
    "CT": "Chỉ thị",
    "CĐ": "Công điện",
    "TB": "Thông báo",
    "QĐ": "Quyết định",
    "GM": "Giấy mời",
    "BC": "Báo cáo",
    "HD": "Hướng dẫn",
    "TTr": "Tờ trình",
    "NQ": "Nghị quyết",
    "CTr": "Chương trình",
}


def read_heading(letter: Letter, sheet: Sheet) -> None:
    _read_number(letter, sheet)
    _read_place_and_day(letter, sheet)
    _read_type(letter, sheet)
    _read_subject(letter, sheet)
    _read_issuer(letter, sheet)
    for cell in letter.heading:
        stamp = _URGENT.match(cell.text)
        if stamp:
            sheet.put("urgency", stamp[1].replace("HOẢ", "HỎA"), cell.group(stamp, 1))
            break


def tidy_symbol(symbol: str) -> str:
    return re.sub(r"\s*([-–/])\s*", r"\1", symbol).replace("–", "-").rstrip(".-/")


def _read_number(letter: Letter, sheet: Sheet) -> None:
    for at, cell in enumerate(letter.heading):
        match = _NUMBER.search(cell.text)
        if not match:
            continue
        sheet.put("symbol", tidy_symbol(match["symbol"]), cell.group(match, "symbol"))
        if match["number"]:
            sheet.put("number", match["number"], cell.group(match, "number"))
        else:
            _number_above(letter, at, sheet)
        return
    sheet.missing("number", "Không tìm thấy dòng “Số: …/…” ở phần đầu văn bản.")
    sheet.missing("symbol", "Không tìm thấy ký hiệu ở phần đầu văn bản.")


def _number_above(letter: Letter, at: int, sheet: Sheet) -> None:
    """A number stamped on a scan lands on the line above "Số:     /BNV-CCHC"."""
    stamped = [cell for cell in letter.heading[max(0, at - 1) : at] if re.fullmatch(r"\d{1,6}", cell.text)]
    if stamped:
        sheet.put(
            "number", stamped[0].text, stamped[0], doubt="Số đứng riêng ở dòng phía trên chỗ ghi số; hãy kiểm tra."
        )
    else:
        sheet.missing("number", "Văn bản để trống số; điền khi phát hành.")


def _read_place_and_day(letter: Letter, sheet: Sheet) -> None:
    for cell in letter.heading:
        match = _PLACE_DAY.search(cell.text)
        if not match:
            continue
        sheet.put("place", match["place"].strip(), cell.group(match, "place"))
        words = cell.part(match.start("place") + len(match["place"]), match.end()).strip(",")
        _put_day(match, words, sheet)
        return
    sheet.missing("place", "Không tìm thấy địa danh ở phần đầu văn bản.")
    sheet.missing("date", "Không tìm thấy ngày của văn bản.")


def _put_day(match: re.Match, words: Passage, sheet: Sheet) -> None:
    day_of, month = (int(match[name]) if match[name].isdecimal() else 0 for name in ("day", "month"))
    day = make(match["year"], month, day_of)
    if day:
        sheet.put("date", day.isoformat(), words)
        return
    partial = f"{match['year']}-{month:02}" if 1 <= month <= 12 else match["year"]
    sheet.put("date_partial", partial, words)
    blank = not (match["day"] and match["month"])
    sheet.missing(
        "date", "Văn bản để trống ngày; điền khi phát hành." if blank else "Ngày ghi trên văn bản không có trong lịch."
    )


def _read_type(letter: Letter, sheet: Sheet) -> None:
    symbol = sheet.data["symbol"] or ""
    code = symbol.split("-")[0]
    if letter.title:
        printed = [cell for cell in letter.heading if cell.text.strip(" *") == letter.title]
        sheet.put("doc_type", TYPES[letter.title], *printed[:1])
    elif code in _TYPE_CODES and not letter.addressed:
        sheet.put("doc_type", _TYPE_CODES[code], doubt=f"Suy ra từ ký hiệu {symbol}; văn bản không in tên loại.")
    elif letter.addressed or symbol:
        sheet.put("doc_type", "Công văn")
    else:
        sheet.missing("doc_type", "Không rõ loại văn bản.")


def _read_subject(letter: Letter, sheet: Sheet) -> None:
    """ "V/v …" under the number, or the lines under the printed type."""
    cells = letter.left
    for at, (cell, _) in enumerate(cells):
        match = _SUBJECT.search(cell.text)
        opens = match and (not cell.text[: match.start()].strip(_QUOTES) or _NUMBER.search(cell.text))
        if opens:
            words = _run_on(cell.part(match.end()), cells[at + 1 :])
            if match.start():
                words = words.rstrip(_QUOTES)
            return sheet.put("subject", _subject_text(words), words.strip(".;"))
    for at, (cell, _) in enumerate(cells[:-1]):
        if letter.title and cell.text.strip(" *") == letter.title:
            words = _run_on(cells[at + 1][0], cells[at + 2 :])
            return sheet.put("subject", _subject_text(words), words.strip(".;"))
    words = None if letter.title else _below_number(cells)
    if words:
        return sheet.put("subject", _subject_text(words), words.strip(".;"), doubt=_NO_LEAD)
    return sheet.missing("subject", "Không tìm thấy trích yếu (“V/v …”).")


def _below_number(cells: list[tuple[Passage, bool]]) -> Passage | None:
    """The lines under the number, where the Party and some offices write the subject without "V/v"."""
    at = next((at for at, (cell, _) in enumerate(cells) if _NUMBER.search(cell.text)), len(cells))
    rest = [(cell, blank) for cell, blank in cells[at + 1 :] if not _is_mark(cell.text)]
    if not rest or not rest[0][0].text[0].isupper() or _CAPITALS.match(rest[0][0].text):
        return None
    words = _run_on(rest[0][0], rest[1:])
    return words if len(words.text) >= _SHORTEST_SUBJECT else None


def _subject_text(words: Passage) -> str:
    return words.text.strip(" .;")


def _run_on(words: Passage, following: list[tuple[Passage, bool]]) -> Passage:
    """The subject with the lines it was wrapped onto."""
    told = not all(after_blank for _, after_blank in following)  # else every line stands by itself
    for cell, after_blank in following:
        ends = after_blank and told and not _is_middle(cell.text) and not _goes_on_in_capitals(words.text, cell.text)
        if ends or _is_mark(cell.text) or (_NAMES_AUTHORITY.match(cell.text) and not _CAPITALS.match(words.text)):
            break
        words = words.plus(cell)
    return words


def _goes_on_in_capitals(before: str, text: str) -> bool:
    """Whether two lines in capitals are one subject; the authority that decides stands below it."""
    return bool(_CAPITALS.match(before) and _CAPITALS.match(text)) and not _NAMES_AUTHORITY.match(text)


def _is_middle(text: str) -> bool:
    """Whether no subject and no heading begins like that: in the middle of a sentence, with a quoted name."""
    return text[0].islower() or text[0] in '“"'


def _is_mark(text: str) -> bool:
    return bool(_NATION.match(text) or _PLACE_DAY.search(text) or _NUMBER.search(text) or _URGENT.match(text))


def _read_issuer(letter: Letter, sheet: Sheet) -> None:
    """Lines in capitals above the number: the issuer is the last body, its parent the one before."""
    bodies: list[Passage] = []
    for cell, _ in letter.left:
        if _NUMBER.search(cell.text) or _SUBJECT.match(cell.text) or _PLACE_DAY.search(cell.text):
            break
        if not _CAPITALS.match(cell.text) or cell.text in TYPES:
            continue
        if any(mark.match(cell.text) for mark in (_NATION, _URGENT, _DRAFT)):
            continue
        if bodies and (_joins(bodies[-1].text, cell.text)):
            bodies[-1] = bodies[-1].plus(cell)
        elif _BODY_START.match(cell.text):
            bodies.append(cell)
    bodies = [body.strip("-–_* .") for body in bodies]
    if not bodies:
        return sheet.missing("issuer", "Phần đầu văn bản không in tên đơn vị ban hành.")
    sheet.put("issuer", bodies[-1].text, bodies[-1])
    if len(bodies) > 1:
        sheet.put("issuer_parent", bodies[-2].text, bodies[-2])
    return None


def _joins(before: str, text: str) -> bool:
    """Whether a line goes on with the name above: "TỈNH BÌNH DƯƠNG", "VÀ DU LỊCH"."""
    if _OF_AREA.match(text):
        return not _OF_AREA.search(before)
    return not _BODY_START.match(text)
