"""What the letter asks, of whom: the leaves of its numbered items and the sentences that ask."""

import re

from ..layout import Item, Letter
from ..passage import Passage
from ..sheet import Sheet
from .preamble import Preamble
from .requests import Request, addressed_group, item_request, sentence_requests
from .vocabulary import actor_end, starts_with_verb

TEXT_START = 60
_LISTS_CONTENTS = re.compile(r"(?:gồm|bao gồm|như sau|nội dung sau|cụ thể|sau đây|sau)\s*:$")
_NO_GROUP = "Văn bản không nói rõ đơn vị nào thực hiện nội dung này; hãy chọn."


def read_tasks(letter: Letter, preamble: Preamble, sheet: Sheet) -> None:
    """Fills `tasks` in document order, with each task's group and its own due date."""
    reader = _Reader(preamble, sheet)
    for at, item in enumerate(letter.body):
        followed = at + 1 < len(letter.body) and bool(letter.body[at + 1].kind)
        reader.visit_top(item, followed)
    if not sheet.data["tasks"]:
        sheet.missing("tasks", "Không đọc được nội dung yêu cầu nào; hãy nhập từ toàn văn bên cạnh.")


class _Reader:
    """Carries the group that the last lead-in addressed."""

    def __init__(self, preamble: Preamble, sheet: Sheet):
        self._preamble = preamble
        self._sheet = sheet
        self._default: Passage | None = None

    def visit_top(self, item: Item, followed: bool) -> None:
        if item.kind:
            self._visit(item, self._default, listed=self._default is not None)
        else:
            self._plain(item, self._default, followed or bool(item.children))

    def _plain(self, item: Item, group: Passage | None, followed: bool) -> None:
        """An unmarked paragraph: a lead-in to the items after it, or sentences that ask."""
        words = item.all_words
        if words.text.endswith(":") and followed:
            self._default = addressed_group(words) or group
        else:
            for request in sentence_requests(words, group):
                if self._preamble.holds(request.words):
                    continue  # what a cited document asked of the issuer
                self._write(request)
                self._default = self._default or request.group
        for child in item.children:
            self._visit(child, self._default, listed=True)

    def _visit(self, item: Item, group: Passage | None, *, listed: bool, stripped: bool = False) -> None:
        """A marked item. `listed`: it stands in a list that asks, so a bare "Xây dựng …" is a task."""
        heading = addressed_group(item.words, heading=True) if item.children or item.words.text.endswith(":") else None
        if item.children and not self._is_one_task(item):
            lead = heading or addressed_group(item.words) or group
            asks = stripped or item.words.text.endswith("đề nghị:")
            for at, child in enumerate(item.children):
                lead = self._visit_child(child, at, item, lead, listed=listed or heading is not None, stripped=asks)
            return
        request = item_request(item, group, listed=listed, stripped=stripped)
        if request:
            self._write(request)

    def _visit_child(self, child: Item, at: int, parent: Item, lead, *, listed: bool, stripped: bool):
        """Visits a child; a plain child that ends with ":" addresses the items after it."""
        follows = at + 1 < len(parent.children)
        if not child.kind and child.words.text.endswith(":") and (follows or child.children):
            lead = addressed_group(child.words) or lead
            for grandchild in child.children:
                self._visit(grandchild, lead, listed=True, stripped=stripped)
            return lead
        self._visit(child, lead, listed=listed, stripped=stripped)
        return lead

    @staticmethod
    def _is_one_task(item: Item) -> bool:
        """An item that asks for something made of parts ("gồm các nội dung sau: + …") is one task."""
        text = item.words.text
        parts = [child for child in item.children if not starts_with_verb(child.words.text)]
        asks = starts_with_verb(text) or actor_end(text) is not None
        return asks and bool(_LISTS_CONTENTS.search(text)) and len(parts) == len(item.children)

    def _write(self, request: Request) -> None:
        words = _without_close(request.words)
        task = {
            "recipient_group": request.group.text if request.group else None,
            "text_start": words.text[:TEXT_START],
            "kind": request.kind,
            "due": self._due(words),
            "coordinating": [name.text for name in request.coordinating],
            "text": words.text,
        }
        path = self._sheet.add("tasks", task, words)
        if request.group:
            self._sheet.tie(f"{path}.group", request.group)
        else:
            self._sheet.missing(f"{path}.group", _NO_GROUP)

    def _due(self, words: Passage) -> str | None:
        """The last day of the first deadline that stands in the task's own words."""
        if not words.offsets:
            return None
        first, last = words.offsets[0], words.offsets[-1]
        for at, deadline in enumerate(self._sheet.data["deadlines"]):
            start = self._sheet.reading.spans[f"deadlines.{at}"][0][0]
            if first <= start <= last and deadline["last_day"]:
                return deadline["last_day"]
        return None


def _without_close(words: Passage) -> Passage:
    """Without the ";" between items and the "/." that closes a letter's body."""
    words = words.rstrip(";")
    return words.part(0, len(words.text) - 2) if words.text.endswith(("./.", ";/.")) else words
