"""Stage 4: gentle notes on what looks odd, and hints at what the letter leaves out."""

from ..layout import Letter
from ..sheet import Sheet
from .addressees import note_groups_not_addressed
from .attached import note_attachments
from .consistency import note_dates
from .gaps import note_gaps
from .hints import suggest_issuer
from .spelling import note_misspellings
from .wording import note_doubled_words


def explain(letter: Letter, sheet: Sheet) -> None:
    suggest_issuer(letter, sheet)
    note_gaps(sheet)
    note_dates(letter, sheet)
    note_groups_not_addressed(sheet)
    note_attachments(letter, sheet)
    note_doubled_words(letter, sheet)
    note_misspellings(letter, sheet)
