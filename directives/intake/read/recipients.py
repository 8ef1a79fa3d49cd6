"""The lines of "Kính gửi"; of an invitation without them, those whom it invites."""

import re
from itertools import takewhile

from ..layout import Item, Letter
from ..passage import Passage
from ..sheet import Sheet

_LEAD = re.compile(r"\W*K[íìi]nh\s+g[ửừứưu]i\s*:?\s*|.{2,80}\s+điện\s*:\s*$", re.IGNORECASE)
# "(theo Quyết định số …)", and whatever stands behind ";" in brackets, are remarks on the receiver.
_BULLET_INSIDE = re.compile(r"(?<=[;.,]) ?[-–•*+~] (?=\S)")
_REMARK = re.compile(r"(?:\s*\((?:theo|có)\b[^()]*\)|\s*;\s*\([^()]*\))\s*$", re.IGNORECASE)
_INVITES = re.compile(r"\b(?:kính|trân trọng|xin) mời\s*(?P<tail>:?)\s*", re.IGNORECASE)
_TO_COME = re.compile(r",? (?:(?:đến |tới )?(?:tham )?dự|đến|tới|tham gia)\b|:$", re.IGNORECASE)
_PRESENT = re.compile(r"(?:\S+ )?Thành phần(?: (?:tham dự|dự họp|mời(?: họp)?|tham gia))?\s*:?\s*", re.IGNORECASE)
_HOSTS = re.compile(r"(?:Chủ (?:trì|tọa)|Thư ký|Phục vụ)\b", re.IGNORECASE)
_LONGEST = 200  # characters of those named in a sentence
_LISTED = ("dash", "plus", "bullet", "letter")


def read_recipients(letter: Letter, sheet: Sheet) -> None:
    invites = sheet.data["doc_type"] == "Giấy mời" and not letter.addressed
    for receiver in _invited(letter) if invites else addressees(letter):
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


def _invited(letter: Letter) -> list[Passage]:
    """Whom an invitation names behind "kính mời", or under "Thành phần"."""
    body = letter.body
    for at, item in enumerate(body):
        words = item.all_words
        lead = _INVITES.search(words.text)
        if lead and (lead.end() == len(words.text) or _PRESENT.fullmatch(words.text, lead.end())):
            named = body[at + 1 :]
            return _lines(_run(named[1:] if named and _PRESENT.fullmatch(named[0].words.text) else named))
        if lead:
            come = _TO_COME.search(words.text, lead.end())
            named = words.part(lead.end(), come.start() if come else None)
            if len(named.text) <= _LONGEST and not _PRESENT.search(named.text):
                return _lines(listed_inline(named))
    for item in (each for each in letter.paragraphs() if _PRESENT.match(each.words.text)):
        rest = item.words.part(_PRESENT.match(item.words.text).end())
        named = [rest] if rest else _run(item.children) or _run(body[body.index(item) + 1 :] if item in body else [])
        guests = _lines([each for each in named if not _HOSTS.match(each.text)])
        if guests:
            return guests
    return []


def _run(items: list[Item]) -> list[Passage]:
    """The list that these items begin with; "b) Thành phần mời:" over a list of its own is no name."""
    run = takewhile(lambda item: item.kind in _LISTED, items)
    return [item.all_words for item in run if not (item.kind == "letter" and item.children)]


def _lines(found: list[Passage]) -> list[Passage]:
    return [line for each in found if (line := _line(each))]


def listed_inline(words: Passage) -> list[Passage]:
    """The parts of "Như trên; - UBND tỉnh; - Lưu: VT": a list that lost its line breaks."""
    starts = [0, *(cut.end() for cut in _BULLET_INSIDE.finditer(words.text))]
    return [words.part(start, end) for start, end in zip(starts, [*starts[1:], None], strict=True)]


def _line(words: Passage) -> Passage:
    """Without final punctuation and without "(theo Quyết định số …)"."""
    words = words.strip("-–•*+~").rstrip(".;,")
    remark = _REMARK.search(words.text)
    return words.part(0, remark.start()).rstrip(".;,") if remark else words
