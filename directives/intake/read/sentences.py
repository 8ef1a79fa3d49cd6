"""Where sentences begin and end."""

import re

from ..alphabet import UPPER

# A full stop before a capital ends a sentence; "TP. Cần Thơ", "KT. Giám đốc", "ThS. Lê" do not.
# Longer abbreviations end names: "… của UBND. Các sở …".
_END = re.compile(
    r"(?<!\b[A-ZĐ])(?<!\b[A-ZĐ]{2})(?<!\b[A-ZĐ]{3})(?<!\bThS)(?<!\bĐ/c)"
    rf"[.!?…](?:/\.)?[”\")]?\s+(?=[{UPPER}“\"(])"
)

_FAR = 3000  # characters


def sentence_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in _END.finditer(text))]


def sentences(text: str) -> list[tuple[int, int]]:
    starts = sentence_starts(text)
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def sentence_around(text: str, at: int) -> tuple[int, int]:
    """Start and end of the sentence that holds `at`, looked for no further than any sentence goes."""
    left = max(0, at - _FAR)
    return next(
        (left + start, left + end) for start, end in reversed(sentences(text[left : at + _FAR])) if left + start <= at
    )
