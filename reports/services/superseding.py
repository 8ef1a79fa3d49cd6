"""New words for an instruction, with what units had already done for the old ones."""

from datetime import date, datetime

from django.db import transaction

from directives.models import Event, Instruction, Obligation, Progress
from directives.services import superseding
from directives.services.obligations import set_progress
from reports.models import Action, ActionObligation

from .actions import set_state


def supersede(
    *, old: Instruction, text: str, actor, now: datetime, note: str = "", due_on: date | None = None
) -> Instruction:
    """As `directives.services.superseding.supersede`, and every action kept for an old obligation serves its heir too.

    A unit that had begun has begun the new work; what it had declared is declared again once it fits the new words.
    Actions accepted stay accepted. The links to the old obligations stay, so that earlier days read as before.
    """
    with transaction.atomic():
        new = superseding.supersede(old=old, text=text, actor=actor, now=now, note=note, due_on=due_on)
        heirs = {(each.parent_id is None, each.unit_id): each for each in _obligations(new)}
        for each in _obligations(old):
            if heir := heirs.get((each.parent_id is None, each.unit_id)):
                _carry(each, heir, actor, now)
    return new


def _obligations(instruction: Instruction):
    return Obligation.objects.filter(instruction=instruction).order_by("pk")


def _carry(old: Obligation, heir: Obligation, actor, now: datetime) -> None:
    actions = list(old.actions.kept())
    if not actions:
        return
    ActionObligation.objects.bulk_create(ActionObligation(action=action, obligation=heir) for action in actions)
    set_progress(obligation=heir, event=Event.STARTED, actor=actor, now=now)
    for action in actions:
        if action.state == Action.State.SUBMITTED and not _waits_elsewhere(action):
            set_state(action=action, state=Action.State.RECORDED, now=now)


def _waits_elsewhere(action: Action) -> bool:
    return action.obligations.filter(progress=Progress.WAITING).exists()
