"""With what the form for a new action opens: nothing, the person's draft, the latest action once more, or an event of
another letter."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import HttpRequest

from directives.models import Obligation
from reports.forms.action import RecordForm, as_typed, chosen_day, repeated
from reports.forms.attached import numbers
from reports.forms.draft import restored
from reports.forms.kept import proofs_of
from reports.models import Action, ActionDraft
from reports.queries.starts import EVENTS_SHOWN, events_elsewhere, latest_action, proofs_of_event
from reports.services.drafts import mending_draft
from reports.services.what import Proof

from .common import typed_before


@dataclass
class Start:
    """`known` is a day beside today and yesterday to choose from; `proofs` are files that are stored already;
    `draft_at` is when the draft that is shown was kept; `removed` are the keys of evidence ticked off."""

    initial: dict = field(default_factory=dict)
    known: date | None = None
    proofs: list[Proof] = field(default_factory=list)
    draft_at: datetime | None = None
    removed: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, request: HttpRequest, row: Obligation) -> "Start":
        """What was typed before the session ended, else what the address asks for (`?repeat=1`, `?same=<action>`), else
        the person's draft. What cannot be found starts an empty form."""
        if typed := typed_before(request, RecordForm):
            return cls(typed, chosen_day(typed), proofs_of(typed.pop("kept", []), request.user))
        if "repeat" in request.GET:
            latest = latest_action(row)
            return cls(repeated(latest)) if latest else cls()
        if "same" in request.GET:
            return cls._event(row, request.GET["same"])
        return cls._draft(row, request.user)

    @classmethod
    def mending(cls, request: HttpRequest, action: Action, form_class) -> "Start":
        """For an action on record: what was typed before the session ended, else the person's draft about it."""
        if typed := typed_before(request, form_class):
            removed = numbers(typed.pop("remove", []))
            return cls(typed, chosen_day(typed), proofs_of(typed.pop("kept", []), request.user), removed=removed)
        draft = mending_draft(action=action, person=request.user)
        if draft is None:
            return cls()
        initial, files = restored(draft, form_class)
        return cls(initial, chosen_day(initial), files, draft.saved_at, numbers(draft.typed.get("remove", [])))

    @classmethod
    def _event(cls, row: Obligation, key: str) -> "Start":
        event = events_elsewhere(row).filter(pk=key).first() if key.isascii() and key.isdigit() else None
        if event is None:
            return cls()
        files, addresses = proofs_of_event(event)
        initial = as_typed(event) | {"same": event.pk, "links": "\n".join(addresses)}
        return cls(initial, event.done_on, files)

    @classmethod
    def _draft(cls, row: Obligation, user) -> "Start":
        draft = ActionDraft.objects.filter(obligation=row, person=user).first()
        if draft is None:
            return cls()
        initial, files = restored(draft)
        return cls(initial, chosen_day(initial), files, draft.saved_at)


def ways_to_start(form, row: Obligation) -> dict:
    """For the page: the event the form is about, or what could be repeated or reported once more."""
    events = events_elsewhere(row)
    chosen = str(form["same"].value() or "")
    if chosen.isascii() and chosen.isdigit():
        return {"event": events.filter(pk=chosen).first()}
    return {"latest": latest_action(row), "events": list(events[:EVENTS_SHOWN])}
