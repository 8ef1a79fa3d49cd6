"""Stamps of secrecy (law on the protection of state secrets): a document that bears one is not taken in."""

import re
import unicodedata

from ..errors import IntakeError

_LEVELS = ("MẬT", "TỐIMẬT", "TUYỆTMẬT")
# Scans and old fonts lose accents. "MAT" alone is taken for a stamp at the head of a document only.
_BARE_LEVELS, _BARE_LOWEST = ("TOIMAT", "TUYETMAT"), "MAT"
_TYPED = ("mật", "tối mật", "tuyệt mật")
_HEAD = 25  # lines with words
_LONGEST = 40  # characters of a stamp
_CELLS = re.compile(r"\t+|\s{3,}|\|")
_NAMED = re.compile(r"^(?:mức )?độ mật *: *(?:tuyệt |tối )?mật\b", re.IGNORECASE)
_ENVELOPE = re.compile(r"^chỉ người có tên mới được bóc bì\b", re.IGNORECASE)
# "BẢO VỆ BÍ" with "MẬT NHÀ NƯỚC" cut off below: the word goes on from the line above.
_DRAWN = re.compile(r"(?<!\w)(?<!BÍ )(?<!BẢO )(?<!CƠ )(?:(?:TỐI|TUYỆT) )?MẬT(?= ?\0)")
_CUT = re.compile(r"\b(?:BÍ|BẢO|CƠ)\s*$", re.IGNORECASE)


def require_no_stamp(text: str) -> None:
    """IntakeError when a stamp of secrecy stands anywhere in the text."""
    before, number = "", 0
    for line in text.splitlines():
        if not line.strip():
            continue
        number += 1
        whole = is_stamp(line, head=number <= _HEAD) or (number <= _HEAD and _is_typed_stamp(line))
        stamps = {_letters(cell) for cell in _CELLS.split(line) if is_stamp(cell, head=number <= _HEAD)}
        # "Tuyệt mật | Tối mật | Mật" heads a table of figures; a stamp names one level.
        if (whole or len(stamps) == 1) and not _CUT.search(before):
            raise IntakeError("secret")
        before = line


def drawn_stamps(data: bytes) -> list[str]:
    """Stamps among the drawings of an old Word file, where a watermark's words end with a zero."""
    texts = (data[start:].decode("utf-16-le", "replace") for start in (0, 1))
    return [match[0] for text in texts for match in _DRAWN.finditer(text)]


def is_stamp(cell: str, *, head: bool = False) -> bool:
    """A stamp stands alone in its line or column: "TỐI MẬT", "T Ố I  M Ậ T", "Độ mật: Mật"."""
    cell = cell.strip()
    if not 3 <= len(cell) <= _LONGEST:
        return False
    letters = _letters(cell)
    if letters in _LEVELS or (letters.isupper() and _bare(letters) in _BARE_LEVELS):
        return True
    return (head and letters == _BARE_LOWEST) or bool(_NAMED.match(cell) or _ENVELOPE.match(cell))


def _is_typed_stamp(line: str) -> bool:
    """ "Mật", "Tối mật" typed on a line of its own at the head, as people copy a stamp into text."""
    words = line.strip(" *_[]().:-")
    return words[:1].isupper() and words.casefold() in _TYPED


def _letters(cell: str) -> str:
    return re.sub(r"[\W_]", "", cell)


def _bare(letters: str) -> str:
    return re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", letters))
