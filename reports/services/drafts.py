"""What a person is typing about an obligation, kept on the server until the action is stored."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.access import reports_for
from directives.models import Obligation
from reports.models import Action, ActionDraft

from .what import Proof

MAX_TYPED = 60_000
"""Characters of one draft: the longest text several times over."""


def save_draft(
    *,
    obligation: Obligation,
    typed: Mapping[str, Sequence[str]],
    files: Sequence[Proof],
    client_uuid: uuid.UUID | None,
    actor,
    now: datetime,
) -> ActionDraft:
    """Keep what the person has typed, in the place of what they typed before; other people's drafts are their own.

    Raises `AlreadyDone` where the action with this identifier is stored: a late save brings no draft back. `Refused`
    for work that takes no action now and for too much text, PermissionDenied for who does not report for the unit.
    """
    if not reports_for(actor, obligation.responsible_unit_id):
        raise PermissionDenied
    if not (obligation.is_open and obligation.delivery.directive.is_in_force):
        raise Refused(_("Việc này hiện không nhận thêm hoạt động."))
    columns = _columns(typed, files, now)
    with transaction.atomic():
        if client_uuid and Action.objects.filter(client_uuid=client_uuid).exists():
            raise AlreadyDone(_("Hoạt động này đã được ghi nhận."))
        return ActionDraft.objects.update_or_create(obligation=obligation, person=actor, defaults=columns)[0]


def save_mending(
    *,
    action: Action,
    since: datetime,
    typed: Mapping[str, Sequence[str]],
    files: Sequence[Proof],
    actor,
    now: datetime,
) -> ActionDraft:
    """As `save_draft`, for a form that mends an action as it stood `since` (its `state_at`).

    Raises `AlreadyDone` where the action has changed meanwhile, also by the very form: a late save covers nothing.
    """
    if not reports_for(actor, action.unit_id):
        raise PermissionDenied
    columns = _columns(typed, files, now)
    with transaction.atomic():
        if not Action.objects.filter(pk=action.pk, state_at=since).exists():
            raise AlreadyDone(_("Hoạt động vừa thay đổi. Hãy tải lại trang để xem bản mới nhất."))
        return ActionDraft.objects.update_or_create(action=action, person=actor, defaults=columns)[0]


def _columns(typed: Mapping[str, Sequence[str]], files: Sequence[Proof], now: datetime) -> dict:
    if sum(len(value) for values in typed.values() for value in values) > MAX_TYPED:
        raise Refused(_("Nội dung dài quá nên không giữ nháp được. Hãy rút gọn hoặc đính kèm tệp."))
    kept = [[proof.stored.pk, proof.name] for proof in files]
    return {"typed": {name: list(values) for name, values in typed.items()}, "files": kept, "saved_at": now}


def mending_draft(*, action: Action, person) -> ActionDraft | None:
    """What the person has typed about the action as it stands; words about an earlier state of it are not laid over."""
    return ActionDraft.objects.filter(action=action, person=person, saved_at__gte=action.state_at).first()


def discard_mending(*, action: Action, actor) -> None:
    ActionDraft.objects.filter(action=action, person=actor).delete()


def discard_drafts(*, obligations: Sequence[Obligation], actor) -> None:
    """Forget what this person has typed; files taken in stay in the store, where they harm nobody."""
    ActionDraft.objects.filter(obligation__in=obligations, person=actor).delete()
