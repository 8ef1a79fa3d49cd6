"""From what is new in questions, and from work that was taken back, to messages: one per person and run, whatever
number of words it speaks of."""

from collections import Counter, defaultdict
from datetime import datetime
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from directives.models import Directive, Message, MessageNotice, Notice, Obligation, Progress, Side
from units.models import Role, User

from .batches import Shares, in_batches, message, put_in, shared_out, waiting
from .people import readers
from .settle import End
from .slots import AddressBook, Place

NOBODY = _("Không có ai có địa chỉ thư để báo. Hãy thêm đầu mối cho đơn vị, hoặc báo qua điện thoại.")
COORDINATORS = (Role.COORDINATOR,)
SHOWN = (
    "directive__campaign",
    "directive__issuer",
    "delivery__unit",
    "faq",
    "change__obligation__instruction",
    "change__acting_unit",
    "post__acting_unit",
    "post__question__directive__campaign",
    "post__question__directive__issuer",
    "post__question__delivery__unit",
    "post__question__delivery__parent__unit",
    "post__question__obligation__responsible_unit",
    "post__question__obligation__parent__responsible_unit",
    "post__question__obligation__instruction",
)


def assemble_notices(*, now: datetime, directive: Directive | None = None) -> Counter:
    """Hand planned notices to messages; return how many ended without one, and why."""
    planned = Notice.objects.filter(state=Notice.State.PLANNED).order_by("planned_at", "pk")
    return in_batches(planned.filter(directive=directive) if directive else planned, partial(_move, now=now))


def _move(held: QuerySet[Notice], now: datetime) -> list[Notice]:
    notices = list(held.select_related(*SHOWN))
    people = audience(notices)
    book = AddressBook(person for found in people.values() for person in found)
    places = {each.pk: _places(people[each.pk], book, now) for each in notices}
    for each in notices:
        end = why_silent(each) or (None if places[each.pk] else _unheard(people[each.pk], book))
        each.state_at = now
        each.state, each.reason = end or (Notice.State.SENDING, "")
    Notice.objects.bulk_update(notices, ["state", "state_at", "reason"])
    _address(shared_out((each for each in notices if each.state == Notice.State.SENDING), places), now)
    return notices


def _places(people: list[User], book: AddressBook, now: datetime) -> list[Place]:
    """Who hears by which channel. An answer is told at once: somebody waits for it, whatever digests they want."""
    return [
        Place(person.pk, key, now) for person in people for key, _slot in book.slots(person, now, is_immediate=True)
    ]


def _unheard(people: list[User], book: AddressBook) -> End:
    return book.end_of(people) if people else End(Notice.State.FAILED, NOBODY)


def why_silent(notice: Notice) -> End | None:
    """Why nobody need hear of it any more. Wants what `SHOWN` names."""
    if notice.directive.recalled_at:
        return End(Notice.State.CANCELLED, _("Văn bản đã được thu hồi."))
    if not notice.directive.is_in_force:
        return End(Notice.State.CANCELLED, _("Chiến dịch đã kết thúc."))
    if notice.change and notice.change.obligation.last_change_id != notice.change_id:
        return End(Notice.State.CANCELLED, _("Việc đã được giao lại cho đơn vị."))
    if notice.faq and notice.faq.withdrawn_at:
        return End(Notice.State.CANCELLED, _("Câu hỏi đáp đã được gỡ hoặc thay bằng bản mới."))
    return None


def audience(notices: list[Notice]) -> dict[int, list[User]]:
    """Who is to hear of each, by its key: with an address, and not the author. Three queries."""
    units = units_told(notices)
    letters_own = {each.pk for each in notices if to_issuer(each)}
    reporting = readers({unit for pk, found in units.items() if pk not in letters_own for unit in found})
    coordinating = readers({unit for pk in letters_own for unit in units[pk]}, COORDINATORS)
    found = {}
    for each in notices:
        seats = coordinating if each.pk in letters_own else reporting
        people = {person.pk: person for unit in units[each.pk] for person in seats.get(unit, [])}
        people.pop(each.post.author_id if each.post else None, None)
        found[each.pk] = list(people.values())
    return found


def to_issuer(notice: Notice) -> bool:
    """Whether it goes to the issuing unit, where coordinators answer, and not to a unit that has the work."""
    return bool(notice.post and notice.post.side == Side.UNIT and notice.post.question.giver is None)


def units_told(notices: list[Notice]) -> dict[int, set[int]]:
    """The units whose people hear of each notice, by its key. Of a published answer: who carries the work now; of work
    taken back: who carried it."""
    deliveries = {each.delivery_id for each in notices if each.faq_id}
    carried = Obligation.objects.filter(delivery__in=deliveries).exclude(progress=Progress.ENDED)
    carriers = defaultdict(set)
    for delivery, unit in carried.values_list("delivery", "responsible_unit").distinct() if deliveries else ():
        carriers[delivery].add(unit)
    return {each.pk: _units_of(each, carriers) for each in notices}


def _units_of(notice: Notice, carriers: dict[int, set[int]]) -> set[int]:
    if notice.post:
        return {notice.post.question.unit_on(Side(notice.post.side).other).pk}
    if notice.change:
        return {notice.change.obligation.responsible_unit_id}
    return carriers[notice.delivery_id] or {notice.delivery.unit_id}


def _address(shares: Shares, now: datetime) -> None:
    """One message per place, which is one per run: an earlier batch of the run may have begun it.

    Its key is that of its first notice, which stands in no other there.
    """
    rows = waiting(shares, "question").filter(state=Message.State.PLANNED)
    begun = {Place(row.person_id, row.channel, row.slot): row for row in rows}
    fresh = {
        place: message(place, "question", share[0].dedupe_key, now)
        for place, share in shares.items()
        if place not in begun
    }
    put_in(MessageNotice, "notice", shares, begun, fresh)
