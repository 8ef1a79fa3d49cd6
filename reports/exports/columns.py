"""What a list is, whichever file it becomes: columns with a title and a kind, rows, and words about both."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

PLACE = "9070503010"
"""A key that nothing has."""
CHUNK = 2000
"""Rows that are in memory at once while a queryset is written."""


class Kind(Enum):
    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"
    LINK = "link"


@dataclass(frozen=True)
class Column:
    """`value` takes a row and returns a str, a date, an aware datetime, an int or a web address, as `kind` says; None
    and "" leave the cell empty. `width` counts characters, `shown` stands for an address where a cell can hide it."""

    title: str
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    width: int = 24
    shown: str = ""


def text(title: str, value: Callable, width: int = 24) -> Column:
    return Column(title, value, Kind.TEXT, width)


def day(title: str, value: Callable) -> Column:
    return Column(title, value, Kind.DAY, 13)


def moment(title: str, value: Callable) -> Column:
    return Column(title, value, Kind.MOMENT, 18)


def number(title: str, value: Callable) -> Column:
    return Column(title, value, Kind.NUMBER, 12)


def link(title: str, value: Callable, width: int = 40, shown: str = "") -> Column:
    return Column(title, value, Kind.LINK, width, shown)


def opened_at(view: str, key: Callable) -> Column:
    """The last column of most lists: the page of the row."""
    return link(_("Mở trên cổng"), lambda row: page_of(view, key(row)), 14, _("Mở"))


def page_of(view: str, pk: int | None) -> str:
    return f"{settings.SITE_URL}{_path(view).replace(PLACE, str(pk))}" if pk else ""


@cache
def _path(view: str) -> str:
    """The address of a view with a mark where the key goes: asking for each of 100,000 addresses takes seconds."""
    return reverse(view, args=[int(PLACE)])


@dataclass(frozen=True)
class Listing:
    """One list as its page shows it. `name` becomes the name of the file.

    `filters` says in words what narrows it. `until` is the local day at whose end the figures stand; without one they
    are those of the moment. `rows` are all rows of all pages, in the order of the page.
    """

    title: str
    name: str
    columns: Sequence[Column]
    rows: QuerySet | Sequence
    filters: Sequence[str] = ()
    until: date | None = None
    notes: Sequence[str] = field(default=())
    is_illustrative: bool = False

    def each(self) -> Iterator:
        return self.rows.iterator(chunk_size=CHUNK) if isinstance(self.rows, QuerySet) else iter(self.rows)


@dataclass(frozen=True)
class Maker:
    """Who asked for the file, and when."""

    person: str
    unit: str
    at: datetime


def filter_words(*pairs: tuple[str, object]) -> list[str]:
    """ "Loại: phường", of the pairs that narrow anything."""
    return [f"{label}: {words}" for label, words in pairs if words]
