"""The text of a message about questions and work taken back: what is new for one person at the moment of sending."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words
from campaign_portal.lib.mail import Envelope, RenderedMail, render_mail
from directives.models import Directive, Faq, Message, Notice, Question, QuestionPost, QuestionReading

from .kinds.words import works
from .links import path_to, whole
from .notices import COORDINATORS, SHOWN, to_issuer, units_told, why_silent
from .people import units_of
from .settle import End

IN_SUBJECT = 80


@dataclass
class Exchange:
    """One question with what the person has not read of it, the oldest first."""

    question: Question
    posts: list[QuestionPost] = field(default_factory=list)

    @property
    def directive(self) -> Directive:
        return self.question.directive

    @property
    def about(self) -> str:
        row = self.question.obligation
        return row.instruction.title if row else ""

    @property
    def headline(self) -> str:
        """ "Phòng … hỏi", "Sở … trả lời"."""
        last = self.posts[-1]
        asks = last.side == self.question.opened_side
        return (_("%(unit)s hỏi") if asks else _("%(unit)s trả lời")) % {"unit": last.acting_unit.name}

    @property
    def path(self) -> str:
        return path_to("reports:question", self.question.pk)

    @property
    def link(self) -> str:
        return whole(self.path)


@dataclass
class Answer:
    """A published answer, with the page of the person's own delivery on which it stands."""

    faq: Faq
    delivery_id: int

    @property
    def directive(self) -> Directive:
        return self.faq.directive

    @property
    def path(self) -> str:
        return f"{path_to('reports:delivery', self.delivery_id)}#hoi-dap-chung"

    @property
    def link(self) -> str:
        return whole(self.path)


@dataclass
class TakenBack:
    """Work of one letter that a unit above took back from the person's unit in one go, and why."""

    directive: Directive
    delivery_id: int
    giver: str
    reason: str
    tasks: list[str] = field(default_factory=list)

    @property
    def headline(self) -> str:
        return _("%(unit)s thu hồi %(works)s đã giao") % {"unit": self.giver, "works": works(len(self.tasks))}

    @property
    def path(self) -> str:
        return path_to("reports:delivery", self.delivery_id)

    @property
    def link(self) -> str:
        return whole(self.path)


@dataclass
class Composed:
    """What a message will say. Without `sections` there is nothing to say, and `silent` tells why."""

    exchanges: list[Exchange] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    taken: list[TakenBack] = field(default_factory=list)
    silent: dict[int, End] = field(default_factory=dict)

    @property
    def sections(self) -> list[Exchange | Answer | TakenBack]:
        return [*self.exchanges, *self.answers, *self.taken]

    @property
    def subject(self) -> str:
        if len(self.sections) > 1:
            words = _("%(n)d tin mới") if self.taken else _("%(n)d trao đổi mới")
            return _("%(news)s về văn bản anh/chị phụ trách") % {"news": words % {"n": len(self.sections)}}
        if self.taken:
            words, head = self.taken[0].reason, self.taken[0].headline
        elif self.answers:
            words, head = self.answers[0].faq.question, _("Hỏi đáp chung")
        else:
            words, head = self.exchanges[0].posts[-1].text, self.exchanges[0].headline
        return f"{head}: {Truncator(' '.join(words.split())).chars(IN_SUBJECT)}"


def compose(message: Message, *, now: datetime) -> Composed:
    """Ask again what is still news to the person and theirs to answer. A constant number of queries."""
    rows = Notice.objects.filter(served_by__message=message).select_related(*SHOWN).order_by("pk")
    notices, found, person = list(rows), Composed(), message.person
    units, reporting, coordinating = units_told(notices), units_of(person), units_of(person, COORDINATORS)
    read = _read(notices, message)
    exchanges: dict[int, Exchange] = {}
    answers: dict[int, Answer] = {}
    taken: dict[tuple, TakenBack] = {}
    for each in notices:
        seats = coordinating if to_issuer(each) else reporting
        if end := why_silent(each) or _end(each, bool(units[each.pk] & seats), read):
            found.silent[each.pk] = end
        elif each.post:
            question = each.post.question
            exchanges.setdefault(question.pk, Exchange(question)).posts.append(each.post)
        elif each.change:
            _take(taken, each)
        else:
            each.faq.directive = each.directive
            answers.setdefault(each.faq_id, Answer(each.faq, each.delivery_id))
    found.exchanges, found.answers, found.taken = (list(each.values()) for each in (exchanges, answers, taken))
    return found


def _take(taken: dict[tuple, TakenBack], notice: Notice) -> None:
    """Put a row with the others of the same act: one moment, one unit above, one reason."""
    change = notice.change
    about = (change.acting_unit.name, change.note)
    act = taken.setdefault(
        (notice.delivery_id, change.recorded_at, *about), TakenBack(notice.directive, notice.delivery_id, *about)
    )
    act.tasks.append(change.obligation.instruction.title)


def render(composed: Composed, message: Message, *, now: datetime) -> RenderedMail:
    letters = [section.directive for section in composed.sections]
    context = {
        "person": message.person,
        "exchanges": composed.exchanges,
        "answers": composed.answers,
        "taken": composed.taken,
        "subject": composed.subject,
        "issuers": list({letter.issuer.name: None for letter in letters}),
        "is_illustrative": any(letter.campaign.is_illustrative for letter in letters),
        "sent_at": clock_words(now),
    }
    return render_mail("question", context)


def envelope(_composed: Composed, _message: Message, *, now: datetime) -> Envelope:
    """Nothing besides the words: an answer belongs under the question, and ending digests ends no exchange."""
    return Envelope()


def _read(notices: list[Notice], message: Message) -> dict[int, datetime]:
    """Up to when the person has read each question."""
    keys = {each.post.question_id for each in notices if each.post}
    rows = QuestionReading.objects.filter(question__in=keys, person=message.person_id)
    return dict(rows.values_list("question", "read_at"))


def _end(notice: Notice, still_theirs: bool, read: dict[int, datetime]) -> End | None:
    if not still_theirs:
        return End(Notice.State.CANCELLED, _("Người nhận không còn phụ trách việc này."))
    read_at = read.get(notice.post.question_id) if notice.post else None
    if read_at and read_at >= notice.post.at:
        return End(Notice.State.CANCELLED, _("Người nhận đã đọc trên cổng."))
    return None
