"""What the letter says goes with it: to be looked for among the files."""

import re

from ..layout import Letter
from ..sheet import Sheet

_ANNEX = re.compile(r"(?:các\s+)?phụ lục\b", re.IGNORECASE)


def note_attachments(letter: Letter, sheet: Sheet) -> None:
    """One note for each attachment; whether its file is there only the page knows. An annex may stand in the text."""
    for at, title in enumerate(sheet.data["attachments"]):
        if letter.annexes and _ANNEX.match(title):
            continue
        path = f"attachments.{at}"
        message = f"Văn bản nhắc đến tài liệu kèm theo “{title}”. Hãy kiểm tra đã có tệp này chưa."
        sheet.note_at("attachment", path, message, sheet.reading.spans[path])
