"""Words that stand twice. The letter's words are kept; the notes only point at them."""

import re
from collections.abc import Iterator

from ..layout import Letter
from ..passage import Passage
from ..sheet import Sheet

_WORD = r"[^\W\d]+"
_PHRASE = re.compile(rf"(?<!\w)(?P<words>{_WORD} {_WORD}(?: {_WORD}){{0,2}}) (?P=words)(?!\w)", re.IGNORECASE)
# Single words that Vietnamese never doubles on purpose, as it does in "luôn luôn", "ngày ngày".
_SINGLE = re.compile(
    r"(?<!\w)(?P<words>của|và|các|những|được|cho|trong|với|tại|theo|đến|để|bởi|số|việc|phải|cùng|trên|thì|nhằm)"
    r" (?P=words)(?!\w)",
    re.IGNORECASE,
)


def note_doubled_words(letter: Letter, sheet: Sheet) -> None:
    for words in every_passage(letter, sheet):
        for pattern in (_PHRASE, _SINGLE):
            for match in pattern.finditer(words.text):
                message = f"Lặp từ: “{match[0]}”. Có thể chỉ cần “{match['words']}”."
                sheet.note("duplicated_words", "text", message, words.group(match))


def every_passage(letter: Letter, sheet: Sheet) -> Iterator[Passage]:
    """The subject, the addressees and the body, paragraph by paragraph."""
    if "subject" in sheet.reading.spans:
        yield Passage.of(letter.text, *sheet.reading.spans["subject"])
    for item in [*letter.addressees, *letter.paragraphs()]:
        yield item.all_words
