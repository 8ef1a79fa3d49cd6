"""Reading what a unit has handed in about a letter."""

from datetime import date

from django.db.models import Prefetch

from directives.models import Delivery, Progress
from reports.models import Action, Evidence
from units.models import Unit

from .compose import compose
from .facts import Asked, Done, Facts, Letter, Proof, Sender
from .paper import Reply

HANDED_IN = (Action.State.SUBMITTED, Action.State.RESUBMITTED, Action.State.ACCEPTED)


def reply_of(delivery: Delivery, *, today: date) -> Reply:
    """The unit's reply as far as it can be told today, from the actions handed in and accepted. The number of
    queries does not grow with them."""
    return compose(facts_of(delivery), today=today)


def facts_of(delivery: Delivery) -> Facts:
    letter = delivery.directive
    unit = Unit.objects.select_related("parent", "area").get(pk=delivery.unit_id)
    last = delivery.reports.first()
    return Facts(
        sender=Sender(
            name=unit.name,
            kind=unit.kind,
            parent=unit.parent.name if unit.parent else "",
            symbol=unit.symbol,
            place=unit.area.name if unit.area else "",
        ),
        letter=Letter(letter.reference, letter.issuer.name, letter.subject, letter.dated_on),
        asked=tuple(_asked(row) for row in _obligations(delivery) if row.instruction.binding or row.handed_in),
        received_at=delivery.received_at,
        incoming_number=delivery.incoming_number,
        difficulties=last.difficulties if last else "",
        proposals=last.proposals if last else "",
    )


def left_out(delivery: Delivery) -> int:
    """How many actions of the letter are recorded and not in the reply: not handed in yet, or returned."""
    rows = Action.objects.filter(obligations__delivery=delivery).kept().exclude(state__in=HANDED_IN)
    return rows.distinct().count()


def _obligations(delivery: Delivery):
    proofs = Prefetch("evidence", queryset=Evidence.objects.kept())
    actions = Action.objects.filter(state__in=HANDED_IN).prefetch_related(proofs)
    return (
        delivery.obligations.filter(parent=None)
        .select_related("instruction", "last_change")
        .prefetch_related(Prefetch("actions", queryset=actions, to_attr="handed_in"))
        .order_by("instruction__order")
    )


def _asked(row) -> Asked:
    is_free = row.progress == Progress.NOT_APPLICABLE and row.last_change_id
    return Asked(
        text=row.instruction.text,
        progress=row.progress,
        due_on=row.due_on,
        note=row.last_change.note if is_free else "",
        deeds=tuple(_done(each) for each in row.handed_in),
    )


def _done(row: Action) -> Done:
    return Done(
        pk=row.pk,
        done_on=row.done_on,
        channel=row.get_channel_display(),
        audience=row.get_audience_display(),
        reach=row.reach,
        description=row.description,
        is_linked=row.copy_of_id is not None,
        proofs=tuple(Proof(each.original_name or each.url, each.url) for each in row.evidence.all()),
    )
