"""The lines of "Kính gửi"."""

import re

from ..layout import Letter
from ..passage import Passage
from ..sheet import Sheet

_LEAD = re.compile(r"\W*K[íìi]nh\s+g[ửừứưu]i\s*:?\s*|.{2,80}\s+điện\s*:\s*$", re.IGNORECASE)
# "(theo Quyết định số …)", and whatever stands behind ";" in brackets, are remarks on the receiver.
_BULLET_INSIDE = re.compile(r"(?<=[;.,]) ?[-–•*+~] (?=\S)")
_REMARK = re.compile(r"(?:\s*\((?:theo|có)\b[^()]*\)|\s*;\s*\([^()]*\))\s*$", re.IGNORECASE)


def read_recipients(letter: Letter, sheet: Sheet) -> None:
    for receiver in addressees(letter):
        sheet.add("recipients", receiver.text, receiver)
    if not sheet.data["recipients"]:
        reason = "Không đọc được dòng nào sau “Kính gửi”." if letter.addressed else "Văn bản không có “Kính gửi”."
        sheet.missing("recipients", reason)


def addressees(letter: Letter) -> list[Passage]:
    """Those whom the letter addresses, in order."""
    found = []
    for at, item in enumerate(letter.addressees):
        words = item.words
        if at == 0:
            lead = _LEAD.match(words.text)
            words = words.part(lead.end() if lead else 0).strip("-–•*")
        found += [receiver for part in listed_inline(words) if (receiver := _line(part))]
    return found


def listed_inline(words: Passage) -> list[Passage]:
    """The parts of "Như trên; - UBND tỉnh; - Lưu: VT": a list that lost its line breaks."""
    starts = [0, *(cut.end() for cut in _BULLET_INSIDE.finditer(words.text))]
    return [words.part(start, end) for start, end in zip(starts, [*starts[1:], None], strict=True)]


def _line(words: Passage) -> Passage:
    """Without final punctuation and without "(theo Quyết định số …)"."""
    words = words.strip("-–•*+~").rstrip(".;,")
    remark = _REMARK.search(words.text)
    return words.part(0, remark.start()).rstrip(".;,") if remark else words
