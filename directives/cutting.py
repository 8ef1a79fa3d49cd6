"""Where the text of an instruction is cut in parts or joined, and which words of the letter each part keeps. Pure."""

import re
import unicodedata
from itertools import pairwise

Spans = list[list[int]]

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_ENDED = re.compile(r"[.;:!?…]$")
_KNOWN_BY = 16
"""Letters and digits by which the beginning or the end of a part is found again in the letter."""


def parts_of(text: str) -> list[str]:
    """The text cut at its blank lines, or, where there is none, at the ends of its lines."""
    text = text.replace("\r\n", "\n").strip()
    pieces = _BLANK.split(text) if _BLANK.search(text) else text.split("\n")
    return [piece.strip() for piece in pieces if piece.strip()]


def joined(first: str, second: str) -> str:
    """Two texts as one, every word kept; a semicolon parts them where the first does not end a sentence."""
    first, second = first.strip(), second.strip()
    return f"{first}{' ' if _ENDED.search(first) else '; '}{second}"


def joined_spans(first: Spans, second: Spans) -> Spans:
    """The words of both, in the order of the letter, each once."""
    found: Spans = []
    for start, end in sorted([*first, *second]):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return found


def spans_of_parts(letter: str, spans: Spans, parts: list[str]) -> list[Spans]:
    """Which of the words in `spans` belong to each part.

    Spaces, marks and capitals do not count, so a text that was tidied up is found again. A part that was reworded at
    the cut is not: then nothing is guessed, and each part keeps all the words.
    """
    places = [at for start, end in spans for at in range(start, end) if letter[at].isalnum()]
    words = "".join(letter[at].lower()[:1] for at in places)
    cuts = _cuts(words, [_plain(part) for part in parts])
    if cuts is None:
        return [[list(span) for span in spans] for _part in parts]
    return [_within(spans, places[start], places[end - 1] + 1) for start, end in pairwise(cuts)]


def _plain(text: str) -> str:
    """Letters and digits alone, one character each: as the words of the letter are compared."""
    return "".join(char.lower()[:1] for char in unicodedata.normalize("NFC", text) if char.isalnum())


def _cuts(words: str, parts: list[str]) -> list[int] | None:
    cuts = [0]
    for before, after in pairwise(parts):
        head, tail = after[:_KNOWN_BY], before[-_KNOWN_BY:]
        at = words.find(head, cuts[-1] + 1) if head else -1
        if at < 0 and tail and (found := words.find(tail, cuts[-1])) >= 0:
            at = found + len(tail)
        if not cuts[-1] < at < len(words):
            return None
        cuts.append(at)
    return [*cuts, len(words)]


def _within(spans: Spans, start: int, end: int) -> Spans:
    return [[max(start, s), min(end, e)] for s, e in spans if s < end and e > start]
