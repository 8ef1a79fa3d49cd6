"""Which encoding a text is in: by the names of its fonts where they are known, else by which reading gives words.

Documents mix encodings (an old heading pasted over a new body), so every line is judged; one that could be either
follows the line before it. A text without enough old words is left as it is.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from . import tcvn3, vni
from .syllables import is_marked_syllable

_BEYOND_ASCII = re.compile(r"[^\s\x00-\x7f]")
# Letters of Vietnamese that neither old encoding can hold: the text is Unicode.
_UNICODE_ONLY = re.compile("[\u0100-\u01b0\u0300-\u0323\u1ea0-\u1ef9]")
_EDGES = "\"'()[]{}.,;:!?/-–…“”*_|"
_LEAST_WORDS = 4  # old words a text must have before any line of it is converted
_PRIVATE = {code: code - 0xF000 for code in range(0xF020, 0xF100)}  # symbol fonts shift their characters

_ENCODINGS = {"tcvn3": tcvn3.decode, "vni": vni.decode}
_FONTS = (
    (re.compile(r"\.vn.*h$", re.IGNORECASE), partial(tcvn3.decode, capitals=True)),
    (re.compile(r"\.vn", re.IGNORECASE), tcvn3.decode),
    (re.compile(r"vni[- ]", re.IGNORECASE), vni.decode),
)


@dataclass(frozen=True)
class Run:
    """Some characters of a line and the font they are set in ("" when unknown)."""

    text: str
    font: str = ""


def by_font(runs: Iterable[Run]) -> str:
    """The runs of one line as text: those in old fonts as the fonts draw them."""
    return "".join(_drawn(_joined(runs)))


def unicode_text(text: str) -> str:
    """`text` with the lines that are in an old encoding converted, judged by their words alone."""
    return "\n".join(unicode_lines(text.split("\n")))


def unicode_lines(lines: list[str]) -> list[str]:
    """The lines as Unicode, judged by their words alone."""
    total = sum((_count(line, _ENCODINGS) for line in lines), Counter())
    present = {name: decode for name, decode in _ENCODINGS.items() if total[name] >= _LEAST_WORDS}
    if not present:
        return lines
    winners = [_winner(line, _count(line, present)) for line in lines]
    before = next((name for name in winners if name), "unicode")
    read: list[str] = []
    for line, winner in zip(lines, winners, strict=True):
        before = winner or before
        read.append(present[before](line) if before in present else line)
    return read


def _count(line: str, encodings: dict) -> Counter:
    """Per encoding, the words that only this encoding reads as Vietnamese."""
    count: Counter = Counter()
    if not _BEYOND_ASCII.search(line):
        return count
    for word in line.split():
        word = word.strip(_EDGES)
        if word.isascii():
            continue
        if _UNICODE_ONLY.search(word):
            count["unicode"] += 1
            continue
        fits = [name for name, decode in encodings.items() if is_marked_syllable(decode(word))]
        fits += ["unicode"] if is_marked_syllable(word) else []
        if len(fits) == 1:
            count[fits[0]] += 1
    return count


def _winner(line: str, count: Counter) -> str | None:
    """The encoding that reads most words of the line; None when it could be either."""
    ranked = count.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return "unicode" if _UNICODE_ONLY.search(line) else None
    return ranked[0][0]


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Neighbours in the same font as one: a VNI letter may be cut from its mark."""
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].font == run.font:
            joined[-1] = Run(joined[-1].text + run.text, run.font)
        else:
            joined.append(run)
    return joined


def _drawn(runs: list[Run]) -> Iterable[str]:
    for run in runs:
        decode = next((decode for font, decode in _FONTS if font.match(run.font)), None)
        text = run.text.translate(_PRIVATE) if decode else run.text
        # A font name left over on text typed in Unicode: Word then takes another font for it.
        yield decode(text) if decode and not _UNICODE_ONLY.search(text) else run.text
