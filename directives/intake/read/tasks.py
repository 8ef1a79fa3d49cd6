"""What the letter asks, of whom: the leaves of its numbered items and the sentences that ask."""

import re
from bisect import bisect_left
from contextlib import contextmanager
from dataclasses import replace

from ..layout import Item, Letter
from ..passage import Passage
from ..sheet import Sheet
from .attributes import attributes_of
from .preamble import Preamble, asks
from .recipients import addressees
from .requests import Request, addressed_group, item_request, makes_requests, plain_order, sentence_requests
from .sections import only_named, speaks_up, tells
from .sentences import sentences
from .tables import Table
from .vocabulary import actor_end, spelled_out, starts_with_verb

TEXT_START = 60
_SHORTEST_NAME = 8  # characters
_FAR = 400  # characters behind a name in which it acts
_LISTS_CONTENTS = re.compile(r"(?:gồm|bao gồm|như sau|nội dung sau|cụ thể|sau đây|sau)\s*:$")
_INVITES = re.compile(r"\bmời\s*:$")
_STEP = re.compile(r"Bước \d")
_REPORTS = re.compile(r"(?:tổng hợp,? )?báo cáo\b", re.IGNORECASE)
_NO_GROUP = "Văn bản không nói rõ đơn vị nào thực hiện nội dung này; hãy chọn."
# What a letter calls all those it goes to.
_EVERYBODY = re.compile(
    r"\b(?:[Cc]ác|[Qq]uý) (?:cơ quan|đơn vị|địa phương|sở, ban, ngành)"
    r"(?:(?:,| và)(?: các)? (?:cơ quan|đơn vị|địa phương))*\b"
)


def read_tasks(letter: Letter, preamble: Preamble, sheet: Sheet) -> None:
    """Fills `tasks` in document order, with each task's group and its own due date."""
    reader = _Reader(letter, preamble, sheet)
    for at, item in enumerate(letter.body):
        followed = at + 1 < len(letter.body) and bool(letter.body[at + 1].kind)
        reader.visit_top(item, followed)
    if not sheet.data["tasks"]:
        sheet.missing("tasks", "Không đọc được nội dung yêu cầu nào; hãy nhập từ toàn văn bên cạnh.")


class _Reader:
    """Carries the group that the last lead-in addressed, and the due date of the heading above."""

    def __init__(self, letter: Letter, preamble: Preamble, sheet: Sheet):
        self._preamble = preamble
        self._writer = _Writer(sheet, _everybody(letter))
        self._sole = _sole_addressee(letter)
        self._default: Passage | None = None
        self._table = Table()
        self._listing = False  # whether a lead-in asked, with or without a name
        self._only_named = only_named(letter)
        self._speaks_up = speaks_up(sheet.data["doc_type"])
        self._issuer = spelled_out(sheet.data["issuer"] or "")
        self._addressees = {spelled_out(name) for name in sheet.data["recipients"]}

    def visit_top(self, item: Item, followed: bool) -> None:
        if tells(item):
            return
        if item.kind and self._speaks_up:
            self._speak_up(item)
        elif item.kind:
            self._visit(item, self._default, listed=self._listing or self._default is not None)
        else:
            self._plain(item, self._default, followed or bool(item.children))

    def _speak_up(self, item: Item) -> None:
        """A report or proposal: only what it asks for in so many words."""
        for part in item.walk():
            for request in sentence_requests(part.all_words, None):
                self._writer.write(request)

    def _plain(self, item: Item, group: Passage | None, followed: bool) -> None:
        """An unmarked paragraph: a lead-in to the items after it, or sentences that ask."""
        words = item.all_words
        if _INVITES.search(words.text):
            return  # whom, not what
        if words.text.endswith(":") and followed:
            asked = next(asks(words.text), None) is not None
            self._default = addressed_group(words) or group or (self._sole if asked else None)
            self._listing = self._listing or makes_requests(words.text)
        else:
            for request in sentence_requests(words, group) or self._orders(words):
                if self._preamble.holds(request.words):
                    continue  # what a cited document asked of the issuer
                named = request if request.group or self._speaks_up else replace(request, group=self._sole)
                self._writer.write(named)
                self._default = self._default or named.group
        for child in item.children:
            self._visit(child, self._default, listed=True)

    def _orders(self, words: Passage) -> list[Request]:
        """Sentences behind the list that name a unit and what it does; the issuer tells of itself."""
        if self._speaks_up or not self._writer.count:
            return []
        found = [plain_order(words.part(start, end)) for start, end in sentences(words.text)]
        return [order for order in found if order and not self._is_issuer(order.group.text)]

    def _is_issuer(self, name: str) -> bool:
        name = spelled_out(name)
        return bool(self._issuer) and (self._issuer.startswith(name) or name.startswith(self._issuer))

    def _visit(self, item: Item, group: Passage | None, *, listed: bool, stripped: bool = False) -> None:
        """A marked item. `listed`: it stands in a list that asks, so a bare "Xây dựng …" is a task."""
        if item.kind == "row":
            self._row(item)
        elif told := attributes_of(item):
            self._writer.write(Request(item.words, told.lead, None, told.partners), told.time)
        elif item.children and not _is_one_task(item):
            self._visit_children(item, group, listed=listed, stripped=stripped)
        elif not tells(item):
            request = item_request(item, group, listed=listed, stripped=stripped)
            if request and (request.group or not (self._only_named or item.kind == "article")):
                self._writer.write(request)

    def _visit_children(self, item: Item, group: Passage | None, *, listed: bool, stripped: bool) -> None:
        if tells(item):
            return
        heading = addressed_group(item.words, heading=True) or self._addressee(item.words)
        lead = heading or addressed_group(item.words) or group
        asks = stripped or item.words.text.endswith("đề nghị:")
        with self._writer.under(item.words):
            for at, child in enumerate(item.children):
                lead = self._visit_child(child, at, item, lead, listed=listed or heading is not None, stripped=asks)

    def _addressee(self, words: Passage) -> Passage | None:
        """The words without their colon when they are one of the addressees, whatever that body is called."""
        words = words.rstrip(":.;")
        name = spelled_out(words.text)
        return words if len(name) >= _SHORTEST_NAME and any(name in whole for whole in self._addressees) else None

    def _visit_child(self, child: Item, at: int, parent: Item, lead, *, listed: bool, stripped: bool):
        """Visits a child; a plain child that ends with ":" addresses the items after it."""
        follows = at + 1 < len(parent.children)
        if not child.kind and child.words.text.endswith(":") and (follows or child.children):
            if follows and _STEP.match(parent.children[at + 1].words.text):
                self._visit(child, lead, listed=listed, stripped=stripped)  # one task, and how to do it
                return lead
            lead = addressed_group(child.words) or lead
            for grandchild in child.children:
                self._visit(grandchild, lead, listed=True, stripped=stripped)
            return lead
        self._visit(child, lead, listed=listed, stripped=stripped)
        return lead

    def _row(self, item: Item) -> None:
        row = self._table.row(item)
        if row:
            kind = "report" if _REPORTS.match(row.task.text) else None
            self._writer.write(Request(row.task, row.lead, kind, row.partners), row.time)


def _sole_addressee(letter: Letter) -> Passage | None:
    """Whom a letter asks that names nobody: the one it is addressed to."""
    found = addressees(letter)
    return found[0] if len(found) == 1 else None


def _everybody(letter: Letter) -> Passage | None:
    """How the letter calls all its addressees where it speaks of what they do: "các cơ quan, đơn vị"."""
    for item in letter.paragraphs():
        words = item.all_words
        for name in _EVERYBODY.finditer(words.text):
            end = actor_end(words.text[name.start() : name.start() + _FAR])
            if end and words.text[name.start() : name.start() + end].rstrip(" ,:") == name[0]:
                return words.group(name)
    return None


def _is_one_task(item: Item) -> bool:
    """An item that asks for something made of parts ("gồm các nội dung sau: + …") is one task."""
    text = item.words.text
    parts = [child for child in item.children if not starts_with_verb(child.words.text)]
    asks = starts_with_verb(text) or actor_end(text) is not None
    return asks and bool(_LISTS_CONTENTS.search(text)) and len(parts) == len(item.children)


class _Writer:
    """Writes tasks, each with the day by which it is due: of its own words, else of the heading above."""

    def __init__(self, sheet: Sheet, everybody: Passage | None):
        self._sheet = sheet
        self._everybody = everybody
        self._above: list[str | None] = [None]
        spans = sheet.reading.spans
        self._starts = sorted((spans[f"deadlines.{at}"][0][0], at) for at in range(len(sheet.data["deadlines"])))

    @property
    def count(self) -> int:
        return len(self._sheet.data["tasks"])

    @contextmanager
    def under(self, heading: Passage):
        """What is written inside stands under this heading."""
        self._above.append(self._due(heading) or self._above[-1])
        yield
        self._above.pop()

    def write(self, request: Request, time: Passage | None = None) -> None:
        words = _without_close(request.words)
        group = request.group or self._everybody
        task = {
            "recipient_group": group.text if group else None,
            "text_start": words.text[:TEXT_START],
            "kind": request.kind,
            "due": (self._due(time) if time else None) or self._due(words) or self._above[-1],
            "coordinating": [name.text for name in request.coordinating],
            "text": words.text,
        }
        path = self._sheet.add("tasks", task, words)
        if group:
            self._sheet.tie(f"{path}.group", group, doubt="" if request.group else _NO_GROUP)
        else:
            self._sheet.missing(f"{path}.group", _NO_GROUP)

    def _due(self, words: Passage) -> str | None:
        """The last day of the first deadline that stands in these words."""
        if not words.offsets:
            return None
        first, last = words.offsets[0], words.offsets[-1]
        for start, at in self._starts[bisect_left(self._starts, (first, -1)) :]:
            if start > last:
                break
            if self._sheet.data["deadlines"][at]["last_day"]:
                return self._sheet.data["deadlines"][at]["last_day"]
        return None


def _without_close(words: Passage) -> Passage:
    """Without the ";" between items and the "/." that closes a letter's body."""
    words = words.rstrip(";")
    return words.part(0, len(words.text) - 2) if words.text.endswith(("./.", ";/.")) else words
