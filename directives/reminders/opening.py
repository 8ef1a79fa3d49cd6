"""Which acts open work."""

from directives.models import Event

OPENING = (
    Event.ISSUED,
    Event.ADDED_LATE,
    Event.RELAYED,
    Event.SUPERSEDED,
    Event.EXTENDED,
    Event.RETURNED,
    Event.REOPENED,
    Event.WITHDRAWN,
)
"""Acts that give a unit something to do by a day. A step that lay before the act was never due to anybody."""
