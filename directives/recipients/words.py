"""A phrase as words that can be compared: folded, with the usual short forms made one ("Ủy ban nhân dân" = "UBND")."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from campaign_portal.lib.text import fold, fold_keeping_marks

_WORD = re.compile(
    r"(?<!\w)[A-ZĐ]{2},\s?[A-ZĐ]{2}\s*&\s*[A-ZĐ]{2}(?!\w)|"  # "VH, TT&DL"
    r"(?<!\w)[A-ZĐ]{1,6}(?:(?:\s*&\s*|-)[A-ZĐ]{1,6})+(?!\w)|"
    r"\w[\w\u0300-\u036f]*"
)
_BREAK = re.compile(r"[,;:()\n•+]")
_VOWEL = re.compile(r"[aeiouy]")
RUNS = {
    ("uy", "ban", "nhan", "dan"): "ubnd",
    ("truong", "dai", "hoc"): "dh",
    ("truong", "cao", "dang"): "cd",
    ("dai", "hoc"): "dh",
    ("cao", "dang"): "cd",
    ("truong", "dh"): "dh",
    ("truong", "cd"): "cd",
    ("hoi", "dong", "nhan", "dan"): "hdnd",
    ("mat", "tran", "to", "quoc"): "mttq",
    ("ban", "quan", "ly"): "bql",
    ("van", "phong"): "vp",
    ("thanh", "pho"): "tp",
    ("thi", "tran"): "tt",
    ("thi", "xa"): "tx",
}
LETTERS = {"q": "quan", "h": "huyen", "p": "phuong", "x": "xa"}
PLACES = ("quan", "huyen", "phuong", "xa", "tt", "tx", "tp", "tinh")


@dataclass(frozen=True)
class Word:
    """A word or a short form. `marks` is its spelling with marks, empty where spellings are not compared.

    `breaks`: a comma, a colon, a bracket or "và" stands before it. `short`: it is written as a short form.
    """

    key: str
    marks: str
    start: int
    end: int
    breaks: bool
    short: bool


def words_of(text: str) -> list[Word]:
    """The words of a text, in its order; spans index into the text."""
    found, breaks, last = [], True, 0
    for place in _WORD.finditer(text):
        key = fold(place[0]).replace(" ", "")
        breaks = breaks or bool(_BREAK.search(text, last, place.start()))
        last = place.end()
        if key == "va":
            breaks = True
        elif key:
            found.append(_word(place, key, breaks, text))
            breaks = False
    return _joined(found)


def _word(place: re.Match, key: str, breaks: bool, text: str) -> Word:
    raw = place[0]
    dotted = text[place.end() : place.end() + 1] == "." or raw.isupper()
    if dotted and key in LETTERS:
        return Word(LETTERS[key], "", place.start(), place.end(), breaks, False)
    short = len(key) > 1 and (raw.isupper() or not _VOWEL.search(key))
    return Word(key, fold_keeping_marks(raw).replace(" ", ""), place.start(), place.end(), breaks, short)


def _joined(words: list[Word]) -> list[Word]:
    found, at = [], 0
    while at < len(words):
        size = next((n for n in (4, 3, 2) if tuple(word.key for word in words[at : at + n]) in RUNS), 1)
        run = words[at : at + size]
        if size == 1:
            found.append(run[0])
        else:
            key = RUNS[tuple(word.key for word in run)]
            found.append(Word(key, "", run[0].start, run[-1].end, run[0].breaks, False))
        at += size
    return found


def key_of(words: list[Word]) -> str:
    return " ".join(word.key for word in words)


def spelt_alike(written: list[Word], name: list[Word]) -> bool:
    """Whether what is written may be the name: marks may be missing, but none may stand that the name has not."""
    pairs = zip(written, name, strict=False)
    return all(not own.marks or not other.marks or _within(own.marks, other.marks) for own, other in pairs)


def same_marks(written: Sequence[Word], name: Sequence[Word]) -> bool:
    """Whether every word is spelt with the marks of the other; short forms have none to compare."""
    return all(a.marks == b.marks or not a.marks or not b.marks for a, b in zip(written, name, strict=True))


def _within(written: str, name: str) -> bool:
    own, other = _letters(written), _letters(name)
    return len(own) == len(other) and all(a[0] == b[0] and set(a) <= set(b) for a, b in zip(own, other, strict=True))


def _letters(word: str) -> list[str]:
    """Each letter with its marks after it; the bar of đ is a mark."""
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", word).replace("đ", "d\u0335"):
        if unicodedata.combining(char) and letters:
            letters[-1] += char
        else:
            letters.append(char)
    return letters


def distance(one: str, other: str, most: int) -> int:
    """How many letters must be added, dropped, changed or swapped; `most + 1` stands for more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = [], list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        further = [i]
        for j, b in enumerate(other, 1):
            best = min(row[j] + 1, further[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            further.append(best)
        before, row = row, further
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
