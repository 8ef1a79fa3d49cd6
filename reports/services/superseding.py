"""New words for an instruction, with what units had already done for the old ones."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directives.models import About, Directive, Event, Instruction, Obligation, Progress
from directives.services import superseding
from directives.services.changes import note_about
from directives.services.obligations import set_progress
from reports.models import Action, ActionObligation
from reports.tallies.keeping import recorded
from reports.tallies.upkeep import to_be_built

from .actions import add_proofs
from .declaring import set_state
from .linked import logged
from .what import Proof, What


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
                _serve_too(each, heir, actor, now)
                if _came_from_elsewhere(each, heir):
                    to_be_built(new.directive)
    return new


def _came_from_elsewhere(old: Obligation, heir: Obligation) -> bool:
    """A unit that got the work from two units above in turn: what it did for the first counts for the second now."""
    return old.parent is not None and old.parent.unit_id != heir.parent.unit_id


def carry_over(*, old: Instruction, new: Instruction, actor, now: datetime) -> list[Action]:
    """What units did for an instruction of a replaced letter counts as begun work for its successor in the new one.

    An action belongs to one letter, so each is copied with its evidence, `copy_of` naming the first; run again, or for
    a second instruction that the same action served, it is copied once. The unit declares the work complete anew.
    """
    with transaction.atomic():
        heirs = {each.unit_id: each for each in _obligations(new).filter(parent=None)}
        carried = []
        for each in _obligations(old).filter(parent=None).exclude(progress__in=superseding.LEFT):
            if heir := heirs.get(each.unit_id):
                carried += _copy_all(each, heir, new.directive, actor, now)
    return carried


def _obligations(instruction: Instruction):
    return Obligation.objects.filter(instruction=instruction).order_by("pk")


def _serve_too(old: Obligation, heir: Obligation, actor, now: datetime) -> None:
    actions = list(old.actions.kept())
    if not actions:
        return
    # A unit that got the work from two units above in turn has two old obligations and one heir.
    rows = (ActionObligation(action=action, obligation=heir) for action in actions)
    ActionObligation.objects.bulk_create(rows, ignore_conflicts=True)
    heir.refresh_from_db(fields=["progress"])
    if heir.progress == Progress.NOT_STARTED:
        set_progress(obligation=heir, event=Event.STARTED, actor=actor, now=now)
    for action in actions:
        if action.state == Action.State.SUBMITTED and not _waits_elsewhere(action):
            set_state(action=action, state=Action.State.RECORDED, now=now)


def _waits_elsewhere(action: Action) -> bool:
    return action.obligations.filter(progress=Progress.WAITING).exists()


def _copy_all(old: Obligation, heir: Obligation, later: Directive, actor, now: datetime) -> list[Action]:
    copies = [_copy(action, heir, later, actor, now) for action in old.actions.kept().order_by("pk")]
    heir.refresh_from_db(fields=["progress"])
    if copies and heir.progress == Progress.NOT_STARTED:
        set_progress(obligation=heir, event=Event.STARTED, actor=actor, now=now)
    return copies


def _copy(action: Action, heir: Obligation, later: Directive, actor, now: datetime) -> Action:
    """What was linked to an action of yet another letter stays so: its reach stands there."""
    key = uuid.uuid5(action.client_uuid, f"directive {later.pk}")
    what = What(action.done_on, action.channel, action.audience, action.reach, action.description)
    columns = {
        "directive": later,
        "unit": action.unit,
        "recorded_at": now,
        "recorded_by": action.recorded_by,
        "state_at": now,
        "copy_of": action.copy_of or action,
        **what.columns(),
    }
    copy, is_new = Action.objects.get_or_create(client_uuid=key, defaults=columns)
    ActionObligation.objects.get_or_create(action=copy, obligation=heir)
    if is_new:
        copy.materials.set(action.materials.all())
        kept = action.evidence.kept().select_related("stored")
        proofs = [Proof(stored=each.stored, name=each.original_name, url=each.url) for each in kept]
        add_proofs(action=copy, proofs=proofs, now=now)
        note_about(
            about=About.ACTION,
            about_id=copy.pk,
            directive=later,
            event=Event.RECORDED,
            actor=actor,
            now=now,
            unit=copy.unit,
            acting_unit=later.issuer,
            after=what.columns() | logged(action.copy_of),
            note=_("Chuyển từ %(letter)s") % {"letter": action.directive.reference},
        )
        recorded(copy, [heir], timezone.localdate(now), is_linked=action.copy_of is not None)
    return copy
