"""What the reply is made from: the unit, the letter, what was asked and what was done. No queries, no words yet."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Proof:
    """What proves an action: the name of a file, or a web address."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Done:
    """One action handed in. `is_linked`: the same event stands in the report on another letter, its reach with it."""

    pk: int
    done_on: date
    channel: str
    audience: str
    reach: int | None = None
    description: str = ""
    is_linked: bool = False
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One instruction of the letter, how far the unit is with it and what it has handed in about it."""

    text: str
    progress: str
    due_on: date
    note: str = ""
    """Why it is not applicable."""
    deeds: tuple[Done, ...] = ()


@dataclass(frozen=True)
class Sender:
    """The unit that replies. `place` is the official name of its area, with its level ("quận Ninh Kiều")."""

    name: str
    kind: str
    parent: str = ""
    symbol: str = ""
    place: str = ""


@dataclass(frozen=True)
class Letter:
    """The letter that is answered."""

    reference: str
    issuer: str
    subject: str
    dated_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """Everything the reply says. The last report's difficulties and proposals are said again until they are changed."""

    sender: Sender
    letter: Letter
    asked: tuple[Asked, ...]
    received_at: datetime | None = None
    incoming_number: str = ""
    difficulties: str = ""
    proposals: str = ""
