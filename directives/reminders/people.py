"""What a reminder is about, and who hears of it: both resolved at the moment of sending, never stored."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from directives.models import Directive, Obligation, Progress, Reminder
from units.access import REPORTING_ROLES
from units.models import Membership, User


def open_work(reminders: Sequence[Reminder]) -> dict[int, list[Obligation]]:
    """What is still open for each reminder, by its key: counted, due on its day, in a letter in force. One query."""
    rows = (
        Obligation.objects.counted()
        .open()
        .filter(
            delivery__in={each.delivery_id for each in reminders},
            delivery__refused_at=None,
            delivery__directive__in=Directive.objects.in_force().values("pk"),
        )
        .select_related("instruction", "last_change")
        .order_by("instruction__order", "pk")
    )
    found = defaultdict(list)
    for row in rows:
        found[row.delivery_id, row.due_on].append(row)
    return {each.pk: found[each.delivery_id, each.deadline] for each in reminders}


def readers(unit_ids: Iterable[int]) -> dict[int, list[User]]:
    """Focal points and coordinators of each unit who have an address. One query."""
    seats = (
        Membership.objects.in_force()
        .filter(~Q(user__email=""), unit__in=set(unit_ids), role__in=REPORTING_ROLES)
        .select_related("user")
        .order_by("user_id")
    )
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for seat in seats:
        found[seat.unit_id][seat.user_id] = seat.user
    return {unit: list(people.values()) for unit, people in found.items()}


def units_of(person: User) -> set[int]:
    """Units for which the person reports, read anew: a membership may have ended since the mail was planned."""
    seats = Membership.objects.in_force().filter(user=person, role__in=REPORTING_ROLES)
    return set(seats.values_list("unit_id", flat=True))


def why_nothing(reminder: Reminder) -> str:
    """Why a reminder has nothing open any more. Wants `delivery`, `directive` and its campaign loaded."""
    if reminder.directive.recalled_at:
        return _("Văn bản đã được thu hồi.")
    if reminder.directive.is_closed:
        return _("Chiến dịch đã kết thúc.")
    if reminder.delivery.refused_at:
        return _("Đơn vị đã trả lại văn bản vì sai nơi nhận.")
    owed = reminder.delivery.obligations.counted().open()
    if owed.exclude(due_on=reminder.deadline).exists() and not owed.filter(due_on=reminder.deadline).exists():
        return _("Hạn của các việc còn lại đã đổi.")
    if reminder.delivery.obligations.filter(progress=Progress.WAITING, due_on=reminder.deadline).exists():
        return _("Đơn vị đã gửi, đang chờ xác nhận.")
    return _("Đơn vị không còn việc nào phải làm.")
