"""What a reminder speaks of, and what a message says of it. Plain data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from directives.models import Delivery, Directive, Obligation


@dataclass(frozen=True, eq=False)
class Piece:
    """One thing that is still open, and the unit whose turn it is."""

    unit_id: int
    row: Any


@dataclass(frozen=True)
class Item:
    """A line of a list: what it is, in which state, and the words somebody gave with it.

    `row` is the open obligation behind it, where the reader has one to do; `state` a name of `lib.status`.
    """

    title: str
    word: str = ""
    note: str = ""
    state: str = ""
    row: Obligation | None = None


@dataclass
class Section:
    """What a message says of one letter to one person: the answer first, then the sentence, then the list.

    `when`, `count` and `whose` make the subject of the mail: how far off the day is, how many works there are, and of
    which unit. `delivery` is set where the reader may act for its unit, `receipt_link` where receipt is still open.
    """

    directive: Directive
    deadline: date
    headline: str
    when: str
    count: int = 0
    whose: str = ""
    sentence: str = ""
    items: Sequence[Item] = field(default_factory=list)
    advice: str = ""
    path: str = ""
    delivery: Delivery | None = None
    receipt_link: str = ""
