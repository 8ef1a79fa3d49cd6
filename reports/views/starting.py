"""With what the form for a new action opens: nothing, the latest action once more, or an event of another letter."""

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from directives.models import Obligation
from reports.forms.action import as_typed, repeated
from reports.queries.starts import EVENTS_SHOWN, events_elsewhere, latest_action, proofs_of_event
from reports.services.actions import Proof


@dataclass
class Start:
    """`known` is a day beside today and yesterday to choose from; `proofs` are files that are stored already."""

    initial: dict = field(default_factory=dict)
    known: date | None = None
    proofs: list[Proof] = field(default_factory=list)

    @classmethod
    def from_query(cls, query: QueryDict, row: Obligation) -> "Start":
        """`?repeat=1` or `?same=<action>`; what cannot be found starts an empty form."""
        if "repeat" in query:
            latest = latest_action(row)
            return cls(initial=repeated(latest)) if latest else cls()
        key = query.get("same", "")
        event = events_elsewhere(row).filter(pk=key).first() if key.isascii() and key.isdigit() else None
        if event is None:
            return cls()
        files, addresses = proofs_of_event(event)
        initial = as_typed(event) | {"same": event.pk, "links": "\n".join(addresses)}
        return cls(initial=initial, known=event.done_on, proofs=files)


def ways_to_start(form, row: Obligation) -> dict:
    """For the page: the event the form is about, or what could be repeated or reported once more."""
    events = events_elsewhere(row)
    chosen = str(form["same"].value() or "")
    if chosen.isascii() and chosen.isdigit():
        return {"event": events.filter(pk=chosen).first(), "draft": f"nhiem-vu-{row.pk}-su-kien-{chosen}"}
    return {"latest": latest_action(row), "events": list(events[:EVENTS_SHOWN])}
