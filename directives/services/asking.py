"""Questions between a unit and who gave it the work: asking, answering, closing, passing on."""

import uuid
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from campaign_portal.lib.text import plain_words
from directives.models import About, Delivery, Directive, Event, Notice, Obligation, Question, QuestionPost, Side
from directives.models.question import MOST_WORDS, QuestionReading
from directives.questions import side_to_write, sides

from .changes import note_about


class Overtaken(Refused):
    """Somebody wrote in the question meanwhile; nothing was stored."""


def ask(
    *,
    delivery: Delivery,
    side: Side,
    text: str,
    actor,
    now: datetime,
    client_uuid: uuid.UUID,
    obligation: Obligation | None = None,
    passed_from: Question | None = None,
) -> Question:
    """Open a question about a unit's letter, or about one obligation of it, as the unit or as who gave it the work.

    The same `client_uuid` opens one question. Raises `Refused` without words or with too many, once the letter was
    recalled or its campaign closed, and where the unit sent the letter back; PermissionDenied for who may only read.
    """
    words = require_words(text)
    with transaction.atomic():
        row = lock(delivery)  # two presses at once wait here
        if existing := Question.objects.filter(client_uuid=client_uuid).first():
            if existing.opened_by_id != actor.pk or existing.delivery_id != row.pk:
                raise PermissionDenied
            return existing
        question = Question(
            directive=row.directive,
            delivery=row,
            obligation=obligation,
            passed_from=passed_from,
            opened_side=side,
            opened_by=actor,
            opened_at=now,
            state_at=now,
            last_at=now,
            client_uuid=client_uuid,
        )
        if obligation and obligation.delivery_id != row.pk or side not in sides(actor, question):
            raise PermissionDenied
        require_in_force(row.directive)
        if row.refused_at:
            raise Refused(_("Đơn vị đã trả lại văn bản này vì sai nơi nhận, nên không hỏi đáp về văn bản này nữa."))
        question.save()
        _post(question, side, words, actor, now, client_uuid)
        _log(question, Event.ASKED, side, actor, now, note=words)
    return question


def reply(
    *, question: Question, text: str, actor, now: datetime, client_uuid: uuid.UUID, seen: int | None = None
) -> QuestionPost:
    """Write in a question. Words of the side that was asked answer it, words of the other open it again.

    `seen` is the key of the last post on the writer's page: where there is a newer one, `Overtaken` is raised, so that
    nobody answers past somebody else's words. The same `client_uuid` stores once; `Refused` as for `ask`.
    """
    words = require_words(text)
    with transaction.atomic():
        row = lock(question)
        if existing := QuestionPost.objects.filter(client_uuid=client_uuid).first():
            if existing.author_id != actor.pk or existing.question_id != row.pk:
                raise PermissionDenied
            return existing
        last = row.posts.last()
        side = side_to_write(actor, row, last.side)
        if side is None:
            raise PermissionDenied
        require_in_force(row.directive)
        if seen is not None and seen != last.pk:
            raise Overtaken(_("Vừa có lời mới trong trao đổi này. Hãy đọc lời mới, rồi gửi lại nếu vẫn cần."))
        post = _post(row, side, words, actor, now, client_uuid)
        answered = row.opened_side != side
        _move(row, Question.State.ANSWERED if answered else Question.State.OPEN, now)
        _log(row, Event.REPLIED if answered else Event.ASKED, side, actor, now, note=words)
    return post


def close(*, question: Question, actor, now: datetime) -> Question:
    """Say that nothing more is to be answered. Either side may, and either may open it again by writing."""
    with transaction.atomic():
        row = lock(question)
        side = side_to_write(actor, row, row.posts.last().side)
        if side is None:
            raise PermissionDenied
        if row.is_closed:
            raise AlreadyDone(_("Trao đổi này đã kết thúc trước đó."))
        require_in_force(row.directive)
        _move(row, Question.State.CLOSED, now, closed_by=actor)
        _log(row, Event.CLOSED, side, actor, now)
    return row


def pass_on(*, question: Question, actor, now: datetime) -> Question:
    """The unit that passed work on asks, in its own name, what a unit below has asked it: of whom it has the work from.

    The words are quoted. Raises `AlreadyDone` for a question that was passed on before.
    """
    with transaction.atomic():
        row = lock(question)
        if row.giver is None or Side.ISSUER not in sides(actor, row):
            raise PermissionDenied
        if row.passed_to.exists():
            raise AlreadyDone(_("Câu hỏi này đã được chuyển lên trước đó."))
        above = row.obligation.parent if row.obligation else None
        return ask(
            delivery=above.delivery if above else row.delivery.parent,
            obligation=above,
            side=Side.UNIT,
            text=quoted(row),
            actor=actor,
            now=now,
            client_uuid=uuid.uuid5(row.client_uuid, "passed on"),
            passed_from=row,
        )


def quoted(question: Question) -> str:
    """The newest words of the unit below, named as its own; cut where they would not fit."""
    words = question.posts.filter(side=Side.UNIT).last().text
    head = _("%(unit)s hỏi: “%(words)s”") % {"unit": question.unit.name, "words": "%s"}
    return head % Truncator(words).chars(MOST_WORDS - len(head))


def mark_read(*, question: Question, actor, now: datetime) -> None:
    """Remember that a person who may write in the question has opened it; of others nothing is kept."""
    if not sides(actor, question):
        return
    known = question.readings.filter(person=actor).first()
    if known is None or known.read_at < question.last_at:
        _read(question, actor, now)


def require_words(text: str) -> str:
    """The words as they are stored. Raises `Refused` when there are none, or too many."""
    words = plain_words(text)
    if not words:
        raise Refused(_("Hãy ghi nội dung."))
    if len(words) > MOST_WORDS:
        raise Refused(_("Nội dung dài quá %d ký tự. Hãy rút gọn.") % MOST_WORDS)
    return words


def require_in_force(directive: Directive) -> None:
    """Raises `Refused` where nobody owes an answer any more."""
    if directive.recalled_at:
        raise Refused(_("Văn bản đã được thu hồi nên không hỏi đáp thêm. Những gì đã trao đổi vẫn xem được."))
    if not directive.is_in_force:
        raise Refused(
            _("Chiến dịch đã kết thúc nên không hỏi đáp thêm ở đây. Nếu còn vướng mắc, hãy liên hệ %(issuer)s.")
            % {"issuer": directive.issuer.name}
        )


def _post(question: Question, side: Side, words: str, actor, now: datetime, client_uuid: uuid.UUID) -> QuestionPost:
    post = QuestionPost.objects.create(
        question=question,
        side=side,
        author=actor,
        acting_unit=question.unit_on(side),
        text=words,
        at=now,
        client_uuid=client_uuid,
    )
    key = f"post{post.pk}"
    Notice.objects.create(directive_id=question.directive_id, post=post, dedupe_key=key, state_at=now, planned_at=now)
    _read(question, actor, now)
    return post


def _read(question: Question, actor, now: datetime) -> None:
    QuestionReading.objects.update_or_create(question=question, person=actor, defaults={"read_at": now})


def _move(question: Question, state: str, now: datetime, closed_by=None) -> None:
    """Set the state; who goes on waiting has waited since the first words."""
    if question.state != state:
        question.state, question.state_at = state, now
    if closed_by is None:
        question.last_at = now
    question.closed_by = closed_by
    question.save(update_fields=["state", "state_at", "last_at", "closed_by"])


def _log(question: Question, event: Event, side: str, actor, now: datetime, note: str = "") -> None:
    note_about(
        about=About.QUESTION,
        about_id=question.pk,
        directive=question.directive,
        event=event,
        actor=actor,
        now=now,
        unit=question.unit,
        delivery=question.delivery,
        obligation=question.obligation,
        acting_unit=question.unit_on(side),
        after={"state": question.state},
        note=note,
    )
