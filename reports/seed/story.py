"""What each unit does and when: a plan of events, drawn from a fixed seed and told in the order of the clock."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from campaign_portal.lib.dates import at_local, local_day
from campaign_portal.lib.storage import store_upload
from campaign_portal.lib.workdays import WorkCalendar
from directives.models import Delivery, Directive, Obligation, Progress
from directives.reminders import plan_reminders, send_due_messages
from directives.services.receipts import confirm_receipt, mark_seen
from materials.models import Material
from materials.services import take
from reports.models import Action, Audience, Channel
from reports.services.actions import record_action
from reports.services.declaring import declare_complete
from reports.services.mending import edit_action
from reports.services.reviews import accept, send_back
from reports.services.unit_reports import submit_report
from reports.services.what import Proof, What
from units.models import Membership, User

from .uploads import picture_upload

NAMESPACE = uuid.UUID("b3f0a4c6-2024-4120-8a00-000000000000")
REASONS = [
    "Đề nghị bổ sung ảnh thấy rõ nội dung buổi tuyên truyền.",
    "Đề nghị ghi rõ số lượt tiếp cận và cách đếm.",
    "Liên kết chưa mở được, đề nghị kiểm tra và gửi lại.",
]


@dataclass(frozen=True)
class Pace:
    """How a unit behaves. `begin` and `finish` are shares of the period; None never comes."""

    receive_after: int | None
    begin: float | None
    finish: float | None
    returned: bool = False


DILIGENT = Pace(receive_after=0, begin=0.15, finish=0.45)
STEADY = Pace(receive_after=1, begin=0.35, finish=0.75)
RETURNED_ONCE = Pace(receive_after=1, begin=0.3, finish=0.6, returned=True)
LAST_DAY = Pace(receive_after=2, begin=0.7, finish=0.98)
LATE = Pace(receive_after=3, begin=0.9, finish=1.12)
UNFINISHED = Pace(receive_after=2, begin=0.6, finish=None)
QUICK = Pace(receive_after=0, begin=0.04, finish=0.18)
STUCK = Pace(receive_after=1, begin=0.1, finish=0.38, returned=True)
BEGUN = Pace(receive_after=1, begin=0.4, finish=0.7)
SLOW = Pace(receive_after=2, begin=0.75, finish=0.95)
SILENT = Pace(receive_after=None, begin=None, finish=None)


@dataclass
class Story:
    """The events of one directive; `tell` runs those before a moment, in the order of the clock."""

    directive: Directive
    reviewers: list[User]
    calendar: WorkCalendar
    random: Random
    materials: list[Material] = field(default_factory=list)
    events: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)

    def at(self, when: datetime, act: Callable[[datetime], None]) -> None:
        self.events.append((when, len(self.events), act))

    def tell(self, *, until: datetime) -> None:
        """Run every planned event up to `until`, earliest first."""
        for when, _order, act in sorted(self.events, key=lambda event: event[:2]):
            if when <= until:
                act(when)

    def office_hour(self, day: date) -> datetime:
        """A moment in office hours of the working day on or after `day`."""
        clock = time(self.random.choice([8, 9, 10, 13, 14, 15]), self.random.randrange(2, 58))
        return at_local(self.calendar.next_workday(day), clock)

    def share(self, part: float) -> date:
        start = local_day(self.directive.issued_at)
        return start + timedelta(days=round((self.directive.due_on - start).days * part))


def plan_unit(story: Story, delivery: Delivery, pace: Pace) -> None:
    """Plan what one unit does: receives, works, declares, is returned once perhaps, and is accepted."""
    person = Membership.objects.in_force().filter(unit=delivery.unit).select_related("user").first().user
    if pace.receive_after is None:
        return
    received = story.office_hour(local_day(story.directive.issued_at) + timedelta(days=pace.receive_after + 1))
    story.at(received - timedelta(minutes=2), lambda now: mark_seen(delivery=delivery, actor=person, now=now))
    number = str(story.random.randrange(300, 2400))
    story.at(
        received,
        lambda now: confirm_receipt(
            delivery=delivery, actor=person, now=now, incoming_number=number, incoming_on=local_day(now)
        ),
    )
    obligations = list(delivery.obligations.filter(counted=True).select_related("instruction", "delivery__unit"))
    for index, obligation in enumerate(obligations):
        stagger = index * 0.06
        if pace.begin is not None:
            _plan_work(story, obligation, person, pace, received, stagger)


def plan_report(story: Story, delivery: Delivery, pace: Pace) -> None:
    """Plan the unit's official reply in the days after the end, for units that finished."""
    if pace.finish is None:
        return
    person = Membership.objects.in_force().filter(unit=delivery.unit).select_related("user").first().user
    number = story.random.randrange(40, 900)
    when = story.office_hour(story.directive.due_on + timedelta(days=story.random.randrange(2, 7)))
    story.at(
        when,
        lambda now: submit_report(
            delivery=delivery,
            actor=person,
            now=now,
            reference=f"{number}/BC-{delivery.unit.symbol or 'VP'}",
            dated_on=local_day(now),
            client_uuid=uuid.uuid5(NAMESPACE, f"report/{delivery.pk}"),
            text="Đơn vị đã triển khai các nội dung được giao; kết quả theo các hoạt động đã ghi. (Minh họa.)",
            difficulties="Một bộ phận người lớn tuổi khó tiếp cận tài liệu điện tử. (Nội dung minh họa.)",
        ),
    )


ROUNDS = (time(8, 0), time(14, 0))
"""When planner and sender run in the story; in the real product every few minutes."""


def plan_reminding(story: Story, until: date) -> None:
    """Let planner and sender run right after issue and on every working day, with a transport that reaches nobody."""
    issued_at = story.directive.issued_at
    story.at(issued_at + timedelta(minutes=5), lambda now: _remind(story.directive, now))
    day = local_day(issued_at) + timedelta(days=1)
    while day <= until:
        if story.calendar.is_workday(day):
            for clock in ROUNDS:
                story.at(at_local(day, clock), lambda now: _remind(story.directive, now))
        day += timedelta(days=1)


def _remind(directive: Directive, now: datetime) -> None:
    plan_reminders(now=now, directive=directive)
    send_due_messages(now=now, directive=directive, transport=nowhere)


def nowhere(*_message, **_options) -> None:
    """A transport for the past: the message stands in the ledger, nothing leaves."""


def _plan_work(
    story: Story, obligation: Obligation, person: User, pace: Pace, received: datetime, stagger: float
) -> None:
    begun = max(story.office_hour(story.share(pace.begin + stagger)), received + timedelta(minutes=20))
    story.at(begun, lambda now: record(story, obligation, person, now))
    if pace.finish is None:
        return
    finished = max(story.office_hour(story.share(pace.finish + stagger / 2)), begun + timedelta(hours=1))
    story.at(finished, lambda now: _declare(obligation, person, now))
    reviewed = story.office_hour(story.calendar.next_workday(local_day(finished) + timedelta(days=1)))
    reviewer = story.random.choice(story.reviewers)
    if pace.returned and stagger == 0:
        _plan_return(story, obligation, person, reviewed, reviewer)
    else:
        story.at(reviewed, lambda now: _accept(obligation, reviewer, now))


def _plan_return(story: Story, obligation: Obligation, person: User, reviewed: datetime, reviewer: User) -> None:
    reason = story.random.choice(REASONS)
    story.at(reviewed, lambda now: send_back(obligation=obligation, reason=reason, actor=reviewer, now=now))
    mended = story.office_hour(local_day(reviewed) + timedelta(days=2))
    story.at(mended, lambda now: _mend(story, obligation, person, now))
    story.at(story.office_hour(local_day(mended) + timedelta(days=1)), lambda now: _accept(obligation, reviewer, now))


def record(story: Story, obligation: Obligation, person: User, now: datetime) -> Action:
    unit = obligation.delivery.unit
    channel, audience, reach = way_of(obligation.instruction.text, story.random)
    host = unit.website or f"{unit.pk}.don-vi.example"
    proofs = (
        [Proof(url=f"https://{host}/tin-tuc/{obligation.pk}")] if channel in (Channel.WEBSITE, Channel.ZALO) else []
    )
    if not proofs or story.random.random() < 0.3:
        upload = picture_upload(f"{unit.brief}: {obligation.instruction.text[:60]}", seed=obligation.pk * 10)
        proofs.append(Proof(stored=store_upload(upload, now=now), name=upload.name))
    used = story.materials[: 1 + obligation.pk % 2]
    for material in used:
        take(version=material.versions.first(), actor=person, now=now)
    return record_action(
        obligations=[obligation],
        actor=person,
        now=now,
        proofs=proofs,
        client_uuid=uuid.uuid5(NAMESPACE, f"{story.directive.pk}/{obligation.pk}"),
        what=What(
            done_on=local_day(now),
            channel=channel,
            audience=audience,
            reach=reach,
            materials=used,
            description="Số liệu minh họa cho bản trình diễn.",
        ),
    )


def way_of(text: str, random: Random) -> tuple[str, str, int]:
    """A plausible channel, audience and reach (lượt) for an instruction's words."""
    words = text.lower()
    if "đăng tải" in words:
        return Channel.WEBSITE, Audience.RESIDENTS, random.randrange(80, 900)
    if "tổ công nghệ" in words:
        return (
            random.choice([Channel.HOUSEHOLD, Channel.ZALO, Channel.LOUDSPEAKER]),
            Audience.RESIDENTS,
            random.randrange(300, 2600),
        )
    if "học sinh, sinh viên" in words:
        return Channel.CLASS, Audience.STUDENTS, random.randrange(600, 5200)
    return Channel.MEETING, Audience.OFFICIALS, random.randrange(25, 180)


def _declare(obligation: Obligation, person: User, now: datetime) -> None:
    declare_complete(obligation=obligation, actor=person, now=now)


def _accept(obligation: Obligation, reviewer: User, now: datetime) -> None:
    if Obligation.objects.get(pk=obligation.pk).progress == Progress.WAITING:
        accept(obligation=obligation, actor=reviewer, now=now)


def _mend(story: Story, obligation: Obligation, person: User, now: datetime) -> None:
    action = obligation.actions.first()
    upload = picture_upload(f"{obligation.delivery.unit_brief}: ảnh bổ sung", seed=obligation.pk * 10 + 5)
    edit_action(
        action=action,
        actor=person,
        now=now,
        removed=set(),
        proofs=[Proof(stored=store_upload(upload, now=now), name=upload.name)],
        what=What(
            done_on=action.done_on,
            channel=action.channel,
            audience=action.audience,
            reach=action.reach,
            materials=list(action.materials.all()),
            description=action.description,
        ),
    )
    declare_complete(obligation=obligation, actor=person, now=now)
