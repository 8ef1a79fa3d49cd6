"""Kinds of values that every noun uses, as programs see them."""

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from ninja import Field, Schema
from pydantic import PlainSerializer, WithJsonSchema

from directives.models import Progress
from units.models import Unit

MOST_KEY = 2**63 - 1


def in_local_time(at: datetime | None) -> str | None:
    """ "2024-11-05T10:00:00+07:00": an instant with the zone people here live in."""
    return timezone.localtime(at, timezone.get_default_timezone()).isoformat(timespec="seconds") if at else None


Moment = Annotated[
    datetime,
    PlainSerializer(in_local_time, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2024-11-05T10:00:00+07:00"]}),
]
Key = Annotated[int, Field(ge=1, le=MOST_KEY)]


class UnitRef(Schema):
    id: int
    name: str

    @classmethod
    def of(cls, unit: Unit | None) -> "UnitRef | None":
        return cls(id=unit.pk, name=unit.name) if unit else None


def progress_words() -> str:
    """The values of progress with their words, for the description."""
    return "; ".join(f"`{value}` {label}" for value, label in Progress.choices)


def wanted(**filters) -> dict:
    """The filters that were given."""
    return {name: value for name, value in filters.items() if value not in (None, "")}
