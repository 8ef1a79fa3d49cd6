"""What a unit says instead of doing an instruction, and the issuing unit's word on it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from directives.access import coordinates, reports_for
from directives.models import About, Event, Obligation, Progress
from directives.services.accepting import require_accepting
from directives.services.changes import note_about
from directives.services.obligations import locked, set_progress
from reports.models import Claim, Review

HAS_ACTIONS = gettext_lazy("Việc này đã có hoạt động được ghi. Hãy rút các hoạt động đó trước, hoặc gửi xác nhận.")


def why_not(obligation: Obligation) -> str:
    """Why the unit cannot claim anything of open work, as a sentence; empty where it can. One query at most."""
    try:
        _require_claimable(obligation)
    except Refused as error:
        return str(error)
    return ""


def claim(*, obligation: Obligation, kind: str, reason: str, actor, now: datetime) -> Claim:
    """The unit says that it has nothing to report, or that the instruction does not concern it. Its clock stops here.

    Raises `AlreadyDone` when the same is said already; `Refused` without a reason, for what is optional or was passed
    down from another unit, while actions stand recorded, and after the accepting day.
    """
    reason = reason.strip()
    if not reason:
        raise Refused(_("Hãy ghi lý do để đơn vị ban hành xem xét."))
    with transaction.atomic():
        row = locked(obligation)
        if not reports_for(actor, row.responsible_unit_id):
            raise PermissionDenied
        _require_claimable(row)
        require_accepting(row, now)
        take_back_claim(obligation=row, actor=actor, now=now)  # one the officer's own act had overtaken
        set_progress(
            obligation=row,
            event=Event.CLAIMED,
            actor=actor,
            now=now,
            acting_unit=row.responsible_unit,
            note=f"{capfirst(Claim.Kind(kind).label)}: {reason}",
        )
        return Claim.objects.create(obligation=row, kind=kind, reason=reason, claimed_by=actor, claimed_at=now)


def confirm_claim(*, claim: Claim, actor, now: datetime) -> Claim:
    """The issuing unit agrees: the obligation is not applicable and leaves the denominator from this day on."""
    with transaction.atomic():
        row, found = _decidable(claim, actor, Claim.Verdict.CONFIRMED)
        set_progress(
            obligation=row,
            event=Event.CONFIRMED,
            actor=actor,
            now=now,
            acting_unit=row.delivery.directive.issuer,
            note=found.reason,
        )
        return _decide(found, Claim.Verdict.CONFIRMED, actor, now)


def refuse_claim(*, claim: Claim, reason: str, actor, now: datetime) -> Claim:
    """The issuing unit does not agree, and says why: the work goes back to the unit as returned, its clock runs on."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Hãy ghi lý do không đồng ý để đơn vị biết cần làm gì."))
    with transaction.atomic():
        row, found = _decidable(claim, actor, Claim.Verdict.REFUSED)
        issuer = row.delivery.directive.issuer
        row = set_progress(obligation=row, event=Event.RETURNED, actor=actor, now=now, acting_unit=issuer, note=reason)
        review = Review.objects.create(
            obligation=row, verdict=Review.Verdict.RETURNED, reason=reason, reviewer=actor, decided_at=now
        )
        note_about(
            about=About.REVIEW,
            about_id=review.pk,
            directive=row.delivery.directive,
            event=Event.RETURNED,
            actor=actor,
            now=now,
            unit=row.unit,
            delivery=row.delivery,
            obligation=row,
            acting_unit=issuer,
            after={"verdict": review.verdict},
            note=reason,
        )
        return _decide(found, Claim.Verdict.REFUSED, actor, now, answer=reason)


def take_back_claim(*, obligation: Obligation, actor, now: datetime) -> None:
    """Close what the unit said of an obligation whose declaration it takes back; nothing where it said nothing.

    Called inside the transaction that moves the obligation, which is locked there.
    """
    for found in open_claims(obligation):
        _decide(found, Claim.Verdict.TAKEN_BACK, actor, now)


def open_claims(obligation: Obligation):
    """The claim that waits for a decision: one, or none."""
    return Claim.objects.filter(obligation=obligation, decided_at=None)


def refuse_claimed(obligation: Obligation) -> None:
    """Raise `Refused` where a claim waits: it is decided as a claim, never accepted or returned as work done."""
    if open_claims(obligation).exists():
        raise Refused(_("Đơn vị đề nghị không thực hiện việc này. Hãy mở “Đề nghị của đơn vị” để đồng ý hoặc từ chối."))


def _require_claimable(row: Obligation) -> None:
    if row.progress == Progress.WAITING and open_claims(row).exists():
        raise AlreadyDone(_("Đơn vị đã gửi đề nghị về việc này, đang chờ đơn vị ban hành quyết định."))
    if row.parent_id or not row.counted:
        raise Refused(_("Chỉ việc bắt buộc được giao thẳng từ văn bản mới cần đề nghị. Việc này không cần."))
    if row.actions.kept().exists():
        raise Refused(HAS_ACTIONS)


def _decidable(claim: Claim, actor, verdict: str) -> tuple[Obligation, Claim]:
    row = locked(claim.obligation)
    if not coordinates(actor, row.delivery.directive):
        raise PermissionDenied
    found = lock(claim)
    if found.verdict == verdict:
        raise AlreadyDone(_("Đề nghị này đã được quyết định như vậy từ trước."))
    if found.verdict or row.progress != Progress.WAITING:
        raise Refused(_("Đề nghị này không còn chờ quyết định. Hãy tải lại trang để xem mới nhất."))
    return row, found


def _decide(claim: Claim, verdict: str, actor, now: datetime, answer: str = "") -> Claim:
    claim.verdict, claim.decided_by, claim.decided_at, claim.answer = verdict, actor, now, answer
    claim.save(update_fields=["verdict", "decided_by", "decided_at", "answer"])
    return claim
