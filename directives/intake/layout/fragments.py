"""Cells of the heading that were torn apart: a number under its "Số:", a day under "ngày"."""

import re

from ..alphabet import LOWER, UPPER
from ..passage import Passage
from ..worn import blurred
from .items import marker

_NUMBER_LEAD = re.compile(rf"(?:^|\s){blurred('Số')}\s*:?$")
_NUMBER_REST = re.compile(r"[\d.… ]*[/-]|\d{1,6}$|\d{1,6}\s")
_SYMBOL_CUT = re.compile(rf"(?:^|\s){blurred('Số')}\s*:?[\s\d.…]*/.*[-–/]$")  # "Số: 12/SVHTTDL-" above "BCXB"
_SYMBOL_REST = re.compile(rf"[{UPPER}][{UPPER}{LOWER}\d&.]{{0,14}}$")
_DAY_LEAD = re.compile(r"(?:,|^|\s)\s*[Nn]gày(?:[\s.…]*\d{1,2})?(?:[\s.…]*tháng(?:[\s.…]*\d{1,2})?)?(?:[\s.…]*năm)?$")
_DAY_REST = re.compile(r"\d{1,4}\b|tháng\b|năm\b")
_NAMED = rf"[{UPPER}][{LOWER}]+"
_PLACE_LEAD = re.compile(rf"{_NAMED}(?: (?:- )?{_NAMED}){{0,4}}$")
_BLANK = r"[\s.…]*"
_PLACE_INSIDE = re.compile(
    rf"(?<=\s)(?P<place>{_NAMED}(?:[ -](?:- )?{_NAMED}){{0,7}}), "
    rf"[Nn]gày{_BLANK}[^\s.…]{{0,3}}{_BLANK}tháng{_BLANK}[^\s.…]{{0,2}}{_BLANK}năm{_BLANK}\d{{4}}$"
)
_SUBJECT_LEAD = re.compile(rf"\bV\s?/\s?v\b|\bVề việc\b|^{blurred('Số')}\s?:.*/", re.IGNORECASE)
_SIGNATURE_INSIDE = re.compile(
    r"(?:(?<=[:;,])|(?<=[^A-ZĐ]\.)) "
    r"(?=(?:KT|TM|TL|TUQ|Q|PHÓ|GIÁM|CHỦ|BỘ|THỨ|CHÁNH|HIỆU|TRƯỞNG|CỤC|VỤ|CHI CỤC|TỔNG|BÍ THƯ|VIỆN)\b"
    rf"[{UPPER} .]{{3,}}$)|(?<=\.) (?={_NAMED}(?: {_NAMED}){{2,4}}$)"
)
_RECEIVERS = re.compile(r"\W*N[ơo]i nh", re.IGNORECASE)
_PLACE_REST = re.compile(rf"{_NAMED}, [Nn]gày\b")

Cell = tuple[Passage, bool]  # and whether a blank line stands before it


def put_together(cells: list[Cell]) -> list[Cell]:
    """The cells with torn ones joined; each keeps the place of its first part."""
    whole: list[Cell] = []
    for cell, after_blank in cells:
        if whole and _belongs(whole[-1], cell, after_blank):
            whole[-1] = (whole[-1][0].plus(cell), whole[-1][1])
        else:
            whole.append((cell, after_blank))
    return whole


def taken_apart(cell: Passage) -> list[Passage]:
    """A line that lost its breaks: place and day stand behind the subject."""
    match = _PLACE_INSIDE.search(cell.text) if _SUBJECT_LEAD.search(cell.text) else None
    if not match:
        return [cell]
    place = match["place"]
    half = len(place) // 2  # "… tỉnh Vĩnh Long Vĩnh Long, ngày": the subject ends with the same name
    start = match.end("place") - (half if place[:half] == place[half + 1 :] else len(place))
    return [cell.part(0, start), cell.part(start)]


def beside(cell: Passage) -> list[Passage]:
    """A receiver and what the signature's column left on its line: "- Như trên; PHÓ GIÁM ĐỐC"."""
    receiver = marker(cell.text)[0] or _RECEIVERS.match(cell.text)
    match = _SIGNATURE_INSIDE.search(cell.text) if receiver else None
    return [cell.part(0, match.start()), cell.part(match.end())] if match else [cell]


def _belongs(before: Cell, cell: Passage, after_blank: bool) -> bool:
    previous, opens = before[0].text, before[1]
    if _NUMBER_LEAD.search(previous):
        return bool(_NUMBER_REST.match(cell.text))
    if _SYMBOL_CUT.search(previous):
        return bool(_SYMBOL_REST.match(cell.text))
    if _DAY_LEAD.search(previous):
        return bool(_DAY_REST.match(cell.text))
    # "Bà Rịa - Vũng" above "Tàu, ngày …": a block of its own that goes on.
    return opens and not after_blank and bool(_PLACE_LEAD.match(previous) and _PLACE_REST.match(cell.text))
