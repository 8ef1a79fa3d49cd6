"""A run of words of the letter that remembers where each of its characters stands in the source text."""

import re
from dataclasses import dataclass, field

_WORDS = re.compile(r"\S+")
# "BTTTT-" at the end of a line was cut inside a word; "kinh tế -" was not.
_CUT_WORD = re.compile(r"\w-$")


@dataclass(frozen=True)
class Passage:
    """Joined text with single spaces. `offsets[i]` is the place of `text[i]` in `source`.

    Lines, columns and doubled spaces are gone from `text`, so rules never see how the letter was wrapped;
    `spans()` leads back to the source, in several pieces where a column was in between.
    """

    source: str = field(repr=False)
    text: str = ""
    offsets: tuple[int, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, source: str, *segments: tuple[int, int]) -> "Passage":
        chars: list[str] = []
        offsets: list[int] = []
        for start, end in segments:
            for number, word in enumerate(_WORDS.finditer(source, start, end)):
                if chars and not (number == 0 and _CUT_WORD.search("".join(chars[-2:])) and word[0][0].isalpha()):
                    chars.append(" ")
                    offsets.append(offsets[-1] + 1)
                chars += word[0]
                offsets += range(word.start(), word.end())
        return cls(source, "".join(chars), tuple(offsets))

    def __bool__(self) -> bool:
        return bool(self.text)

    def part(self, start: int = 0, end: int | None = None) -> "Passage":
        """The words from `start` to `end` of `text`, without spaces at the edges."""
        end = len(self.text) if end is None else end
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = max(start, end - (len(piece) - len(piece.rstrip())))
        return Passage(self.source, self.text[start:end], self.offsets[start:end])

    def group(self, match: re.Match, name: str | int = 0) -> "Passage":
        """The words that a group of a match on `text` holds."""
        return self.part(*match.span(name))

    def strip(self, chars: str) -> "Passage":
        """Without these characters, and spaces, at both ends."""
        chars += " "
        left = len(self.text) - len(self.text.lstrip(chars))
        return self.part(left, max(left, len(self.text.rstrip(chars))))

    def rstrip(self, chars: str) -> "Passage":
        return self.part(0, len(self.text.rstrip(chars + " ")))

    def plus(self, other: "Passage") -> "Passage":
        """This passage, a space, and another of the same letter."""
        if not self or not other:
            return self or other
        return Passage(self.source, f"{self.text} {other.text}", (*self.offsets, self.offsets[-1] + 1, *other.offsets))

    def spans(self) -> list[list[int]]:
        """[start, end] pairs in the source; only white space of the source may stand between words of one pair."""
        spans: list[list[int]] = []
        for char, offset in zip(self.text, self.offsets, strict=True):
            if char == " ":
                continue
            if spans and (offset == spans[-1][1] or self._is_space(spans[-1][1], offset)):
                spans[-1][1] = offset + 1
            else:
                spans.append([offset, offset + 1])
        return spans

    def _is_space(self, start: int, end: int) -> bool:
        return start < end and self.source[start:end].isspace()
