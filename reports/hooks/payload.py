"""What a program is told: facts of the log, so that every attempt says the same."""

import json

from directives.models import About, Change, HookMessage
from directives.reminders.links import whole
from reports.api.fields import in_local_time

PLACES = {About.DELIVERY: "deliveries", About.OBLIGATION: "obligations", About.ACTION: "actions"}
PING = "ping"


def body_of(message: HookMessage) -> bytes:
    """The message as JSON. Its change, letter and unit are asked for beforehand."""
    told = {"id": message.pk, "event": message.event, "at": in_local_time(message.made_at)}
    return json.dumps(told | (_facts(message.change) if message.change else {}), ensure_ascii=False).encode()


def _facts(change: Change) -> dict:
    noun, key = PLACES.get(change.about, "directives"), change.about_id
    return {
        "directive": {"id": change.directive_id, "reference": change.directive.reference},
        "unit": {"id": change.unit_id, "name": change.unit.name} if change.unit else None,
        "delivery": change.about_id if change.about == About.DELIVERY else change.delivery_id,
        "obligation": change.obligation_id,
        "action": change.about_id if change.about == About.ACTION else None,
        "note": change.note,
        "read": whole(f"/api/v1/{noun}/{key}"),
    }
