"""What the tests of questions share: asking and answering with little said."""

import uuid
from datetime import datetime

from directives.models import Delivery, Faq, Message, Notice, Question, QuestionPost, Side
from directives.services.asking import ask, reply
from directives.services.publishing import publish_faq
from directives.services.relaying import relay
from directives.tests.factories import Cast
from units.models import Unit, User
from units.tests.factories import local, make_unit, make_user

ASKED_AT = local("2024-11-05 09:00")
"""A Tuesday, in office hours."""
ANSWERED_AT = local("2024-11-05 14:00")


def asked(cast: Cast, *, now: datetime = ASKED_AT, **more) -> Question:
    """Ninh Kiều's focal point asks about its first obligation."""
    asking = {
        "side": Side.UNIT,
        "text": "Có phải gửi bản giấy không?",
        "actor": cast.focal,
        "client_uuid": uuid.uuid4(),
    }
    row = more.pop("obligation", None) if "obligation" in more else cast.obligation()
    delivery: Delivery = more.pop("delivery", None) or (row.delivery if row else cast.delivery())
    return ask(delivery=delivery, obligation=row, now=now, **asking | more)


def said(
    question: Question, actor: User, text: str = "Không cần.", *, now: datetime = ANSWERED_AT, **more
) -> QuestionPost:
    return reply(
        question=question, text=text, actor=actor, now=now, client_uuid=more.pop("client_uuid", uuid.uuid4()), **more
    )


def published(cast: Cast, *, now: datetime = ANSWERED_AT, **more) -> Faq:
    words = {"question": "Có phải gửi bản giấy không?", "answer": "Không cần."}
    acting = {"directive": cast.directive, "actor": cast.officer, "client_uuid": uuid.uuid4()}
    return publish_faq(now=now, **words | acting | more)


def ward_below(cast: Cast) -> tuple[Unit, User]:
    """A ward of the district office, with a focal point, that has got Ninh Kiều's first obligation from it."""
    ward = make_unit("UBND phường An Hòa", parent=cast.ninh_kieu)
    person = make_user(ward, email="anhoa@ward.example", full_name="Phạm Văn Phường")
    row = cast.obligation()
    relay(obligations=[row], units=[ward], due_on=row.due_on, actor=cast.focal, now=ASKED_AT)
    return ward, person


def told() -> dict[str, str]:
    """Whom messages about questions went to, and how they ended."""
    return dict(Message.objects.filter(kind="question").order_by("pk").values_list("person__email", "state"))


def notices() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("pk").values_list("state", "reason"))
