"""What units and the department ask each other in the running campaign, and what is published to all. Illustrative."""

import uuid
from datetime import date, datetime, time, timedelta

from campaign_portal.lib.dates import at_local
from directives.models import Obligation, Progress, Question, Side
from directives.reminders import send_due_messages
from directives.services.asking import ask, close, reply
from directives.services.publishing import publish_faq
from units.models import Membership, User

from .story import NAMESPACE, Story, nowhere

PAPER = (
    "Đơn vị ghi kết quả trên cổng rồi thì có phải gửi thêm báo cáo giấy không? (Câu hỏi minh họa.)",
    "Không phải gửi bản giấy. Kết quả đơn vị ghi trên cổng là đủ; báo cáo chính thức nộp ở mục Báo cáo của văn bản. "
    "(Nội dung minh họa.)",
)
REACH = (
    "Bài đăng trên Zalo của tổ công nghệ số thì đếm lượt tiếp cận theo số người trong nhóm hay theo số lượt xem? "
    "(Câu hỏi minh họa.)",
    "Đếm theo số lượt xem hiện trên Zalo tại ngày ghi; không biết thì để trống. (Nội dung minh họa.)",
)
OPEN = "Đơn vị chưa có trang thông tin điện tử riêng, đăng trên trang của quận có được tính không? (Câu hỏi minh họa.)"
OF_OFFICER = "Ảnh này chụp ở buổi nào, có bao nhiêu người dự? (Câu hỏi minh họa.)"


def plan_talk(story: Story, *, today: date) -> None:
    """One question answered and published, one answered and closed, one that waits, and one of a reviewer."""
    back = story.calendar.back
    officer, units = story.reviewers[0], _askers(story)
    first, second, third = (row for row, _person in units)
    people = {row.pk: person for row, person in units}

    def asks(row: Obligation, words: str):
        return lambda now: _ask(story, row, Side.UNIT, words, people[row.pk], now)

    story.at(at_local(back(today, 5), time(9, 15)), asks(first, PAPER[0]))
    story.at(at_local(back(today, 5), time(14, 20)), lambda now: _answer(story, first, PAPER, officer, now, True))
    story.at(at_local(back(today, 4), time(10, 5)), asks(second, REACH[0]))
    story.at(at_local(back(today, 3), time(8, 40)), lambda now: _answer(story, second, REACH, officer, now, False))
    story.at(at_local(back(today, 3), time(15, 30)), lambda now: _close(second, people[second.pk], now))
    story.at(at_local(back(today, 2), time(10, 45)), asks(third, OPEN))
    story.at(at_local(back(today, 1), time(16, 10)), lambda now: _review(story, officer, now))


def _askers(story: Story) -> list[tuple[Obligation, User]]:
    """The first work of three district offices, each with the person who asks about it."""
    deliveries = story.directive.deliveries.filter(unit__kind="district_office").order_by("unit_sort_key")[:3]
    rows = [each.obligations.filter(counted=True).order_by("instruction__order")[0] for each in deliveries]
    return [(row, _person(row)) for row in rows]


def _person(row: Obligation) -> User:
    return Membership.objects.in_force().filter(unit=row.responsible_unit).select_related("user").first().user


def _ask(story: Story, row: Obligation, side: Side, words: str, person: User, now: datetime) -> None:
    key = uuid.uuid5(NAMESPACE, f"question/{row.pk}")
    ask(delivery=row.delivery, obligation=row, side=side, text=words, actor=person, now=now, client_uuid=key)
    _tell(story, now)


def _answer(story: Story, row: Obligation, words: tuple, officer: User, now: datetime, is_for_all: bool) -> None:
    question = row.questions.get()
    key = uuid.uuid5(NAMESPACE, f"answer/{row.pk}")
    reply(question=question, text=words[1], actor=officer, now=now, client_uuid=key)
    _tell(story, now)
    if is_for_all:
        about = {"directive": story.directive, "source": question, "client_uuid": key}
        later = now + timedelta(minutes=15)
        publish_faq(question=words[0], answer=words[1], actor=officer, now=later, **about)
        _tell(story, later)


def _close(row: Obligation, person: User, now: datetime) -> None:
    close(question=Question.objects.get(obligation=row), actor=person, now=now)


def _review(story: Story, officer: User, now: datetime) -> None:
    """A reviewer asks about the work that waits longest, and leaves it waiting."""
    rows = Obligation.objects.filter(delivery__directive=story.directive, progress=Progress.WAITING, parent=None)
    if row := rows.filter(questions=None, claims=None).order_by("submitted_at", "pk").first():
        _ask(story, row, Side.ISSUER, OF_OFFICER, officer, now)


def _tell(story: Story, now: datetime) -> None:
    send_due_messages(now=now, directive=story.directive, transport=nowhere, calendar=story.calendar)
