"""Two calls that the department makes in the running campaign, to units that are silent. Illustrative."""

import uuid
from datetime import date, datetime, time, timedelta

from campaign_portal.lib.dates import at_local
from directives.models import Delivery
from directives.services.reminding_by_hand import remind_by_hand
from units.access import REPORTING_ROLES
from units.models import Membership, User

from .story import NAMESPACE, Story

SAID = [
    ("phone", "Đơn vị đang chờ lãnh đạo phân công, hẹn bắt đầu trong tuần. (Ghi chú minh họa.)"),
    ("zalo", "Đã gửi lời nhắn vào nhóm Zalo của đơn vị. (Ghi chú minh họa.)"),
]


def plan_calls(story: Story, *, today: date) -> None:
    """The first silent units are called the working day before, each once, the first with whom one spoke to."""
    day = story.calendar.back(today - timedelta(days=1), 0)
    for place, (way, note) in enumerate(SAID):
        story.at(at_local(day, time(9, 10 + 25 * place)), _call(story, place, way, note))


def _call(story: Story, place: int, way: str, note: str):
    def act(now: datetime) -> None:
        silent = _silent(story)
        if place >= len(silent):
            return
        about = {"way": way, "note": note, "actor": story.reviewers[0], "now": now}
        remind_by_hand(
            deliveries=[silent[place]],
            acting_unit=story.directive.issuer,
            client_uuid=uuid.uuid5(NAMESPACE, f"call/{story.directive.pk}/{place}"),
            spoken_to=_person(silent[place]) if way == "phone" else None,
            **about,
        )

    return act


def _silent(story: Story) -> list[Delivery]:
    rows = story.directive.deliveries.counted().filter(received_at=None)
    return list(rows.select_related("directive").order_by("unit_sort_key", "pk")[: len(SAID)])


def _person(row: Delivery) -> User | None:
    seat = Membership.objects.in_force().filter(unit=row.unit_id, role__in=REPORTING_ROLES).order_by("pk").first()
    return seat.user if seat else None
