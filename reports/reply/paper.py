"""The reply as it stands on paper, part by part (Decree 30/2020, appendix I and form 1.4)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One action: when and how, to whom, what it reached, what was done, and the numbers of what proves it."""

    day: str
    what: str
    reach: str
    description: str
    proofs: tuple[int, ...]


@dataclass(frozen=True)
class Section:
    """One instruction, in the letter's words, and what the unit did."""

    number: int
    title: str
    standing: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Reach:
    """Lượt of one audience through one channel; None where nobody counted. Never added up across rows."""

    channel: str
    audience: str
    actions: int
    times: int | None


@dataclass(frozen=True)
class Evidence:
    number: int
    name: str
    url: str


@dataclass(frozen=True)
class Reply:
    """The number and the day stay blank: the registry fills them in when the head has signed."""

    parent: str
    unit: str
    symbol: str
    place_and_day: str
    subject: str
    to: str
    basis: str
    receipt: str
    sections: tuple[Section, ...]
    reach: tuple[Reach, ...]
    evidence: tuple[Evidence, ...]
    difficulties: str
    proposals: str
    copies: tuple[str, ...]
    signer: tuple[str, ...]
