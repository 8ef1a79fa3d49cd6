"""Slips of the pen. The letter's words are kept; the notes only point at them."""

import re

from ..layout import Letter
from ..sheet import Sheet

_DOUBLED = re.compile(r"(?<!\w)(?P<words>\w+ \w+(?: \w+){0,2}) (?P=words)(?!\w)", re.IGNORECASE)

# Fixed terms of official letters and how they are commonly mistyped.
_MISSPELT = {
    "cảm nang": "cẩm nang",
    "truyển thông": "truyền thông",
    "lầm việc": "làm việc",
    "triễn khai": "triển khai",
    "hướng dẩn": "hướng dẫn",
    "tuyên truyên": "tuyên truyền",
    "ủy bân": "ủy ban",
    "thứ trường": "thứ trưởng",
    "chia sẽ": "chia sẻ",
    "bổ xung": "bổ sung",
    "đôn đóc": "đôn đốc",
    "ngiêm túc": "nghiêm túc",
}
_MISSPELT_PATTERN = re.compile(rf"(?<!\w)(?:{'|'.join(_MISSPELT)})(?!\w)", re.IGNORECASE)


def note_doubled_words(letter: Letter, sheet: Sheet) -> None:
    for words in _all_words(letter):
        for match in _DOUBLED.finditer(words.text):
            message = f"Lặp từ: “{match[0]}”. Có thể chỉ cần “{match['words']}”."
            sheet.note("duplicated_words", "text", message, words.group(match))


def note_misspellings(letter: Letter, sheet: Sheet) -> None:
    """One note per misspelt term, with every place where it stands."""
    places: dict[str, list] = {}
    for words in _all_words(letter):
        for match in _MISSPELT_PATTERN.finditer(words.text):
            places.setdefault(match[0].lower(), []).append(words.group(match))
    for term, found in places.items():
        message = f"Có thể sai chính tả: “{term}” (thường viết “{_MISSPELT[term]}”), {len(found)} chỗ."
        sheet.note("misspelling", "text", message, *found)


def _all_words(letter: Letter):
    subject = None
    for cell, _ in letter.left:
        subject = cell if subject is None else subject.plus(cell)
    if subject is not None:
        yield subject
    for item in [*letter.addressees, *letter.paragraphs()]:
        yield item.all_words
