"""What programs of units are to be told, written in the transaction of the act itself: never lost, never told of what
was rolled back. `reports.hooks` sends it."""

from collections.abc import Iterable

from django.db.models import Q

from directives.models import About, Change, Delivery, Directive, Event, Hook, HookEvent, HookMessage

EVENTS = {
    (About.DELIVERY, Event.ISSUED): HookEvent.ISSUED,
    (About.DELIVERY, Event.ADDED_LATE): HookEvent.ISSUED,
    (About.DELIVERY, Event.RELAYED): HookEvent.ISSUED,
    (About.ACTION, Event.RECORDED): HookEvent.RECORDED,
    (About.OBLIGATION, Event.SUBMITTED): HookEvent.DECLARED,
    (About.OBLIGATION, Event.ACCEPTED): HookEvent.ACCEPTED,
    (About.OBLIGATION, Event.RETURNED): HookEvent.RETURNED,
    (About.DIRECTIVE, Event.CLOSED): HookEvent.CLOSED,
}
"""Which acts programs are told of; of all others nothing is asked."""


def tell(changes: Iterable[Change]) -> None:
    """Write what the units' programs are to be told of these acts. One query where nobody listens.

    A unit hears of its own work, of the letters it received, and of all that happens in the letters it issued; of
    nothing else. Call it inside the transaction, once the changes have their keys.
    """
    known = ((change, EVENTS.get((change.about, change.event))) for change in changes)
    events = {change: event for change, event in known if event}
    if not events:
        return
    letters = {change.directive_id for change in events}
    hearing = {change: _units(change) for change in events}
    issuing = Directive.objects.filter(pk__in=letters).values("issuer")
    hooks = Hook.objects.live().filter(Q(unit__in=set().union(*hearing.values())) | Q(unit__in=issuing))
    listening = list(hooks.order_by("pk"))
    if not listening:
        return
    issuers = dict(Directive.objects.filter(pk__in=letters).values_list("pk", "issuer"))
    HookMessage.objects.bulk_create(
        HookMessage(hook=hook, change=change, event=event, made_at=change.recorded_at, next_at=change.recorded_at)
        for change, event in events.items()
        for hook in listening
        if event in hook.events and hook.unit_id in hearing[change] | {issuers[change.directive_id]}
    )


def _units(change: Change) -> set[int]:
    """Whose work it is: the unit's, and after a merger of who carries it on; of a whole letter, its recipients'."""
    if change.about == About.DIRECTIVE:
        return set(Delivery.objects.filter(directive=change.directive_id).values_list("unit", flat=True))
    carried = change.obligation.responsible_unit_id if change.obligation_id else None
    return {pk for pk in (change.unit_id, carried) if pk}
