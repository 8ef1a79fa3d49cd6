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
from directives.chain import ups
from directives.models import Delivery, Obligation, Progress
from directives.services.accepting import is_accepting, over_words
from reports.models import Action, ActionObligation, Evidence
from reports.services.mending import is_correction, why_shut
from reports.workbook import write
from reports.workbook.columns import NEW
from reports.workbook.compare import Comparison, Verdict
from reports.workbook.rows import MAX_LINES, Content, Done, Duty, Held, Line
from units.access import REPORTING_ROLES, unit_ids
from units.models import Unit

from .work import Duty as OwnDuty
from .work import my_work, reporting_units, title

LETTER = ("delivery__directive__campaign", "delivery__directive__issuer")
"""What says until when work is taken, and whom to ask."""

SPARE = 100
"""Lines left free for new actions."""


def held(user, *, today: date | None = None, delivery: Delivery | None = None, below: bool = False) -> Held:
    """Work in force of the units the person reports for, of one letter or of all; with `below` also, to be read, that
    of the units below them and of those they passed work on to. Six queries however much there is.

    `today` is the local day on which the accepting day of a campaign shuts work; without it, it shuts none.
    """
    day = today or date.min
    own = unit_ids(user, *REPORTING_ROLES)
    obligations = _obligations(user, own, below)
    if delivery:
        obligations = obligations.filter(delivery=delivery)
    rows = list(
        obligations.select_related("instruction", "responsible_unit", *LETTER).order_by(
            "due_on", "delivery__unit_sort_key", "delivery", "instruction__order", "pk"
        )
    )
    letters = {row.delivery.directive_id for row in rows}
    withdrawn = Action.objects.filter(unit__in=own, directive__in=letters, state=Action.State.WITHDRAWN)
    return Held(
        duties=[_duty(row, own, day) for row in rows],
        done=[_done(row, own, day) for row in _actions(obligations)],
        withdrawn=frozenset(withdrawn.values_list("client_uuid", flat=True)),
    )


def has_units_below(user) -> bool:
    """Whether there is work of other units for the person to read in a workbook."""
    own = unit_ids(user, *REPORTING_ROLES)
    return _obligations(user, own, True).exclude(responsible_unit__in=own).exists()


def upload_over(user, today: date) -> str:
    """Why no workbook is taken on a local day, in words: all the open work of the person's units is past its accepting
    day; "" otherwise. One query."""
    rows = _obligations(user, unit_ids(user, *REPORTING_ROLES), False).open().select_related(*LETTER)
    rows = list(rows.order_by("due_on", "pk"))
    return "" if not rows or any(is_accepting(row, today) for row in rows) else over_words(rows[-1])


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
    letter = [f"obligation__{path}" for path in LETTER]
    serves = ActionObligation.objects.select_related("obligation__instruction", *letter)
    return actions.prefetch_related(evidence, Prefetch("serves", queryset=serves))


def whole_file(user, *, today: date, delivery: Delivery | None = None, below: bool = False) -> bytes:
    """The workbook to fill in. Raises `Refused` where there is no work, and where it is more than comes back."""
    state = held(user, today=today, delivery=delivery, below=below)
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
    state = held(user, today=today)
    return _file(state, [_returned(verdict) for verdict in comparison.verdicts], user, today)


def _returned(verdict: Verdict) -> Line:
    """A line in conflict now carries the version its writer has been told of: sent once more, it is a change."""
    told = {}
    if verdict.expected and verdict.is_faulty:
        told = {"key": str(verdict.client_uuid), "version": verdict.expected}
    return replace(verdict.line, fault=verdict.why, **told)


def _file(state: Held, lines: Sequence[Line], user, today: date) -> bytes:
    can_record = any(each.is_own and each.is_open and not each.over for each in state.duties)
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
        for path in ups():
            whose |= Q(**{f"{path}__responsible_unit__in": own})
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
    rows = with_proofs(rows).prefetch_related("reviews")
    return rows.select_related("unit", "directive__campaign", "directive__issuer").order_by("done_on", "pk")


def _duty(row: Obligation, own: list[int], day: date) -> Duty:
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
        over="" if is_accepting(row, day) else over_words(row),
    )


def _done(row: Action, own: list[int], day: date) -> Done:
    served = [each.obligation for each in row.serves.all()]
    shut = why_shut(row, served, day)
    if not shut and is_correction(row):
        shut = _("Hoạt động đã được xác nhận. Muốn sửa, hãy mở hoạt động trên cổng và ghi lý do sửa.")
    return Done(
        client_uuid=row.client_uuid,
        content=content_of(row),
        labels=tuple(f"{each.pk} – {title(each.instruction)}".replace(";", ",") for each in served),
        unit=row.unit.name,
        state=capfirst(row.get_state_display()),
        is_mendable=not shut,
        why_shut=shut,
        is_own=row.unit_id in own,
        is_untouched=row.state_at == row.recorded_at,
    )


def to_send(user, *, today: date) -> list[OwnDuty]:
    """What may be sent now that lines are written: the next step after a workbook. A fixed number of queries."""
    return [each for each in my_work(user, today=today).open if each.ready.is_complete and not each.shut_on]
