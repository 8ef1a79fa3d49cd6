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
    if sum(len(value) for values in typed.values() for value in values) > MAX_TYPED:
        raise Refused(_("Nội dung dài quá nên không giữ nháp được. Hãy rút gọn hoặc đính kèm tệp."))
    with transaction.atomic():
        if client_uuid and Action.objects.filter(client_uuid=client_uuid).exists():
            raise AlreadyDone(_("Hoạt động này đã được ghi nhận."))
        kept = [[proof.stored.pk, proof.name] for proof in files]
        columns = {"typed": {name: list(values) for name, values in typed.items()}, "files": kept, "saved_at": now}
        return ActionDraft.objects.update_or_create(obligation=obligation, person=actor, defaults=columns)[0]


def discard_drafts(*, obligations: Sequence[Obligation], actor) -> None:
    """Forget what this person has typed; files taken in stay in the store, where they harm nobody."""
    ActionDraft.objects.filter(obligation__in=obligations, person=actor).delete()
