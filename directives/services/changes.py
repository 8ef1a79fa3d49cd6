"""Writing the log. Every other service ends here, in its own transaction."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from directives.models import About, Change, Delivery, Directive, Event, Obligation
from directives.tallies.keeping import moved
from directives.tallies.keys import key_of

from .telling import tell


def plain(value: Any) -> Any:
    """A column's value as JSON keeps it: days and instants as ISO text, related rows by key."""
    if isinstance(value, models.Model):
        return value.pk
    return value.isoformat() if isinstance(value, date | datetime) else value


def build(
    *,
    subject: Directive | Delivery | Obligation,
    event: Event,
    actor,
    now: datetime,
    acting_unit=None,
    before: dict | None = None,
    after: dict | None = None,
    note: str = "",
) -> Change:
    """An unsaved log row about a directive, a delivery or an obligation."""
    place = _place(subject)
    return Change(
        **place,
        about_id=subject.pk,
        event=event,
        actor=actor,
        acting_unit=acting_unit,
        recorded_at=now,
        local_day=timezone.localdate(now),
        note=note,
        before={name: plain(value) for name, value in (before or {}).items()},
        after={name: plain(value) for name, value in (after or {}).items()},
    )


def _place(subject) -> dict:
    if isinstance(subject, Directive):
        return {"about": About.DIRECTIVE, "directive": subject}
    if isinstance(subject, Delivery):
        return {
            "about": About.DELIVERY,
            "directive_id": subject.directive_id,
            "delivery": subject,
            "unit_id": subject.unit_id,
        }
    return {
        "about": About.OBLIGATION,
        "directive_id": subject.delivery.directive_id,
        "delivery_id": subject.delivery_id,
        "obligation": subject,
        "unit_id": subject.unit_id,
    }


def move(
    subject: Directive | Delivery | Obligation,
    *,
    event: Event,
    actor,
    now: datetime,
    acting_unit=None,
    note: str = "",
    **columns,
) -> Change:
    """Set columns of a row, log the act, keep the tallies, tell programs; inside a transaction, with the row locked.

    The database refuses to move a row's state unless `last_change` moves with it, so nothing changes unlogged.
    """
    stood = key_of(subject)
    before = {name: getattr(subject, name) for name in columns}
    change = build(
        subject=subject,
        event=event,
        actor=actor,
        now=now,
        acting_unit=acting_unit,
        before=before,
        after=columns,
        note=note,
    )
    change.save()
    for name, value in columns.items():
        setattr(subject, name, value)
    subject.last_change = change
    subject.save(update_fields=[*columns, "last_change"])
    moved(stood, key_of(subject), change.local_day)
    tell([change])
    return change


def note_about(
    *,
    about: About,
    about_id: int,
    directive: Directive,
    event: Event,
    actor,
    now: datetime,
    unit=None,
    delivery=None,
    obligation=None,
    acting_unit=None,
    before: dict | None = None,
    after: dict | None = None,
    note: str = "",
) -> Change:
    """Log an act on a row that lives above this app (an action, a review, a unit's report)."""
    change = Change.objects.create(
        about=about,
        about_id=about_id,
        directive=directive,
        event=event,
        actor=actor,
        unit=unit,
        delivery=delivery,
        obligation=obligation,
        acting_unit=acting_unit,
        recorded_at=now,
        local_day=timezone.localdate(now),
        before={name: plain(value) for name, value in (before or {}).items()},
        after={name: plain(value) for name, value in (after or {}).items()},
        note=note,
    )
    tell([change])
    return change
