"""What a unit does to an action it has recorded: mends it, corrects it after it was accepted, withdraws it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.rows import lock
from directives.access import reports_for
from directives.models import Delivery, Event, Obligation, Progress
from directives.services.accepting import is_accepting, over_words
from reports.models import Action, Review
from reports.tallies.chains import hold_above
from reports.tallies.keeping import edited, withdrawn

from .actions import add_proofs, log_action, refuse_future
from .declaring import declare_complete, missing, set_state
from .drafts import discard_mending
from .linked import pass_on
from .what import Proof, What

SETTLED = (Action.State.ACCEPTED, Action.State.RESUBMITTED)
"""What stays as it is while work that it serves is before the reviewer."""


def edit_action(
    *,
    action: Action,
    what: What,
    proofs: Sequence[Proof],
    removed: set[int],
    actor,
    now: datetime,
    declare: bool = False,
    reason: str = "",
) -> Action:
    """Mend an action that is not before the reviewer; one returned or accepted becomes `resubmitted`. Evidence is kept.

    Correcting an accepted one needs a reason and a difference. `accepted_at` and the progress of the work stay, the
    reviewer is shown what changed; figures follow the new values from this day on. With `declare` the open obligations
    it serves whose checklist is proved are declared complete in the same act. `Refused`: see `why_shut`, a day to come,
    and what would leave work that is done without proof.
    """
    with transaction.atomic():
        row = _own_action(action, actor, now)
        corrects = is_correction(row)
        if corrects and not reason.strip():
            raise Refused(_("Hoạt động đã được xác nhận. Hãy ghi lý do sửa để đơn vị ban hành xem lại."))
        refuse_future(what.done_on, now)
        before, after = _rewrite(row, what, now)
        taken_off = row.evidence.kept().filter(pk__in=removed).update(removed_at=now)
        added = add_proofs(action=row, proofs=proofs, now=now)
        if corrects and not (taken_off or added or before != after):
            raise Refused(_("Chưa có gì thay đổi, nên hoạt động vẫn như đã được xác nhận."))
        log_action(row, Event.EDITED, actor, now, before=before, after=after, note=reason.strip() if corrects else "")
        edited(row, before, timezone.localdate(now))
        _require_proved(row)
        discard_mending(action=row, actor=actor)
        for obligation in row.obligations.open().order_by("pk") if declare else ():
            if not missing(obligation):
                declare_complete(obligation=obligation, actor=actor, now=now)
    return row


def withdraw_action(*, action: Action, actor, now: datetime, reason: str = "") -> Action:
    """Take an action back; the row and its evidence are kept. `Refused` while work that is done rests on it."""
    with transaction.atomic():
        row = _own_action(action, actor, now)
        if why := why_kept(row, served_by(row), timezone.localdate(now)):
            raise Refused(why)
        set_state(action=row, state=Action.State.WITHDRAWN, now=now)
        log_action(row, Event.WITHDRAWN, actor, now, after={"state": row.state}, note=reason)
        withdrawn(row, timezone.localdate(now))
        _require_proved(row)
        pass_on(row, actor=actor, now=now)
    return row


def why_shut(action: Action, served: Iterable[Obligation], today: date) -> str:
    """Why the unit may not change the action on a local day, in words that say what to do; "" where it may.

    After the accepting day only what was returned, or serves work that was, is mended. `served` are its obligations.
    """
    served = list(served)
    if not action.directive.is_in_force:
        return _("Chiến dịch đã kết thúc hoặc văn bản đã thu hồi, nên không sửa được nữa.")
    if action.state == Action.State.WITHDRAWN:
        return _("Hoạt động này đã được rút. Nếu cần, hãy ghi một hoạt động mới.")
    waits = any(each.progress == Progress.WAITING for each in served)
    if action.state == Action.State.SUBMITTED or (waits and action.state in SETTLED):
        return _("Hoạt động đang chờ xác nhận. Muốn sửa, hãy mở việc đã gửi và bấm “Rút lại để sửa”.")
    if action.state != Action.State.RETURNED and not any(is_accepting(each, today) for each in served):
        return over_words(served[0])
    return ""


def why_kept(action: Action, served: Iterable[Obligation], today: date) -> str:
    """As `why_shut`, for withdrawing: what work that is done rests on is corrected, never withdrawn."""
    served = list(served)
    done = next((each for each in served if each.progress == Progress.DONE), None)
    if done is None:
        return why_shut(action, served, today)
    return _(
        "Việc “%(title)s” đã được xác nhận hoàn thành cùng hoạt động này, nên không rút được. Hãy sửa cho đúng và ghi "
        "lý do, hoặc đề nghị %(issuer)s trả lại việc rồi rút."
    ) % {"title": done.instruction.title, "issuer": action.directive.issuer.name}


def is_correction(action: Action) -> bool:
    """Whether changing the action now corrects what was accepted: the last word on it was an acceptance."""
    if action.state == Action.State.RESUBMITTED:
        last = max(action.reviews.all(), key=lambda each: each.pk, default=None)
        return last is not None and last.verdict == Review.Verdict.ACCEPTED
    return action.state == Action.State.ACCEPTED


def served_by(action: Action) -> list[Obligation]:
    """The obligations the action serves, with all that `why_shut` asks of them."""
    letter = ("delivery__directive__campaign", "delivery__directive__issuer")
    return list(action.obligations.select_related("instruction", "responsible_unit", *letter).order_by("pk"))


def _own_action(action: Action, actor, now: datetime) -> Action:
    """The action under a lock, after the deliveries of what it serves and that itself, as others hold them."""
    served = list(action.obligations.order_by("pk"))
    for pk in sorted({each.delivery_id for each in served}):
        lock(Delivery(pk=pk))
    hold_above(served)
    for each in served:
        lock(Obligation(pk=each.pk))
    row = lock(action)
    if not reports_for(actor, row.unit_id):
        raise PermissionDenied
    if why := why_shut(row, served_by(row), timezone.localdate(now)):
        raise Refused(why)
    return row


def _rewrite(row: Action, what: What, now: datetime) -> tuple[dict, dict]:
    """Write the new values; returns the old and the new ones as the log keeps them."""
    before, after = {name: getattr(row, name) for name in what.columns()}, what.columns()
    used = sorted(row.materials.values_list("title", flat=True))
    for name, value in after.items():
        setattr(row, name, value)
    row.state = Action.State.RECORDED if row.state == Action.State.RECORDED else Action.State.RESUBMITTED
    row.state_at = now
    row.save(update_fields=[*after, "state", "state_at"])
    row.materials.set(what.materials)
    uses = sorted(material.title for material in what.materials)
    if used != uses:
        before, after = before | {"materials": used}, after | {"materials": uses}
    return before, after


def _upwards(obligation: Obligation | None) -> Iterable[Obligation]:
    """The work, and what it was passed on from, up to what the letter asks."""
    while obligation:
        yield obligation
        obligation = obligation.parent


def _require_proved(row: Action) -> None:
    """Work that is done keeps its proof: its own, and at every level what it was passed on from."""
    for each in {above for served in row.obligations.all() for above in _upwards(served)}:
        if each.progress == Progress.DONE and (lacking := missing(each)):
            raise Refused(
                _("Việc “%(title)s” đã được xác nhận nên phải còn đủ: %(items)s. Hãy thêm cái mới trước khi bỏ cái cũ.")
                % {"title": each.instruction.title, "items": "; ".join(lacking).lower()}
            )
