"""From an official letter to a draft: a pure library (no database, no clock, no settings).

    extract → lay out → read → explain

`read_text` and `read_upload` return a `Reading`: the exchange form, the words each value came from, how sure it is,
and gentle notes; `read_bundle` returns one for each letter of a file. Nothing is invented: what the letter does not
say stays None or [] and is listed as a doubt. They raise `IntakeError`, and nothing else, for what cannot be taken in.
Files that come from outside are read by `sandbox`, in a process of their own. `Workdays` are the days off that the
caller knows of; without them a count of working days skips weekends only, and says so.
"""

from .errors import IntakeError
from .explain import explain
from .extract import SUFFIXES, from_text, from_upload
from .layout import lay_out
from .read import read_parts
from .reading import Reading
from .sheet import Sheet
from .workdays import Workdays

__all__ = ["SUFFIXES", "IntakeError", "Reading", "Workdays", "read_bundle", "read_text", "read_upload"]


def read_text(text: str, *, calendar: Workdays | None = None) -> Reading:
    """Read a pasted letter."""
    return _read(from_text(text), calendar)


def read_upload(name: str, data: bytes, *, calendar: Workdays | None = None) -> Reading:
    """Read an uploaded file, the first letter of it. `name` is only looked at for its suffix, one of SUFFIXES."""
    return read_bundle(name, data, calendar=calendar)[0]


def read_bundle(name: str, data: bytes, *, calendar: Workdays | None = None) -> list[Reading]:
    """Read every letter of an uploaded file, in order; at least one. Each says which of how many it is."""
    readings = [_read(text, calendar) for text in from_upload(name, data)]
    if len(readings) > 1:
        for place, reading in enumerate(readings, 1):
            message = f"Tệp có {len(readings)} văn bản; đây là văn bản thứ {place}."
            reading.findings.append({"code": "bundle", "path": "", "message": message, "spans": []})
    return readings


def _read(text: str, calendar: Workdays | None) -> Reading:
    letter = lay_out(text)
    sheet = Sheet(text)
    read_parts(letter, sheet, calendar)
    explain(letter, sheet)
    return sheet.reading
