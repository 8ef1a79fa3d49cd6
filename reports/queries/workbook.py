"""What the portal holds of a person's work, as a workbook is written from it and compared with it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import uuid4

from django.db.models import Prefetch, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.errors import Refused
from campaign_portal.lib.numbers import number_text
from directives.models import Delivery, Obligation, Progress
from reports.models import Action, ActionObligation, Evidence
from reports.services.actions import MENDABLE
from reports.workbook import write
from reports.workbook.columns import NEW
from reports.workbook.compare import Comparison, Verdict
from reports.workbook.rows import MAX_LINES, Content, Done, Duty, Held, Line
from units.access import REPORTING_ROLES, unit_ids
from units.models import Unit

from .work import reporting_units, title

SPARE = 100
"""Lines left free for new actions."""


def held(user, *, delivery: Delivery | None = None, below: bool = False) -> Held:
    """Work in force of the units the person reports for, of one letter or of all; with `below` also, to be read, that
    of the units below them and of those they passed work on to. Six queries however much there is."""
    own = unit_ids(user, *REPORTING_ROLES)
    obligations = _obligations(user, own, below)
    if delivery:
        obligations = obligations.filter(delivery=delivery)
    rows = list(
        obligations.select_related("instruction", "responsible_unit", "delivery__directive").order_by(
            "due_on", "delivery__unit_sort_key", "delivery", "instruction__order", "pk"
        )
    )
    letters = {row.delivery.directive_id for row in rows}
    withdrawn = Action.objects.filter(unit__in=own, directive__in=letters, state=Action.State.WITHDRAWN)
    return Held(
        duties=[_duty(row, own) for row in rows],
        done=[_done(row, own) for row in _actions(obligations)],
        withdrawn=frozenset(withdrawn.values_list("client_uuid", flat=True)),
    )


def has_units_below(user) -> bool:
    """Whether there is work of other units for the person to read in a workbook."""
    own = unit_ids(user, *REPORTING_ROLES)
    return _obligations(user, own, True).exclude(responsible_unit__in=own).exists()


def content_of(action: Action) -> Content:
    """An action as a workbook says it; its kept evidence and what it serves are to be prefetched."""
    return Content(
        done_on=action.done_on,
        channel=action.channel,
        audience=action.audience,
        reach=action.reach,
        description=action.description,
        links=tuple(dict.fromkeys(each.url for each in action.evidence.all() if each.url)),
        duties=tuple(sorted(each.obligation_id for each in action.serves.all())),
    )


def with_proofs(actions):
    """Actions with all that `content_of` asks for."""
    evidence = Prefetch("evidence", queryset=Evidence.objects.kept().order_by("pk"))
    return actions.prefetch_related(evidence, "serves__obligation__instruction")


def whole_file(user, *, today: date, delivery: Delivery | None = None, below: bool = False) -> bytes:
    """The workbook to fill in. Raises `Refused` where there is no work, and where it is more than comes back."""
    state = held(user, delivery=delivery, below=below)
    if not state.duties:
        raise Refused(_("Đơn vị chưa có việc đang thực hiện để đưa vào bảng tính."))
    if len(state.done) > MAX_LINES - SPARE:
        raise Refused(
            _("Bảng tính sẽ có %(count)s dòng, nhiều hơn mức %(most)s dòng nhận lại được. Hãy tải theo từng văn bản.")
            % {"count": number_text(len(state.done)), "most": number_text(MAX_LINES - SPARE)}
        )
    return _file(state, [write.line_of(each) for each in state.done], user, today)


def faulty_file(comparison: Comparison, user, *, today: date) -> bytes:
    """The workbook as it was sent, each line that was not taken with what to mend in it."""
    state = held(user)
    return _file(state, [_returned(verdict) for verdict in comparison.verdicts], user, today)


def _returned(verdict: Verdict) -> Line:
    """A line in conflict now carries the version its writer has been told of: sent once more, it is a change."""
    told = {}
    if verdict.expected and verdict.is_faulty:
        told = {"key": str(verdict.client_uuid), "version": verdict.expected}
    return replace(verdict.line, fault=verdict.why, **told)


def _file(state: Held, lines: Sequence[Line], user, today: date) -> bytes:
    can_record = any(each.is_own and each.is_open for each in state.duties)
    units = ", ".join(unit.name for unit in reporting_units(user))
    return write.workbook(
        duties=state.duties,
        lines=lines,
        about={each.key: each for each in state.done},
        fresh=[f"{NEW}{uuid4().hex[:12]}" for _number in range(SPARE if can_record else 0)],
        heading=_("%(units)s: việc và hoạt động, lấy từ cổng ngày %(day)s")
        % {"units": units, "day": short_date(today)},
    )


def _obligations(user, own: list[int], below: bool):
    whose = Q(responsible_unit__in=own)
    if below:
        for path in Unit.objects.filter(pk__in=own).values_list("path", flat=True):
            whose |= Q(responsible_unit__path__startswith=path)
        whose |= Q(parent__responsible_unit__in=own)
    rows = Obligation.objects.visible_to(user).filter(
        whose,
        delivery__refused_at=None,
        delivery__directive__issued_at__isnull=False,
        delivery__directive__recalled_at=None,
        delivery__directive__campaign__closed_at=None,
    )
    return rows.exclude(progress=Progress.ENDED).exclude(instruction__binding=False, progress=Progress.NOT_APPLICABLE)


def _actions(obligations):
    served = ActionObligation.objects.filter(obligation__in=obligations.values("pk"))
    rows = Action.objects.kept().filter(pk__in=served.values("action"))
    return with_proofs(rows).select_related("unit").order_by("done_on", "pk")


def _duty(row: Obligation, own: list[int]) -> Duty:
    return Duty(
        pk=row.pk,
        title=title(row.instruction),
        unit_id=row.responsible_unit_id,
        unit=row.responsible_unit.name,
        directive_id=row.delivery.directive_id,
        letter=row.delivery.directive.reference,
        due_on=row.due_on,
        state=capfirst(row.get_progress_display()),
        is_open=row.is_open,
        is_own=row.responsible_unit_id in own,
    )


def _done(row: Action, own: list[int]) -> Done:
    served = [each.obligation for each in row.serves.all()]
    waits = any(each.progress == Progress.WAITING for each in served)
    return Done(
        client_uuid=row.client_uuid,
        content=content_of(row),
        labels=tuple(f"{each.pk} – {title(each.instruction)}".replace(";", ",") for each in served),
        unit=row.unit.name,
        state=capfirst(row.get_state_display()),
        is_mendable=row.state in MENDABLE and not (waits and row.state == Action.State.RESUBMITTED),
        is_own=row.unit_id in own,
        is_untouched=row.state_at == row.recorded_at,
    )
