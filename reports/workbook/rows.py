"""What a workbook holds: the obligations of a unit, its actions, and a line as it came back."""

import hashlib
import json
import re
import unicodedata
import uuid
from dataclasses import dataclass, field
from datetime import date

NAMESPACE = uuid.UUID("5b0f3a52-5f0d-4c86-9a8f-0d1c6f1b7e42")
MAX_LINES = 2000
"""Lines of actions that one file may hold."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """A text as it is compared: one spelling, one kind of line end, nothing that a workbook cannot hold."""
    lines = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", lines).strip()


@dataclass(frozen=True)
class Content:
    """What an action says. Two of equal `version` are the same action as far as a workbook can tell."""

    done_on: date
    channel: str
    audience: str
    reach: int | None
    description: str
    links: tuple[str, ...]
    duties: tuple[int, ...]

    @property
    def version(self) -> str:
        facts = [
            self.done_on.isoformat(),
            self.channel,
            self.audience,
            self.reach,
            plain(self.description),
            sorted(self.links),
            sorted(self.duties),
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Duty:
    """An obligation, as a line of the first sheet and as a choice in the second. `is_own`: the person reports for the
    unit; `is_open`: it is the unit's turn; `over` says why it takes no actions any more all the same."""

    pk: int
    title: str
    unit_id: int
    unit: str
    directive_id: int
    letter: str
    due_on: date
    state: str
    is_open: bool
    is_own: bool
    over: str = ""

    @property
    def label(self) -> str:
        """How the second sheet names it; what counts is the number."""
        return f"{self.pk} – {self.title}".replace(";", ",")


@dataclass(frozen=True)
class Done:
    """An action that the portal holds. `is_untouched`: nobody changed it since it was stored; `why_shut` says why it is
    not mendable here."""

    client_uuid: uuid.UUID
    content: Content
    labels: tuple[str, ...]
    unit: str
    state: str
    is_mendable: bool
    is_own: bool
    is_untouched: bool = False
    why_shut: str = ""

    @property
    def key(self) -> str:
        return str(self.client_uuid)


@dataclass(frozen=True)
class Held:
    """What the portal holds of a person's work: obligations and actions in their order, and which were withdrawn."""

    duties: list[Duty] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    withdrawn: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True)
class Line:
    """A line of the sheet of actions as it is written or was read; `cells` by the name of the column."""

    number: int
    key: str
    version: str
    cells: dict[str, object]
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        return all(value in ("", None) for value in self.cells.values())


def fresh_uuid(unit_id: int, key: str) -> uuid.UUID:
    """The identifier of the action that a new line becomes: the same line of the same unit stores once, whoever of the
    unit sends it, and no key names another unit's action."""
    return uuid.uuid5(NAMESPACE, f"{unit_id}:{key}")
