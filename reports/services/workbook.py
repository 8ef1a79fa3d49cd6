"""A workbook that came back, written line by line: each line in a transaction of its own, through the services with
which the same is done on the pages."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.rows import lock
from directives.models import Obligation
from reports.models import Action, ActionDraft
from reports.queries.workbook import content_of, with_proofs
from reports.workbook.compare import Comparison, Kind, Verdict
from reports.workbook.rows import Content

from .actions import record_action
from .mending import edit_action
from .what import Proof, What

MOST_AT_ONCE = 200
"""Lines written before the person is asked again: what one answer of the web server has time for."""


@dataclass
class Saved:
    """How many lines were written, the numbers of those that were not with the reason, and how many are left."""

    new: int = 0
    changed: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    left: int = 0


def save_lines(*, comparison: Comparison, actor, now: datetime) -> Saved:
    """Record what is new and mend what was changed; one line that fails never costs the others.

    Done twice it writes nothing twice: a new line bears the identifier of its action, and a changed one is written only
    over the version it was compared with.
    """
    saved = Saved(left=max(len(comparison.taken) - MOST_AT_ONCE, 0))
    for verdict in comparison.taken[:MOST_AT_ONCE]:
        try:
            if verdict.kind == Kind.NEW:
                saved.new += _record(verdict, actor, now)
            else:
                saved.changed += _mend(verdict, actor, now)
        except Refused as error:
            saved.refused.append((verdict.line.number, str(error)))
        except (PermissionDenied, Obligation.DoesNotExist, Action.DoesNotExist):
            words = _("Đơn vị không còn ghi được dòng này. Hãy tải bảng tính mới.")
            saved.refused.append((verdict.line.number, words))
    return saved


def _record(verdict: Verdict, actor, now: datetime) -> bool:
    """Whether the action is stored by this very call. What the person was typing about the work on its page stays."""
    duties = verdict.content.duties
    found = Obligation.objects.in_bulk(duties)
    if len(found) < len(duties):
        raise Obligation.DoesNotExist
    with transaction.atomic():
        drafts = list(ActionDraft.objects.filter(obligation__in=duties, person=actor))
        action = record_action(
            obligations=[found[pk] for pk in duties],
            what=_what(verdict.content),
            proofs=[Proof(url=url) for url in verdict.content.links],
            client_uuid=verdict.client_uuid,
            actor=actor,
            now=now,
        )
        ActionDraft.objects.bulk_create(drafts, ignore_conflicts=True)
    return action.recorded_at == now


def _mend(verdict: Verdict, actor, now: datetime) -> bool:
    """Whether the action was changed by this very call. `Refused` where it is not what it was compared with."""
    content = verdict.content
    with transaction.atomic():
        action = lock(Action.objects.get(client_uuid=verdict.client_uuid))
        current = content_of(with_proofs(Action.objects.filter(pk=action.pk)).get())
        if current.version == content.version:
            return False
        if current.version != verdict.expected:
            raise Refused(_("Hoạt động vừa được sửa trên cổng. Hãy xem lại dòng này."))
        gone = action.evidence.kept().exclude(url="").exclude(url__in=content.links)
        edit_action(
            action=action,
            what=_what(content, materials=list(action.materials.all())),
            proofs=[Proof(url=url) for url in content.links],
            removed=set(gone.values_list("pk", flat=True)),
            actor=actor,
            now=now,
        )
    return True


def _what(content: Content, **more) -> What:
    return What(
        done_on=content.done_on,
        channel=content.channel,
        audience=content.audience,
        reach=content.reach,
        description=content.description,
        **more,
    )
