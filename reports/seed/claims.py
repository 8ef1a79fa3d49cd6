"""What units of the demonstration say instead of doing an instruction: one of each kind, one agreed to, one waiting."""

from datetime import timedelta

from campaign_portal.lib.dates import local_day
from directives.models import Obligation
from reports.models import Claim
from reports.services.claims import claim, confirm_claim
from units.models import Membership

from .story import Story

NO_SITE = "Đơn vị chưa có cổng thông tin điện tử riêng để đăng tải. (Nội dung minh họa.)"
NO_EVENT = "Trong thời gian này đơn vị chưa tổ chức hội nghị, lớp nào có thể lồng ghép. (Nội dung minh họa.)"


def plan_claims(story: Story, *, offices: tuple[int, int]) -> None:
    """Plan two claims of departments that have not begun, named by their places among the deliveries: the first says
    that an instruction does not concern it, and is agreed with; the second has nothing to report, and waits."""
    rows = list(story.directive.deliveries.select_related("unit"))
    first, second = (rows[place] for place in offices)
    said = story.office_hour(story.share(0.4))
    decided = story.office_hour(local_day(said) + timedelta(days=1))
    agreed = _owed(first)[0]
    story.at(said, lambda now: _say(agreed, Claim.Kind.NOT_APPLICABLE, NO_SITE, now))
    story.at(decided, lambda now: _agree(agreed, story, now))
    waits, later = _owed(second)[-1], story.office_hour(story.share(0.45))
    story.at(later, lambda now: _say(waits, Claim.Kind.NOTHING, NO_EVENT, now))


def _owed(delivery) -> list[Obligation]:
    return list(delivery.obligations.filter(counted=True).order_by("instruction__order"))


def _say(obligation: Obligation, kind: str, reason: str, now) -> None:
    person = Membership.objects.in_force().filter(unit=obligation.responsible_unit_id).first().user
    claim(obligation=obligation, kind=kind, reason=reason, actor=person, now=now)


def _agree(obligation: Obligation, story: Story, now) -> None:
    confirm_claim(claim=Claim.objects.get(obligation=obligation), actor=story.reviewers[0], now=now)
