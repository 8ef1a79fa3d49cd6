"""Stage 4: gentle notes on what looks odd, and hints at what the letter leaves out."""

from ..layout import Letter
from ..sheet import Sheet
from .consistency import note_dates
from .hints import suggest_issuer
from .wording import note_doubled_words, note_misspellings


def explain(letter: Letter, sheet: Sheet) -> None:
    suggest_issuer(letter, sheet)
    note_dates(letter, sheet)
    note_doubled_words(letter, sheet)
    note_misspellings(letter, sheet)
