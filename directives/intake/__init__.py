"""From an official letter to a draft: a pure library (no database, no clock, no settings).

    extract → lay out → read → explain

`read_text` and `read_upload` return a `Reading`: the exchange form, the words each value came from, how sure it is,
and gentle notes. Nothing is invented: what the letter does not say stays None or [] and is listed as a doubt.
Both raise `IntakeError`, and nothing else, for input that cannot be taken in.
"""

from .errors import IntakeError
from .explain import explain
from .extract import from_text, from_upload
from .layout import lay_out
from .read import read_parts
from .reading import Reading
from .sheet import Sheet

__all__ = ["IntakeError", "Reading", "read_text", "read_upload"]


def read_text(text: str) -> Reading:
    """Read a pasted letter."""
    return _read(from_text(text))


def read_upload(name: str, data: bytes) -> Reading:
    """Read an uploaded file: .docx, .txt or .md. `name` is only looked at for its suffix."""
    return _read(from_upload(name, data))


def _read(text: str) -> Reading:
    letter = lay_out(text)
    sheet = Sheet(text)
    read_parts(letter, sheet)
    explain(letter, sheet)
    return sheet.reading
